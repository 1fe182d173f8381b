package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** What a server-side apply without force makes of an object. */
class ServerSideApplyTest {
    private static final String HELM = """
            {manager: helm, operation: Apply, fieldsV1: {"f:metadata": {"f:annotations": {"f:meta.helm.sh/release-name": {}}}, %s}}""";

    @Test
    void what_only_helm_applied_before_and_now_does_not_goes() {
        var applied = apply("{a: x}", "{a: x, b: w}", HELM.formatted("\"f:data\": {\"f:a\": {}, \"f:b\": {}}"));
        assertThat(data(applied)).isEqualTo(Map.of("a", "x"));
        assertThat(applied.conflicts()).isEmpty();
    }

    @Test
    void what_somebody_else_owns_too_stays() {
        var applied = apply("{a: x}", "{a: x, b: w}", HELM.formatted("\"f:data\": {\"f:a\": {}, \"f:b\": {}}"),
                "{manager: kubectl-edit, operation: Update, fieldsV1: {\"f:data\": {\"f:b\": {}}}}");
        assertThat(data(applied)).isEqualTo(Map.of("a", "x", "b", "w"));
    }

    @Test
    void what_nobody_applied_stays() {
        assertThat(data(apply("{a: x}", "{a: x, b: w}", HELM.formatted("\"f:data\": {\"f:a\": {}}"))))
                .isEqualTo(Map.of("a", "x", "b", "w"));
    }

    @Test
    void a_field_of_somebody_else_with_another_value_is_a_conflict_and_its_owner_is_named() {
        var applied = apply("{a: z}", "{a: x}", HELM.formatted("\"f:data\": {}"),
                "{manager: kubectl-edit, operation: Update, fieldsV1: {\"f:data\": {\"f:a\": {}}}}");
        assertThat(applied.conflicts()).containsExactly(new Conflict("data.a", "kubectl-edit"));
    }

    @Test
    void a_field_of_somebody_else_with_the_same_value_is_none() {
        var applied = apply("{a: x}", "{a: x}", HELM.formatted("\"f:data\": {}"),
                "{manager: kubectl-edit, operation: Update, fieldsV1: {\"f:data\": {\"f:a\": {}}}}");
        assertThat(applied.conflicts()).isEmpty();
    }

    @Test
    void helm_that_updates_is_somebody_else_than_helm_that_applies() {
        String updated = "{manager: helm, operation: Update, fieldsV1: {\"f:data\": {\"f:a\": {}}}}";
        assertThat(apply("{a: z}", "{a: x}", updated).conflicts()).containsExactly(new Conflict("data.a", "helm"));
        var first = ServerSideApply.apply(Yaml.schema(), map("{a: z}"), live("{a: x, b: w}",
                "{manager: helm, operation: Update, fieldsV1: {\"f:data\": {\"f:a\": {}, \"f:b\": {}}}}"), root(), "helm", true);
        assertThat(first.conflicts()).as("its first server-side deploy takes its own fields over").isEmpty();
        assertThat(data(first)).isEqualTo(Map.of("a", "z"));
    }

    @Test
    void an_element_is_found_by_its_keys_and_by_what_is_filled_in_for_them() {
        Map<String, Object> live = with(Yaml.object(Yaml.deployment("""
                containers:
                  - name: main
                    ports: [{containerPort: 80, protocol: TCP}, {containerPort: 81, protocol: TCP}, {containerPort: 82, protocol: TCP}]
                """)),
                """
                        [{manager: helm, operation: Apply, fieldsV1: {"f:spec": {"f:template": {"f:spec": {"f:containers": {'k:{"name":"main"}': {
                          "f:ports": {'k:{"containerPort":80,"protocol":"TCP"}': {".": {}}, 'k:{"containerPort":81,"protocol":"TCP"}': {".": {}}}}}}}}}}]""");
        Map<String, Object> wanted = Yaml.object(Yaml.deployment("containers: [{name: main, ports: [{containerPort: 80}]}]"));
        var applied = ServerSideApply.apply(Yaml.schema(), wanted, live, Yaml.root(live), "helm", false);
        assertThat(Yaml.differences(
                Yaml.object(Yaml.deployment("containers: [{name: main, ports: [{containerPort: 80}, {containerPort: 82}]}]")),
                applied.object())).isEmpty();
    }

    @Test
    void a_list_without_keys_is_taken_whole() {
        Map<String, Object> live = with(Yaml.object(Yaml.deployment("containers: [{name: main, args: [a, b]}]")),
                "[{manager: kubectl, operation: Update, fieldsV1: {\"f:spec\": {\"f:template\": {\"f:spec\": {\"f:containers\": "
                        + "{'k:{\"name\":\"main\"}': {\"f:args\": {}}}}}}}}]");
        Map<String, Object> wanted = Yaml.object(Yaml.deployment("containers: [{name: main, args: [a]}]"));
        assertThat(ServerSideApply.apply(Yaml.schema(), wanted, live, Yaml.root(live), "helm", false).conflicts())
                .containsExactly(new Conflict("spec.template.spec.containers[main].args", "kubectl"));
    }

    @Test
    void the_lists_of_a_custom_resource_are_merged_as_their_owners_say() {
        Map<String, Object> live = with(
                Yaml.object("{apiVersion: x.io/v1, kind: W, metadata: {name: a}, spec: {l: [{id: a, v: 1}, {id: b, v: 1}]}}"),
                "[{manager: helm, operation: Apply, fieldsV1: {\"f:spec\": {\"f:l\": {'k:{\"id\":\"a\"}': {\".\": {}, \"f:v\": {}}}}}}]");
        Map<String, Object> wanted = Yaml.object("{apiVersion: x.io/v1, kind: W, metadata: {name: a}, spec: {l: [{id: a, v: 2}]}}");
        var applied = ServerSideApply.apply(Yaml.schema(), wanted, live, Yaml.root(live), "helm", false);
        assertThat(Tree.at(applied.object(), "spec", "l")).contains(List.of(Map.of("id", "a", "v", 2L), Map.of("id", "b", "v", 1L)));
    }

    @Test
    void a_map_of_a_custom_resource_of_which_nobody_owns_a_part_is_taken_as_a_whole() {
        Map<String, Object> live = with(
                Yaml.object("{apiVersion: x.io/v1, kind: W, metadata: {name: a}, spec: {whole: {a: b, c: d}, parts: {a: b, c: d}}}"),
                "[{manager: helm, operation: Apply, fieldsV1: {\"f:spec\": {\"f:whole\": {}, \"f:parts\": {\"f:a\": {}}}}}]");
        Map<String, Object> wanted = Yaml
                .object("{apiVersion: x.io/v1, kind: W, metadata: {name: a}, spec: {whole: {a: b}, parts: {a: b}}}");
        var applied = ServerSideApply.apply(Yaml.schema(), wanted, live, Yaml.root(live), "helm", false);
        assertThat(Tree.at(applied.object(), "spec", "whole")).contains(Map.of("a", "b"));
        assertThat(Tree.at(applied.object(), "spec", "parts")).contains(Map.of("a", "b", "c", "d"));
    }

    @Test
    void the_order_is_the_manifests() {
        Map<String, Object> live = Yaml.object(Yaml.deployment("containers: [{name: a}, {name: x}, {name: b}, {name: c}]"));
        Map<String, Object> wanted = Yaml.object(Yaml.deployment("containers: [{name: c}, {name: a}, {name: b}]"));
        var applied = ServerSideApply.apply(Yaml.schema(), wanted, live, Yaml.root(live), "helm", false);
        assertThat(Tree.list(Tree.at(applied.object(), "spec", "template", "spec", "containers").orElseThrow()).stream()
                .map(one -> Tree.text(one, "name"))).containsExactlyInAnyOrder("a", "b", "c", "x").containsSubsequence("c", "a", "b");
    }

    @Test
    void who_has_put_helms_mark_on_it_is_a_helm() {
        Map<String, Object> live = live("{}", HELM.formatted("\"f:data\": {}").replace("helm,", "deployer,"));
        assertThat(FieldOwner.helm(FieldOwner.of(live))).contains("deployer");
    }

    private static ServerSideApply.Applied apply(String wanted, String live, String... owners) {
        return ServerSideApply.apply(Yaml.schema(), map(wanted), live(live, owners), root(), "helm", false);
    }

    private static Object data(ServerSideApply.Applied applied) {
        return Tree.at(applied.object(), "data").orElseThrow();
    }

    @Test
    void null_is_an_empty_text_in_a_map() {
        String owner = HELM.formatted("\"f:data\": {\"f:a\": {}}");
        assertThat(data(apply("{a: null}", "{a: x}", owner))).isEqualTo(Map.of("a", ""));
        assertThat(apply("{a: null}", "{a: ''}", "{manager: kubectl-edit, operation: Update, fieldsV1: {\"f:data\": {\"f:a\": {}}}}")
                .conflicts()).isEmpty();
    }

    @Test
    void null_takes_of_a_struct_only_what_was_applied_before() {
        Map<String, Object> live = with(Yaml.object(Yaml.deployment("""
                containers: [{name: main, livenessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 10}}]
                """)), "[" + HELM.formatted(
                "\"f:spec\": {\"f:template\": {\"f:spec\": {\"f:containers\": {\"k:{\\\"name\\\":\\\"main\\\"}\": {\".\": {}, \"f:name\": {}, "
                        + "\"f:livenessProbe\": {\"f:httpGet\": {\"f:path\": {}, \"f:port\": {}}}}}}}}")
                + "]");
        Map<String, Object> wanted = Yaml.object(Yaml.deployment("containers: [{name: main, livenessProbe: null}]"));
        Map<String, Object> applied = ServerSideApply.apply(Yaml.schema(), wanted, live, Yaml.root(live), "helm", false).object();
        Object container = Tree.list(Tree.at(applied, "spec", "template", "spec", "containers").orElseThrow()).getFirst();
        assertThat(Tree.map(container).get("livenessProbe")).isEqualTo(Map.of("periodSeconds", 10L));
        assertThat(Invalid.refused(Yaml.schema(), applied, Yaml.root(live))).contains(
                "spec.template.spec.containers[main].livenessProbe would have no handler, which the API server refuses");
    }

    private static Shape root() {
        return Yaml.root(map("{}"));
    }

    private static Map<String, Object> map(String data) {
        return Yaml.object("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: " + data + "}");
    }

    private static Map<String, Object> live(String data, String... owners) {
        return with(map(data), "[" + String.join(", ", owners) + "]");
    }

    private static Map<String, Object> with(Map<String, Object> object, String owners) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        Map<String, Object> metadata = new LinkedHashMap<>(Tree.map(object.get("metadata")));
        metadata.put("managedFields",
                Tree.at(Yaml.object("{apiVersion: v1, kind: X, metadata: {name: a}, owners: " + owners + "}"), "owners")
                        .orElseThrow());
        copy.put("metadata", metadata);
        return copy;
    }
}
