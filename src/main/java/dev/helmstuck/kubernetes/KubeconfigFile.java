package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.UnavailableException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * One file of a kubeconfig, as kubectl reads it: the first YAML document, anchors and merge keys included; of a key that stands
 * twice in a mapping the last counts, but an entry's name may stand only once in its list.
 */
final class KubeconfigFile {
    private static final List<String> LISTS = List.of("contexts", "clusters", "users");
    private static final int MOST_BYTES = 3 << 20;

    private final Map<String, Map<String, KubeconfigNode>> entries = new HashMap<>();

    KubeconfigFile(Path file) {
        KubeconfigNode root = new KubeconfigNode(file, "", read(file));
        if (!root.text("kind").orElse("Config").equals("Config") || !root.text("apiVersion").orElse("v1").equals("v1")) {
            throw ClusterErrors.of("the kubeconfig " + file + " is none: its kind is not Config, or its apiVersion not v1");
        }
        LISTS.forEach(list -> entries.put(list, named(root, list)));
    }

    /** The entry of this name in {@code contexts}, {@code clusters} or {@code users}. */
    Optional<KubeconfigNode> entry(String list, String name) {
        return Optional.ofNullable(entries.get(list).get(name));
    }

    /** The names of the contexts. */
    Iterable<String> contexts() {
        return entries.get("contexts").keySet();
    }

    private static Map<String, KubeconfigNode> named(KubeconfigNode root, String list) {
        Map<String, KubeconfigNode> all = new HashMap<>();
        for (KubeconfigNode entry : root.children(list)) {
            String name = entry.text("name").orElse("");
            if (all.put(name, entry.called(name)) != null) throw root.wrong(list, "holds the name \"" + ApiResponse.cut(name) + "\" twice");
        }
        return all;
    }

    private static JsonNode read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > MOST_BYTES)
                throw ClusterErrors.of("the kubeconfig " + file + " is longer than " + MOST_BYTES + " bytes");
            JsonNode tree = yaml(in);
            if (tree.isObject()) return tree;
        } catch (UnavailableException tooLong) {
            throw tooLong;
        } catch (JsonProcessingException | RuntimeException notYaml) {
            // No cause: a parser's message quotes the file, which holds credentials.
            throw ClusterErrors.of("the kubeconfig " + file + " is no YAML in UTF-8");
        } catch (IOException unreadable) {
            throw ClusterErrors.of("the kubeconfig " + file + " cannot be read (missing, or not for this account)", unreadable);
        }
        throw ClusterErrors.of("the kubeconfig " + file + " is no mapping, so it is none");
    }

    /** The first document; nothing is an empty mapping. JSON is YAML too. */
    static JsonNode yaml(InputStream in) throws IOException {
        Iterator<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(new UnicodeReader(in)).iterator();
        Object first = documents.hasNext() ? documents.next() : null;
        // written out, for that has a limit when an alias stands inside what it names
        return first == null ? ApiResponse.JSON.createObjectNode() : ApiResponse.JSON.readTree(ApiResponse.JSON.writeValueAsBytes(first));
    }
}
