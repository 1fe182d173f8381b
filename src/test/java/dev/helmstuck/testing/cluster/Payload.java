package dev.helmstuck.testing.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The coding of {@code data.release} in a record's Secret: Kubernetes' base64 of Helm's base64 of gzip of JSON. For records that tests
 * have made themselves; what production reads is checked there, by code of its own.
 */
public final class Payload {
    private Payload() {}

    public static String decode(String release) {
        byte[] zipped = Base64.getDecoder().decode(Base64.getDecoder().decode(release));
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String encode(String json) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(Base64.getEncoder().encode(zipped.toByteArray()));
    }
}
