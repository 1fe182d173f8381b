package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.helmstuck.testing.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is documented is what is known: no variable and no key more, none less. */
final class DocumentedKeysTest {

    @TempDir
    Path directory;

    @Test
    void the_env_example_names_exactly_the_known_variables_with_their_defaults() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Pattern.compile("(?m)^(#?)([A-Z_]+)=(.*)$").matcher(Files.readString(Path.of(".env.example"))).results()
                .forEach(line -> documented.put(line.group(2), line.group(1) + line.group(3)));
        Map<String, String> known = new TreeMap<>();
        Arrays.stream(Variable.values())
                .forEach(variable -> known.put(variable.name(), variable.fallback().isEmpty() ? "" : "#" + variable.fallback()));

        assertThat(documented).isEqualTo(known);
    }

    @Test
    void every_variable_of_the_env_example_is_explained_just_above() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(".env.example"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("#?[A-Z_]+=.*"))
                assertThat(lines.get(i - 1)).as(lines.get(i)).matches("# [^─].*");
        }
    }

    @Test
    void the_env_example_can_be_copied_as_it_is_and_only_the_required_variables_are_missing() throws IOException {
        Configs copied = new Configs(directory).file(".env", Files.readString(Path.of(".env.example"))).targets(Configs.SMALLEST);

        assertThat(copied.problems(Part.SLACK, Part.GITLAB, Part.CLUSTER, Part.STORE, Part.HTTP, Part.TARGETS))
                .extracting(line -> line.replaceFirst(": found a blank value.*", ""))
                .containsExactly(".env: SLACK_BOT_TOKEN", ".env: SLACK_APP_TOKEN", ".env: GITLAB_URL", ".env: GITLAB_TOKEN");
    }

    @Test
    void the_example_targets_file_has_no_problem() throws IOException {
        Targets targets = new Configs(directory).targets(example()).read(Part.TARGETS).targets();

        assertThat(targets.targets()).containsOnlyKeys("pre", "gstg", "gstg-b", "gstg-c", "gitlab-cny", "gstg-cny",
                "practice");
        assertThat(targets.target("gstg-cny").orElseThrow().policy().approvers().groups()).containsExactlyInAnyOrder("S0614TZR7",
                "S0615G0KT");
    }

    @Test
    void the_example_targets_file_shows_exactly_the_known_keys() throws IOException {
        JsonNode root = tree(example());
        JsonNode policy = root.path("policy");
        JsonNode target = root.path("targets").path("gitlab-cny");
        JsonNode other = root.path("targets").path("gstg-cny");
        JsonNode drill = root.path("targets").path("practice");

        assertThat(keys(root)).containsExactlyInAnyOrderElementsOf(TargetsReader.KEYS);
        assertThat(keys(policy)).containsExactlyInAnyOrderElementsOf(PolicyReader.KEYS);
        assertThat(keys(policy.path("approvers"))).containsExactlyInAnyOrderElementsOf(PolicyReader.MEMBERS);
        assertThat(keys(policy.path("requesters"))).containsExactlyInAnyOrderElementsOf(PolicyReader.MEMBERS);
        assertThat(keys(policy.path("emoji"))).containsExactlyInAnyOrderElementsOf(PolicyReader.EMOJI);
        assertThat(keys(target, other, drill)).containsExactlyInAnyOrderElementsOf(TargetReader.KEYS);
        assertThat(keys(target.path("ci"))).containsExactlyInAnyOrderElementsOf(TargetReader.CI);
        assertThat(keys(target.path("ci").path("runnerPods"))).containsExactlyInAnyOrderElementsOf(TargetReader.RUNNER_PODS);
    }

    @Test
    void every_variable_and_key_that_a_page_names_is_known() {
        Set<String> variables = Pages
                .named("\\b((?:SLACK|GITLAB|HELM_STUCK|DATABASE|HTTPS?|KUBE)_?[A-Z_]*_[A-Z_]+|NO_PROXY|KUBECONFIG)\\b");
        assertThat(variables).hasSizeGreaterThan(15);
        Set<String> known = Arrays.stream(Variable.values()).map(Variable::name).collect(Collectors.toCollection(TreeSet::new));
        // where the tests find a real API server
        known.add("KUBEBUILDER_ASSETS");
        assertThat(known).containsAll(variables);
        assertThat(PolicyReader.KEYS).containsAll(Pages.named("\\bpolicy\\.([a-zA-Z]+)"));
        assertThat(TargetReader.CI).containsAll(Pages.named("\\bci\\.([a-zA-Z]+)"));
    }

    /** What the example calls a default is the default: without those keys the policy is the same. */
    @Test
    void the_defaults_that_the_example_shows_are_the_defaults() throws IOException {
        Targets example = new Configs(directory).targets(example()).read(Part.TARGETS).targets();
        String people = "policy: { approvers: { users: [U012AB3CD, oncall@example.com], groups: [S0614TZR7] } }\n";
        Targets shortest = new Configs(directory).targets(people + Configs.SMALLEST.substring(Configs.SMALLEST.indexOf("targets:")))
                .read(Part.TARGETS)
                .targets();

        assertThat(example.policy()).usingRecursiveComparison().withEqualsForType((a, b) -> a.pattern().equals(b.pattern()), Pattern.class)
                .isEqualTo(shortest.policy());
        assertThat(example.target("gitlab-cny").orElseThrow().target().ci().getFirst().atomic())
                .isEqualTo(shortest.target("gitlab-cny").orElseThrow().target().ci().getFirst().atomic());
    }

    private static Set<String> keys(JsonNode... mappings) {
        Set<String> keys = new TreeSet<>();
        for (JsonNode mapping : mappings)
            mapping.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static JsonNode tree(String yaml) throws IOException {
        return new YAMLMapper().readTree(yaml);
    }

    private static String example() throws IOException {
        try (InputStream in = Settings.class.getResourceAsStream("helm-stuck.example.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
