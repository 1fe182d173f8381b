package dev.helmstuck.release;

import java.util.List;
import java.util.Optional;

/**
 * A manifest read as Helm and the API server read it: any number of YAML documents, lists taken apart.
 *
 * @param objects what could be read, in its order
 * @param problems what could not; without problems {@code objects} is all there is
 */
public record Manifest(List<ManifestObject> objects, List<Flaw> problems) {

    public Manifest {
        objects = List.copyOf(objects);
        problems = List.copyOf(problems);
    }

    /**
     * Why a document could not be read, without what it holds.
     *
     * @param document counted from 1; 0 for the manifest as a whole
     * @param source the template it comes from, where Helm's comment says so
     */
    public record Flaw(int document, Optional<String> source, String why) {

        /** All of it in one sentence. */
        public String words() {
            if (document == 0) return "the manifest: " + why;
            return "document " + document + " of the manifest" + source.map(path -> " (" + path + ")").orElse("") + ": " + why;
        }
    }

    /** Reads a manifest; one that was not kept is a problem. */
    public static Manifest of(ManifestText text) {
        return switch (text) {
            case ManifestText.RenderedYaml(String yaml) -> ManifestReader.read(yaml);
            case ManifestText.NotReadable(String reason) -> new Manifest(List.of(), List.of(new Flaw(0, Optional.empty(), reason)));
        };
    }
}
