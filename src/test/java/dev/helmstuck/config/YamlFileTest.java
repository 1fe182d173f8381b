package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.helmstuck.runbook.Ci;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlFileTest {

    @TempDir
    Path directory;

    private List<String> problems(String yaml) {
        return new Configs(directory).targets(yaml).problems(Part.TARGETS);
    }

    @Test
    void a_syntax_error_is_told_with_line_and_column_and_without_the_files_content() {
        assertThat(problems("policy:\n  secret-word: [a,\ntargets: {}\n")).singleElement().asString()
                .matches(
                        "helm-stuck.yaml: line \\d+, column \\d+: found a mistake in the YAML \\(.+\\): expected correct YAML, each key once")
                .doesNotContain("secret-word");
        assertThat(problems("a: b: c\n")).containsExactly(
                "helm-stuck.yaml: line 1, column 5: found a mistake in the YAML (mapping values are not allowed here): expected correct YAML, each key once");
    }

    @Test
    void a_key_that_is_given_twice_is_a_mistake() {
        assertThat(problems("policy: {}\npolicy: {}\n")).singleElement().asString().contains("line 2").contains("Duplicate field 'policy'");
    }

    @Test
    void a_second_document_is_a_mistake() {
        assertThat(problems(Configs.SMALLEST + "---\n" + Configs.SMALLEST)).singleElement().asString().contains("a mistake in the YAML");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"*second | the alias '*second' | an alias of an anchor that stands before it (&second)",
            "&own [*own] | the alias '*own' | an alias that does not stand within its own anchor"}, quoteCharacter = '`')
    void an_alias_of_nothing_is_told_where_it_stands(String value, String found, String expected) {
        assertThat(problems("a: &first [x]\nb: " + value + "\n")).singleElement().asString()
                .matches("helm-stuck.yaml: line 2, column \\d+: .*").endsWith(": found " + found + ": expected " + expected);
    }

    @Test
    void an_alias_stands_for_its_anchor_and_a_merge_key_for_its_entries() {
        Targets targets = new Configs(directory).targets("""
                x-people: &people { groups: [S1] }
                x-ci: &ci { project: a/b, jobs: ^x$, helmTimeout: 1h }
                x-more: &more { jobs: ^y$, atomic: false }
                policy: { approvers: *people }
                targets:
                  one: &one { environment: e, cluster: in-cluster, namespace: n, release: one, ci: *ci }
                  two: { <<: *one, release: two, ci: { <<: [*more, *ci], helmTimeout: 2h } }
                """).read(Part.TARGETS).targets();

        Ci two = targets.target("two").orElseThrow().target().ci().getFirst();
        assertThat(targets.policy().approvers().groups()).containsExactly("S1");
        assertThat(targets.target("two").orElseThrow().target().namespace()).isEqualTo("n");
        assertThat(two.project() + " " + two.jobs() + " " + two.helmTimeout() + " " + two.atomic()).isEqualTo("a/b ^y$ PT2H false");
    }

    @Test
    void a_mistake_behind_an_anchor_is_told_once_and_where_it_is_written() {
        String yaml = """
                x-ci: &ci
                  project: a/b
                  jobs: ^x$
                  helmTimeout: 60
                policy: { approvers: { groups: [S1] } }
                targets:
                  one: { environment: e, cluster: in-cluster, namespace: n, release: one, ci: *ci }
                  two: { environment: e, cluster: in-cluster, namespace: n, release: two, ci: { <<: *ci, atomic: false } }
                """;
        assertThat(new Configs(directory).targets(yaml).numbered(Part.TARGETS))
                .containsExactly("helm-stuck.yaml:4: x-ci.helmTimeout: found "
                        + "60 (a number): expected a duration such as 45s, 15m or 1h30m, from 1s to 24h");
        assertThat(new Configs(directory).targets(yaml + "  six: { <<: [1] }\n").numbered(Part.TARGETS)).containsExactly(
                "helm-stuck.yaml:9: targets.six.'<<': found a list: expected a mapping, or a list of mappings, such as *name");
    }

    @Test
    void aliases_of_aliases_are_bounded() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++)
            bomb.append("a%d: &a%d [*a%d,*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));

        assertThat(problems(bomb.toString())).singleElement().asString()
                .endsWith("expected aliases that bring no more than 50000 values in all");
    }

    @Test
    void lists_in_lists_without_end_are_refused() {
        assertThat(problems("a: " + "[".repeat(5_000) + "]".repeat(5_000))).singleElement().asString().contains("a mistake in the YAML");
    }

    @Test
    void a_file_of_more_than_1_mib_is_refused() {
        assertThat(problems(Configs.SMALLEST + "#".repeat(1 << 20)))
                .containsExactly("helm-stuck.yaml: found more than 1 MiB: expected a YAML file of at most 1 MiB in UTF-8");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() throws IOException {
        Configs configs = new Configs(directory);
        Files.write(directory.resolve("helm-stuck.yaml"), "größe: 1".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(configs.problems(Part.TARGETS))
                .containsExactly("helm-stuck.yaml: found bytes that are not UTF-8: expected a YAML file of at most 1 MiB in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "[]", "just words", "~"})
    void a_file_that_is_no_mapping_is_refused(String yaml) {
        assertThat(problems(yaml)).singleElement().asString().startsWith("helm-stuck.yaml: found ")
                .endsWith("expected a mapping with the keys policy, ci, environments, targets, groups, watcher, doctor");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_key() {
        assertThat(new Configs(directory).targets("\ufeff" + Configs.SMALLEST).read(Part.TARGETS).targets().targets()).hasSize(1);
    }
}
