package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
    @CsvSource({"'*first', 'line 2, column 4'", "'{<<: *first}', 'line 2, column 9'"})
    void an_alias_is_refused_where_it_stands(String alias, String place) {
        assertThat(problems("a: &first [x]\nb: " + alias + "\n"))
                .containsExactly("helm-stuck.yaml: " + place + ": found the alias '*first': expected the value itself, written out");
    }

    @Test
    void aliases_of_aliases_cost_nothing() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++)
            bomb.append("a%d: &a%d [*a%d,*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));

        assertThat(problems(bomb.toString())).hasSize(39 * 3).allMatch(line -> line.contains("found the alias"));
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
                .endsWith("expected a mapping with the keys policy, targets, groups");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_key() {
        assertThat(new Configs(directory).targets("\ufeff" + Configs.SMALLEST).read(Part.TARGETS).targets().targets()).hasSize(1);
    }
}
