package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a difference to Kubernetes, and what does not. */
class NormalFormTest {

    @ParameterizedTest
    @CsvSource({"1000m,1", "1,1", "0.5,0.5", "500m,0.5", "1Ki,1024", "1024Mi,1073741824", "1Gi,1073741824", "1e3,1000",
            "2E,2000000000000000000",
            "1k,1000", "-1,-1", "0,0", "0Mi,0", "+1,1", ".5,0.5", "5.,5", "1n,0.000000001", "100u,0.0001"})
    void quantities_are_equal_by_what_they_mean(String written, String canonical) {
        assertThat(Quantity.canonical(written)).contains(canonical);
    }

    @ParameterizedTest
    @CsvSource({"abc", "1Xi", "1 Gi", "--1", "''", "1e333"})
    void what_is_no_quantity_has_no_canonical_form(String written) {
        assertThat(Quantity.canonical(written)).isEmpty();
    }

    @Test
    void a_quantity_written_otherwise_is_no_difference_but_another_one_is() {
        assertThat(Yaml.differences(cpu("1000m"), cpu("1"))).isEmpty();
        assertThat(Yaml.differences(cpu("1000m"), cpu("1001m")))
                .containsExactly("spec.template.spec.containers[main].resources.requests.cpu");
    }

    @Test
    void what_the_api_server_fills_in_is_no_difference() {
        assertThat(Yaml.differences(Yaml.object(Yaml.deployment("containers: [{name: main, image: a:1}]")), Yaml.object(Yaml.deployment("""
                restartPolicy: Always
                dnsPolicy: ClusterFirst
                schedulerName: default-scheduler
                terminationGracePeriodSeconds: 30
                securityContext: {}
                hostNetwork: false
                containers:
                  - {name: main, image: "a:1", imagePullPolicy: IfNotPresent, terminationMessagePath: /dev/termination-log,
                     terminationMessagePolicy: File, resources: {}, env: []}
                """)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a,Always", "a:latest,Always", "a:1,IfNotPresent", "r.io:5000/a,Always", "r.io:5000/a:2,IfNotPresent",
            "a@sha256:00,IfNotPresent"})
    void the_pull_policy_that_is_filled_in_depends_on_the_image(String image, String policy) {
        Map<String, Object> said = Yaml
                .object(Yaml.deployment("containers: [{name: main, image: \"" + image + "\", imagePullPolicy: " + policy + "}]"));
        Map<String, Object> unsaid = Yaml.object(Yaml.deployment("containers: [{name: main, image: \"" + image + "\"}]"));
        assertThat(Yaml.differences(said, unsaid)).isEmpty();
    }

    @Test
    void a_zero_that_means_something_is_a_difference() {
        String none = Yaml.deployment("containers: [{name: main, securityContext: {privileged: true}}]");
        String zero = Yaml.deployment("containers: [{name: main, securityContext: {privileged: true, runAsUser: 0, runAsNonRoot: false}}]");
        assertThat(Yaml.differences(Yaml.object(none), Yaml.object(zero))).containsExactly(
                "spec.template.spec.containers[main].securityContext.runAsUser",
                "spec.template.spec.containers[main].securityContext.runAsNonRoot");
    }

    @Test
    void the_plain_data_of_a_secret_is_its_data() {
        Map<String, Object> plain = Yaml.object("{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {b: eA==}, stringData: {a: x}}");
        assertThat(Yaml.differences(plain,
                Yaml.object("{apiVersion: v1, kind: Secret, metadata: {name: a}, type: Opaque, data: {a: eA==, b: eA==}}")))
                .isEmpty();
        assertThat(Yaml.differences(plain, Yaml.object("{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: eQ==, b: eA==}}")))
                .containsExactly("data.a");
    }

    @Test
    void the_old_name_of_the_service_account_is_the_new_one() {
        assertThat(Yaml.differences(Yaml.object(Yaml.deployment("serviceAccountName: a")),
                Yaml.object(Yaml.deployment("{serviceAccountName: a, serviceAccount: a}")))).isEmpty();
        assertThat(
                Yaml.differences(Yaml.object(Yaml.deployment("serviceAccountName: a")), Yaml.object(Yaml.deployment("serviceAccount: a"))))
                .isEmpty();
    }

    @Test
    void an_empty_selector_of_a_policys_peer_is_not_the_same_as_none() {
        assertThat(Yaml.differences(policy("{namespaceSelector: {}}"), policy("{podSelector: {}}"))).isNotEmpty();
    }

    @Test
    void an_empty_value_of_a_map_is_a_value() {
        assertThat(Yaml.differences(Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: \"\"}}"),
                Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"))).containsExactly("data");
    }

    @Test
    void what_only_the_server_writes_is_no_difference() {
        assertThat(Yaml.differences(Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"), Yaml.object("""
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b, uid: u, resourceVersion: "1", generation: 3,
                 creationTimestamp: "2026-11-21T12:00:00Z", managedFields: [{manager: x}]}, status: {a: b}}"""))).isEmpty();
    }

    @Test
    void of_a_custom_resource_nothing_is_taken_for_a_default() {
        assertThat(Yaml.differences(
                Yaml.object("{apiVersion: x.io/v1, kind: W, metadata: {name: a}, spec: {k: 1, replicas: 1, e: {}, l: []}}"),
                Yaml.object("{apiVersion: x.io/v1, kind: W, metadata: {name: a}, spec: {k: 1}}")))
                .containsExactly("spec.replicas", "spec.e", "spec.l");
    }

    private static Map<String, Object> cpu(String cpu) {
        return Yaml.object(Yaml.deployment("containers: [{name: main, resources: {requests: {cpu: " + cpu + "}}}]"));
    }

    private static Map<String, Object> policy(String peer) {
        return Yaml.object(
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {ingress: [{from: [" + peer + "]}]}}");
    }
}
