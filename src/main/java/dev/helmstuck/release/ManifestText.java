package dev.helmstuck.release;

/**
 * The YAML that Helm rendered, as a record holds it, or the reason why it cannot be read. It may hold Secrets: it is for comparing, never for
 * showing, and no {@code toString} has it.
 */
public sealed interface ManifestText {

    /** The text as it is in the record; empty if a chart renders nothing. */
    record RenderedYaml(String text) implements ManifestText {
        @Override
        public String toString() {
            return "RenderedYaml[" + text.length() + " characters]";
        }
    }

    /** It is larger than what is held in memory, or no text; {@code reason} says which, in words without its content. */
    record NotReadable(String reason) implements ManifestText {}
}
