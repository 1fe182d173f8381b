package dev.helmstuck.forecast;

import java.util.List;
import java.util.Map;

import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestText;

/** Objects of tests, written as YAML. */
final class Yaml {
    private static final Kubernetes KUBERNETES = Kubernetes.builtIn();

    private Yaml() {}

    static Manifest manifest(String yaml) {
        Manifest manifest = Manifest.of(new ManifestText.RenderedYaml(yaml));
        if (!manifest.problems().isEmpty()) throw new IllegalArgumentException(manifest.problems().toString());
        return manifest;
    }

    /** The only object of it. */
    static Map<String, Object> object(String yaml) {
        return manifest(yaml).objects().getFirst().content();
    }

    static Schema schema() {
        return KUBERNETES.schema();
    }

    static Shape root(Map<String, Object> object) {
        return schema().root(Tree.text(object, "apiVersion"), Tree.text(object, "kind"));
    }

    static Map<String, Object> normal(Map<String, Object> object) {
        return KUBERNETES.normal(object, root(object));
    }

    /** Where two objects really differ. */
    static List<String> differences(Map<String, Object> before, Map<String, Object> after) {
        return Comparison.of(schema(), normal(before), normal(after), root(after)).stream().map(Difference::path).toList();
    }

    /** A Deployment of which only this part of its Pod's spec matters. */
    static String deployment(String podSpec) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                """ + podSpec.indent(6);
    }
}
