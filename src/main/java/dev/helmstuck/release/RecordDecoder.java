package dev.helmstuck.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/**
 * Decodes the {@code release} entry of a Helm record as Helm does: base64, gzip where its magic is there, JSON
 * (Helm {@code pkg/storage/driver/util.go}).
 *
 * <p>A record is untrusted input, so the work is bounded: {@link #MAX_JSON_BYTES} after unzipping, {@link #MAX_DEPTH} levels,
 * {@link #MAX_TEXT} characters of any text that is kept. Everything but a few fields is skipped while streaming and never held.
 * Anything odd is {@link Payload.Undecodable}; no exception leaves, and no reason quotes the payload.
 */
public final class RecordDecoder {

    /** A Secret holds at most 1 MiB, which gzip can blow up a thousandfold; real GitLab records unzip to about 1 MB. */
    static final int MAX_JSON_BYTES = 64 * 1024 * 1024;
    static final int MAX_DEPTH = 200;
    static final int MAX_TEXT = 500;

    /** Helm's JSON reader takes these in any case, so that a "STATUS" behind the status is what Helm goes by. No Helm writes such a record. */
    private static final Set<String> KEPT = Set.of("name", "namespace", "version", "info", "status", "description", "last_deployed",
            "chart", "metadata", "appVersion");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxStringLength(1024 * 1024)
                    .maxNumberLength(100).maxNameLength(50_000).maxDocumentLength(MAX_JSON_BYTES).build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private RecordDecoder() {}

    /** Decodes the bytes of {@code data.release} (after the API's own base64 is taken off). */
    public static Payload decode(byte[] release) {
        byte[] packed;
        try {
            packed = Base64.getDecoder().decode(release);
        } catch (IllegalArgumentException notBase64) {
            return new Payload.Undecodable("it is not base64");
        }
        if (packed.length == 0) return new Payload.Undecodable("it is empty");
        // Helm reads UTF-8 only. Jackson's own reading of bytes takes a key such as "stat\xffus" for "status", Helm does not
        try (Reader json = new InputStreamReader(new Bounded(unzip(packed)), UTF_8.newDecoder());
                JsonParser parser = JSON.createParser(json)) {
            return new RecordReader(parser).read();
        } catch (TooLarge tooLarge) {
            return new Payload.Undecodable("it unzips to more than " + MAX_JSON_BYTES / 1024 / 1024 + " MiB");
        } catch (OtherCase ambiguous) {
            return new Payload.Undecodable("a field of its JSON is written in upper case, which Helm reads and I do not");
        } catch (com.fasterxml.jackson.core.exc.StreamConstraintsException constraint) {
            return new Payload.Undecodable("it is nested too deeply or holds an oversized number or name");
        } catch (com.fasterxml.jackson.core.JsonProcessingException | CharacterCodingException notJson) {
            return new Payload.Undecodable("it is not the JSON of a release");
        } catch (IOException broken) {
            return new Payload.Undecodable("its gzip data is damaged or cut short");
        }
    }

    private static InputStream unzip(byte[] packed) throws IOException {
        boolean zipped = packed.length > 3 && packed[0] == 0x1f && packed[1] == (byte) 0x8b && packed[2] == 0x08;
        InputStream raw = new ByteArrayInputStream(packed);
        return zipped ? new GZIPInputStream(raw, 64 * 1024) : raw;
    }

    /** Reads the few fields that matter from the top level, {@code info} and {@code chart.metadata}; skips all else. */
    private static final class RecordReader {
        private final JsonParser parser;
        private Optional<String> name = Optional.empty();
        private Optional<String> namespace = Optional.empty();
        private Optional<String> status = Optional.empty();
        private Optional<Integer> version = Optional.empty();
        private Optional<Instant> lastDeployed = Optional.empty();
        private String description = "";
        private String chartName = "?";
        private String chartVersion = "?";
        private String appVersion = "";

        RecordReader(JsonParser parser) {
            this.parser = parser;
        }

        Payload read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) return new Payload.Undecodable("its JSON is not an object");
            object(field -> {
                switch (field) {
                    case "name" -> name = text();
                    case "namespace" -> namespace = text();
                    case "version" -> version = number();
                    case "info" -> object(this::info);
                    case "chart" -> object(inChart -> {
                        if (inChart.equals("metadata")) object(this::metadata);
                    });
                    default -> {
                        /* values, manifest, hooks: never kept */ }
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
            if (known.isEmpty()) return new Payload.Undecodable("its info.status is none that Helm 3 or 4 knows");
            return new Payload.Decoded(new ReleaseRecord(name.get(), namespace.get(), version.get(), known.get(), description,
                    chartName + "-" + chartVersion, appVersion, lastDeployed));
        }

        private static Payload missing(String field) {
            return new Payload.Undecodable("its JSON has no usable " + field);
        }

        private void info(String field) throws IOException {
            switch (field) {
                case "status" -> status = text();
                case "description" -> description = text().orElse("");
                case "last_deployed" -> lastDeployed = text().flatMap(RecordReader::instant);
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

        private Optional<String> text() throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) return Optional.empty();
            String text = parser.getText();
            return Optional.of(text.codePointCount(0, text.length()) <= MAX_TEXT
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT)) + "…");
        }

        private Optional<Integer> number() throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() != JsonParser.NumberType.INT) {
                return Optional.empty();
            }
            int number = parser.getIntValue();
            return number > 0 ? Optional.of(number) : Optional.empty();
        }

        /** Helm 3 writes "" for a time that is not set. */
        private static Optional<Instant> instant(String text) {
            try {
                return text.isEmpty() ? Optional.empty() : Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException odd) {
                return Optional.empty();
            }
        }
    }

    private interface Field {
        void at(String name) throws IOException;
    }

    /** Ends the reading of a gzip bomb. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left = MAX_JSON_BYTES;

        Bounded(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return count(in.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int got = in.read(bytes, offset, length);
            return count(got, got);
        }

        private int count(int got, int size) throws TooLarge {
            if (got >= 0) left -= size;
            if (left < 0) throw new TooLarge();
            return got;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final class OtherCase extends IOException {
        private static final long serialVersionUID = 1;
    }
}
