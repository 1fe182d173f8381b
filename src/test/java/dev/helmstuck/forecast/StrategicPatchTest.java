package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** What Helm's three-way merge makes of an object. */
class StrategicPatchTest {
    private static final String TWO = Yaml.deployment("""
            containers:
              - {name: main, image: a, env: [{name: A, value: "1"}, {name: B, value: "2"}]}
            """);

    @Test
    void an_image_is_replaced_and_what_only_the_cluster_has_stays() throws Unmergeable {
        Map<String, Object> live = Yaml.object(Yaml.deployment("""
                restartPolicy: Always
                containers:
                  - {name: main, image: a, terminationMessagePath: /dev/termination-log}
                  - {name: injected, image: proxy}
                """));
        assertThat(merged(Yaml.deployment("containers: [{name: main, image: a}]"), Yaml.deployment("containers: [{name: main, image: b}]"),
                live))
                .isEqualTo(Yaml.object(Yaml.deployment("""
                        restartPolicy: Always
                        containers:
                          - {name: main, image: b, terminationMessagePath: /dev/termination-log}
                          - {name: injected, image: proxy}
                        """)));
    }

    @Test
    void an_element_goes_only_if_the_original_had_it() throws Unmergeable {
        String one = Yaml.deployment("containers: [{name: main, image: a, env: [{name: A, value: \"1\"}]}]");
        assertThat(merged(TWO, one, Yaml.object(TWO))).isEqualTo(Yaml.object(one));
        assertThat(merged(one, one, Yaml.object(TWO))).isEqualTo(Yaml.object(TWO));
    }

    @Test
    void a_field_goes_only_if_the_original_had_it() throws Unmergeable {
        String with = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: x, b: w}}";
        String without = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: x}}";
        assertThat(merged(with, without, Yaml.object(with))).isEqualTo(Yaml.object(without));
        assertThat(merged(without, without, Yaml.object(with))).isEqualTo(Yaml.object(with));
    }

    @Test
    void the_order_of_the_manifest_is_kept_and_what_only_the_cluster_has_stays_in_its_place() throws Unmergeable {
        String live = Yaml.deployment("containers: [{name: main, env: [{name: A}, {name: X}, {name: B}, {name: C}]}]");
        String wanted = Yaml.deployment("containers: [{name: main, env: [{name: C}, {name: A}, {name: B}]}]");
        assertThat(env(merged(wanted, wanted, Yaml.object(live)))).containsExactly("X", "C", "A", "B");
    }

    @Test
    void a_list_without_a_key_is_replaced() throws Unmergeable {
        String live = Yaml.deployment("containers: [{name: main, args: [a, b, c]}]");
        String wanted = Yaml.deployment("containers: [{name: main, args: [a]}]");
        assertThat(merged(wanted, wanted, Yaml.object(live))).isEqualTo(Yaml.object(wanted));
    }

    @Test
    void a_list_of_scalars_that_is_merged_keeps_what_others_added() throws Unmergeable {
        String live = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, finalizers: [x.io/a, y.io/b]}}";
        String old = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, finalizers: [x.io/a]}}";
        String wanted = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, finalizers: [z.io/c]}}";
        assertThat(Tree.at(merged(old, wanted, Yaml.object(live)), "metadata", "finalizers")).contains(List.of("z.io/c", "y.io/b"));
    }

    @Test
    void of_a_volume_only_the_fields_of_the_manifest_stay() throws Unmergeable {
        String live = Yaml.deployment("volumes: [{name: v, configMap: {name: c, defaultMode: 420}}]");
        String wanted = Yaml.deployment("volumes: [{name: v, emptyDir: {}}]");
        assertThat(merged(wanted, wanted, Yaml.object(live))).isEqualTo(Yaml.object(wanted));
    }

    @Test
    void of_a_strategy_only_the_fields_of_the_manifest_stay() throws Unmergeable {
        String live = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 3}}}}";
        String wanted = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {strategy: {type: RollingUpdate}}}";
        assertThat(merged(wanted, wanted, Yaml.object(live))).isEqualTo(Yaml.object(wanted));
    }

    @Test
    void two_ports_of_one_number_are_mixed_up_as_kubernetes_does() throws Unmergeable {
        String udp = service("{name: dns, port: 53, protocol: UDP}");
        String both = service("{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}");
        assertThat(merged(both, both, Yaml.object(both))).isEqualTo(Yaml.object(both));
        assertThat(merged(udp, both, Yaml.object(udp))).as("the second port is lost: kubernetes#39188").isEqualTo(Yaml.object(udp));
    }

    @Test
    void a_null_of_the_manifest_takes_the_field_away() throws Unmergeable {
        String live = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: x, b: w}}";
        String wanted = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: x, b: null}}";
        assertThat(Tree.at(merged(wanted, wanted, Yaml.object(live)), "data")).contains(Map.of("a", "x"));
    }

    @Test
    void an_element_without_its_key_cannot_be_merged_and_no_value_is_told() {
        String live = Yaml.deployment("containers: [{name: main, env: [{name: A, value: s3cret}]}]");
        String wanted = Yaml.deployment("containers: [{name: main, env: [{value: s3cret}]}]");
        assertThatThrownBy(() -> merged(wanted, wanted, Yaml.object(live))).isInstanceOf(Unmergeable.class)
                .hasMessage("an element of env has no name");
    }

    @Test
    void nothing_that_was_given_is_changed() throws Unmergeable {
        Map<String, Object> live = Yaml.object(TWO);
        merged(TWO, Yaml.deployment("containers: []"), live);
        assertThat(live).isEqualTo(Yaml.object(TWO));
    }

    @Test
    void a_custom_resource_is_changed_from_manifest_to_manifest_whatever_the_cluster_has() {
        Map<String, Object> old = Yaml.object(custom("{size: 1, list: [a, b], gone: x}"));
        Map<String, Object> wanted = Yaml.object(custom("{size: 2, list: [a]}"));
        Map<String, Object> live = Yaml.object(custom("{size: 7, list: [a, b, c], gone: x, filled: in}"));
        assertThat(JsonMerge.merge(old, wanted, live)).isEqualTo(Yaml.object(custom("{size: 2, list: [a], filled: in}")));
        assertThat(JsonMerge.merge(wanted, wanted, live)).as("the same manifest changes nothing").isEqualTo(live);
    }

    /** The API server then says that the order in the patch does not match {@code $setElementOrder}. */
    @Test
    void two_elements_of_one_name_that_both_change_are_refused_if_another_lies_between() throws Unmergeable {
        String old = Yaml.deployment("containers: [{name: main, env: [{name: A, value: a}, {name: B, value: b}, {name: A, value: c}]}]");
        String between = Yaml
                .deployment("containers: [{name: main, env: [{name: A, value: 1}, {name: B, value: 2}, {name: A, value: 3}]}]");
        assertThatThrownBy(() -> merged(old, between, Yaml.object(old))).isInstanceOf(Unmergeable.class).hasMessageContaining("env");
        String one = Yaml.deployment("containers: [{name: main, env: [{name: A, value: a}, {name: B, value: 2}, {name: A, value: c}]}]");
        assertThat(env(merged(old, one, Yaml.object(old)))).containsExactlyInAnyOrder("A", "B", "A");
    }

    private static String custom(String spec) {
        return "{apiVersion: example.com/v1, kind: Widget, metadata: {name: a}, spec: " + spec + "}";
    }

    private static String service(String ports) {
        return "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [" + ports + "]}}";
    }

    private static Map<String, Object> merged(String original, String modified, Map<String, Object> live) throws Unmergeable {
        return StrategicPatch.merge(Yaml.schema(), Yaml.object(original), Yaml.object(modified), live, Yaml.root(live));
    }

    private static List<Object> env(Map<String, Object> deployment) {
        Object container = Tree.list(Tree.at(deployment, "spec", "template", "spec", "containers").orElseThrow()).getFirst();
        return Tree.list(Tree.map(container).get("env")).stream().<Object>map(one -> Tree.text(one, "name")).toList();
    }
}
