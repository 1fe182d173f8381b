package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects whose fields exclude one another; the words are the API server's own reasons, made shorter. */
class InvalidTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            containers: [{name: a, env: [{name: E, value: x, valueFrom: {fieldRef: {fieldPath: p}}}]}]             | containers[a].env[E] would have both value and valueFrom
            containers: [{name: a, readinessProbe: {httpGet: {port: 1}, tcpSocket: {port: 1}}}]                   | containers[a].readinessProbe would have both httpGet and tcpSocket
            initContainers: [{name: a, env: [{name: E, valueFrom: {secretKeyRef: {}, configMapKeyRef: {}}}]}]     | initContainers[a].env[E].valueFrom would have both configMapKeyRef and secretKeyRef
            containers: [{name: a, resources: {requests: {cpu: 1500m}, limits: {cpu: 1}}}]                        | containers[a].resources would have a higher request of cpu than its limit
            volumes: [{name: v, emptyDir: {}, configMap: {name: c}}]                                              | volumes[v] would have both configMap and emptyDir
            containers: [{name: a, env: [{name: E, value: '', valueFrom: {fieldRef: {fieldPath: p}}}]}]            |
            containers: [{name: a, resources: {requests: {cpu: 1000m}, limits: {cpu: 1}}}]                        |
            """, quoteCharacter = '~')
    void of_a_pod(String pod, String why) {
        Map<String, Object> object = Yaml.object(Yaml.deployment(pod));
        assertThat(refused(object)).isEqualTo(
                Optional.ofNullable(why).map(it -> "spec.template.spec." + it + ", which the API server refuses"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            policy/v1 | PodDisruptionBudget | {minAvailable: 1, maxUnavailable: 30%}                       | both minAvailable and maxUnavailable
            policy/v1 | PodDisruptionBudget | {maxUnavailable: 30%}                                        |
            v1        | Service             | {ports: [{port: 80}, {port: 81}]}                            | several ports, one of them without a name
            v1        | Service             | {ports: [{name: a, port: 80}, {name: a, port: 81}]}          | two ports named a
            v1        | Service             | {ports: [{name: a, port: 80}, {name: b, port: 80}]}          | port 80 twice
            v1        | Service             | {ports: [{name: a, port: 80}, {name: b, port: 80, protocol: UDP}]} |
            v1        | Service             | {ports: [{port: 80}]}                                        |
            """, quoteCharacter = '~')
    void of_a_spec(String apiVersion, String kind, String spec, String why) {
        Map<String, Object> object = Yaml
                .object("{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: a}, spec: " + spec + "}");
        assertThat(refused(object))
                .isEqualTo(Optional.ofNullable(why).map(it -> "spec would have " + it + ", which the API server refuses"));
    }

    @Test
    void a_strategy_that_replaces_all_at_once_rolls_nothing() {
        Map<String, Object> object = Yaml
                .object("""
                        {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}}}
                        """);
        assertThat(refused(object)).contains("spec.strategy would have rollingUpdate with the type Recreate, which the API server refuses");
    }

    private static Optional<String> refused(Map<String, Object> object) {
        return Invalid.refused(Yaml.schema(), object, Yaml.root(object));
    }
}
