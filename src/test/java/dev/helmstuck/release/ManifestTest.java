package dev.helmstuck.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.testing.Canary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests as Helm writes them, and as nobody should be able to hurt us with. */
class ManifestTest {

    @Test
    void each_document_is_an_object_with_its_content() {
        Manifest manifest = read("""
                ---
                # Source: gitlab/templates/settings.yaml
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: settings
                data:
                  a: "1"
                ---
                # Source: gitlab/templates/web.yaml
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: other}
                spec: {replicas: 3, paused: no, template: {spec: {containers: [{name: main, image: "x:1"}]}}}
                ---
                # Source: gitlab/templates/custom.yaml
                apiVersion: example.com/v1beta1
                kind: Widget
                metadata: {name: w}
                spec: ~
                """);
        assertThat(manifest.problems()).isEmpty();
        assertThat(manifest.objects()).extracting(ManifestObject::apiVersion, ManifestObject::kind, ManifestObject::namespace,
                ManifestObject::name).containsExactly(
                        org.assertj.core.groups.Tuple.tuple("v1", "ConfigMap", Optional.empty(), "settings"),
                        org.assertj.core.groups.Tuple.tuple("apps/v1", "Deployment", Optional.of("other"), "web"),
                        org.assertj.core.groups.Tuple.tuple("example.com/v1beta1", "Widget", Optional.empty(), "w"));
        assertThat(manifest.objects().getFirst().content()).containsEntry("data", Map.of("a", "1"));
        assertThat(manifest.objects().get(1).content().get("spec")).isEqualTo(Map.of("replicas", 3L, "paused", false, "template",
                Map.of("spec", Map.of("containers", List.of(Map.of("name", "main", "image", "x:1"))))));
        assertThat(manifest.objects().get(2).content()).containsEntry("spec", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "---\n", "---\n---\n# Source: a/b.yaml\n", "# nothing\n   # here\n", "---\nnull\n---\n~\n"})
    void a_manifest_of_nothing_has_no_objects_and_no_problems(String text) {
        assertThat(read(text)).isEqualTo(new Manifest(List.of(), List.of()));
    }

    @Test
    void a_list_is_taken_apart_at_any_depth() {
        Manifest manifest = read("""
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Secret, metadata: {name: a}}
                - apiVersion: v1
                  kind: List
                  items: [{apiVersion: v1, kind: Service, metadata: {name: b}}]
                ---
                apiVersion: v1
                kind: ConfigMapList
                items:
                - metadata: {name: c}
                - {apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}
                """);
        assertThat(manifest.problems()).isEmpty();
        assertThat(manifest.objects()).extracting(object -> object.apiVersion() + " " + object.kind() + "/" + object.name())
                .containsExactly("v1 Secret/a", "v1 Service/b", "v1 ConfigMap/c", "apps/v1 Deployment/d");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"yes|true", "Off|false", "y|true", "N|false", "ON|true", "True|true", "tRue|text", "''|null",
            "~|null", "NULL|null", "none|text", "0755|493", "0o17|15", "0x1F|31", "0b11|3", "-0b11|-3", "08|8", "1_000|1000", "+5|5",
            "1e3|1000", "1.0|1", "1.50|1.5", ".5|0.5", "-.5|-0.5", "1.|1", "0.1e-2|0.001", "190:20:30|text", "2026-11-28|text",
            "1.2.3|text",
            "9223372036854775807|9223372036854775807", "9223372036854775808|9.223372036854775807E18",
            "-9223372036854775808|-9223372036854775808",
            "99999999999999999999|1.0E20", "1e999|text", "=|text", "0x|text", "-x|text", "_1|text"})
    void plain_scalars_are_what_kubernetes_takes_them_for(String yaml, String value) {
        Object expected = switch (value) {
            case "true", "false" -> Boolean.valueOf(value);
            case "null" -> null;
            case "text" -> yaml;
            default -> value.contains(".") ? (Object) Double.valueOf(value) : (Object) Long.valueOf(value);
        };
        assertThat(data("v: " + yaml)).isEqualTo(java.util.Collections.singletonMap("v", expected));
        assertThat(data("v: '" + yaml + "'")).isEqualTo(Map.of("v", yaml));
        assertThat(data("v: !!str '" + yaml + "'")).isEqualTo(Map.of("v", yaml));
    }

    @Test
    void keys_are_texts_and_the_last_of_two_counts() {
        assertThat(data("{1: a, on: b, 1.5: c, x: 1, x: 2}")).isEqualTo(Map.of("1", "a", "true", "b", "1.5", "c", "x", 2L));
        assertThat(problem("{? [a] : b}")).contains("a key that is no text");
        assertThat(problem("{~: b}")).contains("a key that is no text");
    }

    @Test
    void anchors_aliases_and_merges_are_written_out() {
        assertThat(data("{a: &x {k: 1, l: 2}, b: *x, c: {k: 9, <<: *x, l: 3}, d: {<<: [{k: 1}, {k: 2, m: 3}]}, '<<': 4}")).isEqualTo(Map.of(
                "a", Map.of("k", 1L, "l", 2L), "b", Map.of("k", 1L, "l", 2L), "c", Map.of("k", 1L, "l", 3L), "d", Map.of("k", 1L, "m", 3L),
                "<<", 4L));
        assertThat(problem("{a: *nowhere}")).contains("an alias to nothing");
        assertThat(problem("&a {a: *a}")).contains("an alias to nothing or to itself");
        assertThat(problem("{<<: 1}")).contains("merges something that is no object");
    }

    @Test
    void tags_say_what_a_value_is() {
        assertThat(data("{a: !!int '3', b: !!float 3, c: !!bool 'yes', d: !!null '', e: !custom 3, f: ! 3, g: !!binary aGFs\n bG8=}"))
                .isEqualTo(new java.util.HashMap<>() {
                    private static final long serialVersionUID = 1;
                    {
                        put("a", 3L);
                        put("b", 3L);
                        put("c", true);
                        put("d", null);
                        put("e", "3");
                        put("f", "3");
                        put("g", "hallo");
                    }
                });
        assertThat(problem("{a: !!int x}")).contains("not what its tag says");
    }

    @Test
    void a_document_that_cannot_be_read_is_named_and_leaves_the_others() {
        Manifest manifest = read("""
                ---
                # Source: gitlab/templates/good.yaml
                {apiVersion: v1, kind: Secret, metadata: {name: a}}
                ---
                # Source: gitlab/templates/bad.yaml
                password: "%s
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: b}}
                """.formatted(Canary.VALUE));
        assertThat(manifest.objects()).extracting(ManifestObject::name).containsExactly("a", "b");
        assertThat(manifest.problems()).extracting(Manifest.Flaw::words)
                .containsExactly("document 2 of the manifest (gitlab/templates/bad.yaml): it is not YAML");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[a]|it is no object", "text|it is no object", "{kind: A}|an object in it has no metadata.name",
            "{metadata: {name: a}}|an object in it has no kind", "{kind: A, metadata: {name: 5}}|an object in it has no metadata.name",
            "{kind: List, items: {}}|its items are no list", "{kind: List, items: [1]}|it is no object", "{a: .inf}|a number that JSON",
            "'{kind: A, metadata: {name: \\\"\u0007\\\"}}'|it is not YAML", "{a: 1} }|it is not YAML"})
    void what_is_no_object_is_a_problem(String yaml, String words) {
        assertThat(problem(yaml)).contains(words);
    }

    @Test
    void three_dashes_with_something_behind_them_are_a_problem_and_a_comment_is_none() {
        assertThat(read("--- # next\n{kind: A, metadata: {name: a}}").problems()).isEmpty();
        assertThat(read("--- {kind: A, metadata: {name: a}}").problems()).hasSize(1);
    }

    @Test
    void only_a_path_of_helm_is_repeated() {
        for (String odd : List.of("<@U1>", "x".repeat(300), "*bold*", "a`b", "password=hunter2"))
            assertThat(read("# Source: " + odd + "\n[1]").problems()).containsExactly(
                    new Manifest.Flaw(1, Optional.empty(), "it is no object"));
    }

    @Test
    void a_laugh_of_aliases_ends_soon() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1);
            yaml.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", Arrays.asList(new String[]{before, before, before, before}))));
        }
        assertThat(problem(yaml.toString())).contains("more values");
    }

    @Test
    void aliases_do_not_get_past_the_depth_either() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 300; i++)
            yaml.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        assertThat(problem(yaml.toString())).contains("nested too deeply");
    }

    @Test
    void depth_count_and_size_are_bounded() {
        assertThat(problem("[".repeat(50_000))).contains("nested too deeply");
        assertThat(problem("- ".repeat(50_000) + "x")).contains("nested too deeply");
        assertThat(problem("{a: ".repeat(50_000))).contains("nested too deeply");
        assertThat(problem("[" + "a,".repeat(YamlDocument.MAX_VALUES) + "]")).contains("more values");
        assertThat(read("---\n1\n".repeat(20_000)).problems()).hasSize(ManifestReader.MAX_DOCUMENTS + 1).last()
                .extracting(Manifest.Flaw::why).asString().contains("more than 10000 documents");
        assertThat(read(" ".repeat(RecordDecoder.MAX_MANIFEST + 1)).problems()).extracting(Manifest.Flaw::words)
                .containsExactly("the manifest: " + RecordDecoder.TOO_LARGE);
    }

    @Test
    void a_manifest_that_was_not_kept_is_a_problem() {
        assertThat(Manifest.of(new ManifestText.NotReadable("it is too large"))).isEqualTo(
                new Manifest(List.of(), List.of(new Manifest.Flaw(0, Optional.empty(), "it is too large"))));
    }

    @Test
    void no_text_of_an_object_holds_its_content() {
        Manifest manifest = read("{kind: Secret, metadata: {name: a}, stringData: {password: " + Canary.VALUE + "}}");
        assertThat(manifest.objects().getFirst().content().toString()).contains(Canary.VALUE);
        assertThat(manifest.toString()).contains("Secret/a").doesNotContain(Canary.VALUE);
    }

    private static Manifest read(String text) {
        return Manifest.of(new ManifestText.RenderedYaml(text));
    }

    private static Object data(String yaml) {
        Manifest manifest = read("kind: A\nmetadata: {name: a}\ndata:\n" + yaml.indent(2));
        assertThat(manifest.problems()).isEmpty();
        return manifest.objects().getFirst().content().get("data");
    }

    private static String problem(String yaml) {
        Manifest manifest = read(yaml);
        assertThat(manifest.objects()).isEmpty();
        assertThat(manifest.problems()).hasSize(1);
        return manifest.problems().getFirst().words();
    }
}
