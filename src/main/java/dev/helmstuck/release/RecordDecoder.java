package dev.helmstuck.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/**
 * Decodes the {@code release} entry of a Helm record as Helm does: base64, gzip where its magic is there, JSON
 * (Helm {@code pkg/storage/driver/util.go}).
 *
 * <p>A record is untrusted input, so the work is bounded: {@link #MAX_JSON_BYTES} after unzipping, {@link #MAX_DEPTH} levels,
 * {@link #MAX_TEXT} characters of any text that is shown, {@link #MAX_MANIFEST} of all manifests together. Everything but a few fields is
 * skipped while streaming and never held.
 * What Helm skips, too, is {@link Payload.Undecodable}, anything else that is odd {@link Payload.Doubtful}; no exception leaves, and no
 * reason quotes the payload.
 */
public final class RecordDecoder {

    /** A Secret holds at most 1 MiB, which gzip can blow up a thousandfold; real GitLab records unzip to about 1 MB. */
    static final int MAX_JSON_BYTES = 64 * 1024 * 1024;
    static final int MAX_DEPTH = 200;
    static final int MAX_TEXT = 500;

    /** All manifests of a record together, in characters; the GitLab chart's has about 135,000. */
    static final int MAX_MANIFEST = 4 * 1024 * 1024;
    static final String TOO_LARGE = "it has more than " + MAX_MANIFEST / 1024 / 1024 + " Mi characters, hooks counted, which I do not read";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxStringLength(MAX_MANIFEST)
                    .maxNumberLength(100).maxNameLength(50_000).maxDocumentLength(MAX_JSON_BYTES).build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private RecordDecoder() {}

    /** Decodes the bytes of {@code data.release} (after the API's own base64 is taken off). */
    public static Payload decode(byte[] release) {
        Optional<byte[]> packed = unpack(release);
        if (packed.isEmpty()) return new Payload.Undecodable("it is not base64");
        if (packed.get().length == 0) return new Payload.Undecodable("it is empty");
        return read(packed.get(), true).or(() -> read(packed.get(), false)).orElseThrow();
    }

    /** Empty if a manifest is too long to be kept: the parser cannot go on behind it, so all is read again without {@code manifests}. */
    private static Optional<Payload> read(byte[] packed, boolean manifests) {
        try {
            return Optional.of(payload(packed, manifests));
        } catch (RecordFields.TooLong text) {
            return Optional.empty();
        }
    }

    private static Payload payload(byte[] packed, boolean manifests) throws RecordFields.TooLong {
        // As Go does, a byte that is no UTF-8 becomes U+FFFD; Jackson's own reading of bytes takes a key such as "stat\xffus" for "status"
        try (Unzipped unzipped = new Unzipped(packed);
                Reader json = new InputStreamReader(new Bounded(unzipped), UTF_8);
                JsonParser parser = JSON.createParser(json)) {
            Payload payload = new RecordReader(parser, manifests).read();
            return payload instanceof Payload.Decoded && unzipped.isFollowed()
                    ? new Payload.Undecodable("something follows its gzip data")
                    : payload;
        } catch (RecordFields.TooLong text) {
            throw text;
        } catch (TooLarge tooLarge) {
            return new Payload.Doubtful("it unzips to more than " + MAX_JSON_BYTES / 1024 / 1024 + " MiB");
        } catch (RecordFields.OtherCase ambiguous) {
            return new Payload.Doubtful("a field of its JSON is written in upper case");
        } catch (RecordFields.OddHooks odd) {
            return new Payload.Doubtful(odd.getMessage());
        } catch (com.fasterxml.jackson.core.exc.StreamConstraintsException constraint) {
            return new Payload.Doubtful("it is nested too deeply or holds an oversized number or name");
        } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
            return new Payload.Undecodable("it is not the JSON of a release");
        } catch (IOException broken) {
            return new Payload.Undecodable("its gzip data is damaged or cut short");
        }
    }

    /** As Go reads base64: line ends are skipped wherever they are, padding must be there. GNU {@code base64} wraps its lines. */
    private static Optional<byte[]> unpack(byte[] release) {
        byte[] letters = new byte[release.length];
        int length = 0;
        for (byte each : release)
            if (each != '\n' && each != '\r') letters[length++] = each;
        if (length % 4 != 0) return Optional.empty();
        try {
            return Optional.of(Base64.getDecoder().decode(Arrays.copyOf(letters, length)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** What is inside gzip where its magic is there, else the bytes themselves. */
    private static final class Unzipped extends FilterInputStream {
        private final Optional<Unzipping> zipped;

        Unzipped(byte[] packed) throws IOException {
            this(isZipped(packed) ? Optional.of(new Unzipping(packed)) : Optional.empty(), packed);
        }

        private Unzipped(Optional<Unzipping> zipped, byte[] packed) {
            super(zipped.isPresent() ? zipped.get() : new ByteArrayInputStream(packed));
            this.zipped = zipped;
        }

        private static boolean isZipped(byte[] packed) {
            return packed.length > 3 && packed[0] == 0x1f && packed[1] == (byte) 0x8b && packed[2] == 0x08;
        }

        /** Whether the gzip data, read to its end, is followed by something else: Go refuses that, Java's own reading ignores it. */
        boolean isFollowed() {
            return zipped.filter(Unzipping::isFollowed).isPresent();
        }
    }

    private static final class Unzipping extends GZIPInputStream {
        private static final int TRAILER = 8;
        private boolean followed;

        /** All of it is in the buffer at once, so that what remains of it can be told. */
        Unzipping(byte[] packed) throws IOException {
            super(new ByteArrayInputStream(packed), packed.length);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int got = super.read(bytes, offset, length);
            // once it is closed nothing is told any more, and the parser closes it at the end
            if (got < 0) followed = inf.getRemaining() > TRAILER;
            return got;
        }

        boolean isFollowed() {
            return followed;
        }
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
}
