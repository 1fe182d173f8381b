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

/** The values of a record's JSON, within what is kept of it: one of another kind than Helm writes is absent, or refused where it counts. */
final class RecordFields {
    /** Helm's JSON reader takes these in any case, so that a "STATUS" behind the status is what Helm goes by. No Helm writes such a record. */
    private static final Set<String> KEPT = Set.of("name", "namespace", "version", "info", "status", "description", "first_deployed",
            "last_deployed", "deleted", "chart", "metadata", "appVersion", "manifest", "apply_method", "hooks", "kind", "path", "events",
            "weight", "delete_policies", "last_run", "started_at", "completed_at", "phase");
    /** What Helm writes for no time, beside "". */
    private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");
    private static final int MAX_HOOKS = 1000;
    private static final int MAX_WORDS = 20_000;

    private final JsonParser parser;
    /** How many characters of manifests may still be kept, and how many words of hooks. */
    private int room;
    private int words = MAX_WORDS;

    RecordFields(JsonParser parser, boolean manifests) {
        this.parser = parser;
        room = manifests ? RecordDecoder.MAX_MANIFEST : 0;
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** The parser stands on a value; if it is an object, {@code field} is called with the parser on each field's value. */
    void object(Field field) throws IOException {
        if (!isObject()) {
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

    <T> List<T> array(Element<T> element) throws IOException {
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

    Optional<String> text() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) return Optional.empty();
        String text = parser.getText();
        return Optional.of(text.codePointCount(0, text.length()) <= RecordDecoder.MAX_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, RecordDecoder.MAX_TEXT)) + "…");
    }

    /** A text of a hook; how many hooks there are says how long a Helm may live, so nothing odd is passed over. */
    String word() throws IOException {
        if (words-- == 0) throw OddHooks.tooMany();
        if (parser.currentToken() == JsonToken.VALUE_NULL) return "";
        return text().orElseThrow(OddHooks::unusable);
    }

    ManifestText manifest() throws IOException {
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

    Optional<Integer> number() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() != JsonParser.NumberType.INT) {
            return Optional.empty();
        }
        int number = parser.getIntValue();
        return number > 0 ? Optional.of(number) : Optional.empty();
    }

    int weight() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) return 0;
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() != JsonParser.NumberType.INT) {
            throw OddHooks.unusable();
        }
        return parser.getIntValue();
    }

    /** Helm 3 writes "" for a time that is not set, Helm 4 leaves it out. */
    Optional<Instant> time() throws IOException {
        Optional<String> text = text().filter(words -> !words.isEmpty());
        try {
            return text.map(words -> OffsetDateTime.parse(words).toInstant()).filter(instant -> !instant.equals(ZERO));
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }

    interface Field {
        void at(String name) throws IOException;
    }

    interface Element<T> {
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
