package dev.helmstuck.release;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** Reads the few fields that matter from the top level, {@code info}, {@code chart.metadata} and {@code hooks}; skips all else. */
final class RecordReader {
    /** Helm's JSON reader takes these in any case, so that a "STATUS" behind the status is what Helm goes by. No Helm writes such a record. */
    private static final Set<String> KEPT = Set.of("name", "namespace", "version", "info", "status", "description", "first_deployed",
            "last_deployed", "deleted", "chart", "metadata", "appVersion", "manifest", "apply_method", "hooks", "kind", "path", "events",
            "weight", "delete_policies", "last_run", "started_at", "completed_at", "phase");
    /** What Helm writes for no time, beside "". */
    private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");
    private static final int MAX_HOOKS = 1000;
    private static final int MAX_WORDS = 20_000;

    private final JsonParser parser;
    private Optional<String> name = Optional.empty();
    private Optional<String> namespace = Optional.empty();
    private Optional<String> status = Optional.empty();
    private Optional<Integer> version = Optional.empty();
    private Optional<Instant> firstDeployed = Optional.empty();
    private Optional<Instant> lastDeployed = Optional.empty();
    private Optional<Instant> deleted = Optional.empty();
    private String description = "";
    private String chartName = "?";
    private String chartVersion = "?";
    private String appVersion = "";
    private ApplyMethod applyMethod = ApplyMethod.UNSAID;
    private ManifestText manifest = new ManifestText.RenderedYaml("");
    private List<Hook> hooks = List.of();
    /** How many characters of manifests may still be kept, and how many words of hooks. */
    private int room;
    private int words = MAX_WORDS;

    RecordReader(JsonParser parser, boolean manifests) {
        this.parser = parser;
        room = manifests ? RecordDecoder.MAX_MANIFEST : 0;
    }

    Payload read() throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_NULL) return new Payload.Doubtful("its JSON is null");
        if (parser.currentToken() != JsonToken.START_OBJECT) return new Payload.Undecodable("its JSON is not an object");
        object(field -> {
            switch (field) {
                case "name" -> name = text();
                case "namespace" -> namespace = text();
                case "version" -> version = number();
                case "info" -> object(this::info);
                case "chart" -> object(inChart -> {
                    if (inChart.equals("metadata")) object(this::metadata);
                });
                case "apply_method" -> applyMethod = text().map(ApplyMethod::of).orElse(ApplyMethod.UNSAID);
                case "manifest" -> manifest = manifest();
                case "hooks" -> hooks = array(this::hook);
                default -> {
                    /* values: never kept */ }
            }
        });
        if (parser.nextToken() != null) return new Payload.Undecodable("something follows its JSON");
        return record();
    }

    private Payload record() {
        if (name.isEmpty()) return missing("name");
        if (namespace.isEmpty()) return missing("namespace");
        if (version.isEmpty()) return missing("version");
        if (status.isEmpty()) return missing("info.status");
        Optional<ReleaseStatus> known = status.flatMap(ReleaseStatus::of);
        if (known.isEmpty()) return new Payload.Doubtful("its info.status is none that Helm 3 or 4 knows");
        return new Payload.Decoded(new ReleaseRecord(name.get(), namespace.get(), version.get(), known.get(), description,
                chartName + "-" + chartVersion, appVersion, firstDeployed, lastDeployed, deleted, applyMethod, manifest, hooks));
    }

    private static Payload missing(String field) {
        return new Payload.Doubtful("its JSON has no usable " + field);
    }

    private void info(String field) throws IOException {
        switch (field) {
            case "status" -> status = text();
            case "description" -> description = text().orElse("");
            case "first_deployed" -> firstDeployed = time();
            case "last_deployed" -> lastDeployed = time();
            case "deleted" -> deleted = time();
            default -> {
                /* notes may quote values */ }
        }
    }

    private void metadata(String field) throws IOException {
        switch (field) {
            case "name" -> chartName = text().orElse("?");
            case "version" -> chartVersion = text().orElse("?");
            case "appVersion" -> appVersion = text().orElse("");
            default -> {
                /* not shown */ }
        }
    }

    private Hook hook() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) throw OddHooks.unusable();
        HookDraft draft = new HookDraft();
        object(field -> {
            switch (field) {
                case "kind" -> draft.kind = word();
                case "name" -> draft.name = word();
                case "path" -> draft.path = word();
                case "events" -> draft.events = array(this::word);
                case "weight" -> draft.weight = weight();
                case "delete_policies" -> draft.deletePolicies = array(this::word);
                case "last_run" -> draft.lastRun = lastRun();
                case "manifest" -> draft.manifest = manifest();
                default -> {
                    /* where its log goes */ }
            }
        });
        return new Hook(draft.kind, draft.name, draft.path, draft.events, draft.weight, draft.deletePolicies, draft.lastRun,
                draft.manifest);
    }

    private static final class HookDraft {
        private String kind = "";
        private String name = "";
        private String path = "";
        private List<String> events = List.of();
        private int weight;
        private List<String> deletePolicies = List.of();
        private Optional<Hook.LastRun> lastRun = Optional.empty();
        private ManifestText manifest = new ManifestText.RenderedYaml("");
    }

    /** Helm writes it for every hook; of one that never ran it has neither times nor phase. */
    private Optional<Hook.LastRun> lastRun() throws IOException {
        RunDraft draft = new RunDraft();
        object(field -> {
            switch (field) {
                case "started_at" -> draft.started = time();
                case "completed_at" -> draft.completed = time();
                case "phase" -> draft.phase = word();
                default -> {
                    /* nothing else is known */ }
            }
        });
        if (draft.started.isEmpty() && draft.completed.isEmpty() && draft.phase.isEmpty()) return Optional.empty();
        return Optional.of(new Hook.LastRun(draft.started, draft.completed, Hook.Phase.of(draft.phase)));
    }

    private static final class RunDraft {
        private Optional<Instant> started = Optional.empty();
        private Optional<Instant> completed = Optional.empty();
        private String phase = "";
    }

    /** The parser stands on a value; if it is an object, {@code field} is called with the parser on each field's value. */
    private void object(Field field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (!KEPT.contains(key) && KEPT.stream().anyMatch(key::equalsIgnoreCase)) throw new OtherCase();
            field.at(key);
            // a value nobody asked for is skipped here; one that was read stands on its last token, where this does nothing
            parser.skipChildren();
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) throw new IOException("cut short");
    }

    private <T> List<T> array(Element<T> element) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) return List.of();
        if (parser.currentToken() != JsonToken.START_ARRAY) throw OddHooks.unusable();
        List<T> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) throw new IOException("cut short");
            if (elements.size() == MAX_HOOKS) throw OddHooks.tooMany();
            elements.add(element.read());
        }
        return elements;
    }

    private Optional<String> text() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) return Optional.empty();
        String text = parser.getText();
        return Optional.of(text.codePointCount(0, text.length()) <= RecordDecoder.MAX_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, RecordDecoder.MAX_TEXT)) + "…");
    }

    /** A text of a hook; how many hooks there are says how long a Helm may live, so nothing odd is passed over. */
    private String word() throws IOException {
        if (words-- == 0) throw OddHooks.tooMany();
        if (parser.currentToken() == JsonToken.VALUE_NULL) return "";
        return text().orElseThrow(OddHooks::unusable);
    }

    private ManifestText manifest() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) return new ManifestText.RenderedYaml("");
        if (parser.currentToken() != JsonToken.VALUE_STRING) return new ManifestText.NotReadable("it is no text");
        if (room == 0) return new ManifestText.NotReadable(RecordDecoder.TOO_LARGE);
        String text = longText();
        if (text.length() > room) {
            room = 0;
            return new ManifestText.NotReadable(RecordDecoder.TOO_LARGE);
        }
        room -= text.length();
        return new ManifestText.RenderedYaml(text);
    }

    private String longText() throws IOException {
        try {
            return parser.getText();
        } catch (StreamConstraintsException tooLong) {
            throw new TooLong(tooLong);
        }
    }

    private Optional<Integer> number() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() != JsonParser.NumberType.INT) {
            return Optional.empty();
        }
        int number = parser.getIntValue();
        return number > 0 ? Optional.of(number) : Optional.empty();
    }

    private int weight() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) return 0;
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() != JsonParser.NumberType.INT) {
            throw OddHooks.unusable();
        }
        return parser.getIntValue();
    }

    /** Helm 3 writes "" for a time that is not set, Helm 4 leaves it out. */
    private Optional<Instant> time() throws IOException {
        Optional<String> text = text().filter(words -> !words.isEmpty());
        try {
            return text.map(words -> OffsetDateTime.parse(words).toInstant()).filter(instant -> !instant.equals(ZERO));
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }

    private interface Field {
        void at(String name) throws IOException;
    }

    private interface Element<T> {
        T read() throws IOException;
    }

    /** A manifest is longer than what is kept; what follows it cannot be read any more. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(Throwable cause) {
            super(cause);
        }
    }

    static final class OtherCase extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Hooks that Helm would not write. */
    static final class OddHooks extends IOException {
        private static final long serialVersionUID = 1;

        private OddHooks(String reason) {
            super(reason);
        }

        static OddHooks unusable() {
            return new OddHooks("its JSON has no usable hooks");
        }

        static OddHooks tooMany() {
            return new OddHooks("it has more hooks than I read");
        }
    }
}
