package dev.helmstuck.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/**
 * What the forecast knows of Kubernetes by itself, without asking a cluster: its kinds, how their fields merge, what is filled in.
 *
 * @param schema Kubernetes' own kinds
 * @param normal what makes no difference
 */
record Kubernetes(Schema schema, NormalForm normal) {

    /** The knowledge that is built in, read once. */
    static Kubernetes builtIn() {
        return Loaded.ONE;
    }

    private static final class Loaded {
        static final Kubernetes ONE = load();
    }

    private static Kubernetes load() {
        Schema schema = new Schema(text("schema.txt"));
        return new Kubernetes(schema, new NormalForm(schema, new Defaults(text("defaults.txt"), schema)));
    }

    private static String text(String name) {
        try (InputStream file = Objects.requireNonNull(Kubernetes.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Map<String, Object> normal(Map<String, Object> object, Shape root) {
        return normal.of(object, root);
    }
}
