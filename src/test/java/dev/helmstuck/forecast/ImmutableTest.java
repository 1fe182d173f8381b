package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server refuses to change, by its own validation. */
class ImmutableTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v1       | Pod | {containers: [{name: a, image: b:1}]}              | {containers: [{name: a, image: b:2}]}                              |
            v1       | Pod | {containers: [{name: a, image: b:1}]}              | {containers: [{name: a, image: b:1, env: [{name: E, value: x}]}]}  | spec.containers[a].env
            v1       | Pod | {tolerations: [{key: a, operator: Exists}]}        | {tolerations: [{key: a, operator: Exists}, {key: b, operator: Exists}]} |
            v1       | Pod | {nodeSelector: {a: b}}                             | {nodeSelector: {a: c}}                                             | spec.nodeSelector.a
            batch/v1 | Job | {completions: 2, parallelism: 1}                   | {completions: 3, parallelism: 1}                                   | spec.completions
            batch/v1 | Job | {completions: 2, completionMode: Indexed}          | {completions: 3, completionMode: Indexed}                          |
            batch/v1 | Job | {parallelism: 1, completions: 2, backoffLimit: 2}  | {parallelism: 2, completions: 2, backoffLimit: 3}                  |
            """, quoteCharacter = '~')
    void a_spec(String apiVersion, String kind, String before, String after, String path) {
        assertThat(refused(object(apiVersion, kind, before), object(apiVersion, kind, after))).isEqualTo(Optional.ofNullable(path));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            Bound,   2Gi, 1Gi, 2Gi, spec.resources.requests.storage
            Bound,   3Gi, 2Gi, 2Gi, spec.resources.requests.storage
            Bound,   3Gi, 2.5Gi, 2Gi,
            Bound,   2Gi, 2048Mi, 2Gi,
            Pending, 2Gi, 3Gi, , spec.resources.requests.storage
            """)
    void the_size_of_a_claim(String phase, String before, String after, String has, String path) {
        String spec = "{accessModes: [ReadWriteOnce], resources: {requests: {storage: %s}}}";
        Map<String, Object> live = new LinkedHashMap<>(object("v1", "PersistentVolumeClaim", spec.formatted(before)));
        live.put("status", has == null ? Map.of("phase", phase) : Map.of("phase", phase, "capacity", Map.of("storage", has)));
        assertThat(refused(live, object("v1", "PersistentVolumeClaim", spec.formatted(after)))).isEqualTo(Optional.ofNullable(path));
    }

    private static Map<String, Object> object(String apiVersion, String kind, String spec) {
        return Yaml.object("{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: a}, spec: " + spec + "}");
    }

    private static Optional<String> refused(Map<String, Object> before, Map<String, Object> after) {
        ObjectId id = SomeRelease.scope().id(Yaml.manifest("{apiVersion: " + Tree.text(before, "apiVersion") + ", kind: "
                + Tree.text(before, "kind") + ", metadata: {name: a}}").objects().getFirst());
        return Immutable.refused(id, before, Comparison.of(Yaml.schema(), Yaml.normal(before), Yaml.normal(after), Yaml.root(after)));
    }
}
