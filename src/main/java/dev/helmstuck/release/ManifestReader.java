package dev.helmstuck.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a manifest apart as Helm does before it applies it (k8s.io/apimachinery {@code YAMLReader}, {@code UnstructuredJSONScheme}): lines
 * that begin with three dashes part the documents, and whatever has {@code items} is a list.
 */
final class ManifestReader {
    /** All documents together; the manifest of the GitLab chart has 58. */
    static final int MAX_DOCUMENTS = 10_000;

    private static final String SEPARATOR = "---";
    /** Helm's own comment. Only what looks like a path is repeated. */
    private static final Pattern SOURCE = Pattern.compile("# Source: ([A-Za-z0-9][A-Za-z0-9._/@ -]{0,199})");

    private final List<ManifestObject> objects = new ArrayList<>();
    private final List<Manifest.Flaw> problems = new ArrayList<>();
    private final YamlDocument.Budget budget = new YamlDocument.Budget();
    private int documents;
    private Optional<String> source = Optional.empty();

    private ManifestReader() {}

    static Manifest read(String text) {
        if (text.length() > RecordDecoder.MAX_MANIFEST) return new Manifest(List.of(), List.of(tooLarge()));
        ManifestReader reader = new ManifestReader();
        reader.documents(text);
        return new Manifest(reader.objects, reader.problems);
    }

    private static Manifest.Flaw tooLarge() {
        return new Manifest.Flaw(0, Optional.empty(), RecordDecoder.TOO_LARGE);
    }

    private void documents(String text) {
        StringBuilder document = new StringBuilder();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (!line.startsWith(SEPARATOR)) {
                document.append(line).append('\n');
                continue;
            }
            document(document.toString());
            document.setLength(0);
            String rest = line.substring(SEPARATOR.length()).strip();
            if (!rest.isEmpty() && !rest.startsWith("#")) {
                documents++;
                problem("the line that begins it has more than three dashes and a comment, which Kubernetes does not read");
            }
            if (documents > MAX_DOCUMENTS) break;
        }
        document(document.toString());
    }

    private void document(String text) {
        if (text.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"))) return;
        documents++;
        source = text.lines().map(SOURCE::matcher).filter(Matcher::matches).map(found -> found.group(1)).findFirst();
        if (documents > MAX_DOCUMENTS) {
            problem("it has more than " + MAX_DOCUMENTS + " documents, the rest was not read");
            return;
        }
        try {
            Object content = YamlDocument.read(text, budget);
            if (content != null) object(content, "", "");
        } catch (YamlDocument.Unreadable unreadable) {
            problem(unreadable.reason());
        }
    }

    /** @param apiVersion and {@code kind}: what an element of a typed list has if it says nothing itself */
    private void object(Object content, String apiVersion, String kind) {
        if (!(content instanceof Map<?, ?> map)) {
            problem("it is no object");
            return;
        }
        String ownKind = text(map, "kind").orElse(kind);
        String ownVersion = text(map, "apiVersion").orElse(text(map, "kind").isPresent() ? "" : apiVersion);
        if (map.get("items") != null) {
            list(map.get("items"), ownVersion, ownKind);
            return;
        }
        Map<?, ?> meta = map.get("metadata") instanceof Map<?, ?> it ? it : Map.of();
        Optional<String> name = text(meta, "name");
        if (ownKind.isEmpty() || name.isEmpty()) {
            problem("an object in it has no " + (ownKind.isEmpty() ? "kind" : "metadata.name"));
            return;
        }
        objects.add(new ManifestObject(ownVersion, ownKind, text(meta, "namespace"), name.get(), YamlDocument.object(map)));
    }

    private void list(Object items, String apiVersion, String kind) {
        if (!(items instanceof List<?> elements)) {
            problem("its items are no list");
            return;
        }
        String each = kind.endsWith("List") ? kind.substring(0, kind.length() - "List".length()) : "";
        for (Object element : elements)
            object(element, each.isEmpty() ? "" : apiVersion, each);
    }

    private static Optional<String> text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    private void problem(String why) {
        problems.add(new Manifest.Flaw(documents, source, why));
        source = Optional.empty();
    }
}
