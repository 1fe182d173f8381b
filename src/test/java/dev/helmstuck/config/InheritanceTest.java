package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many targets have in common is written once. */
final class InheritanceTest {
    private static final String COMMON = """
            policy:
              approvers: { groups: [S1] }
            ci:
              project: a/b
              jobs: '^{env}:deploy$'
              helmTimeout: 1h
            environments:
              gstg: { cluster: gstg-gke, policy: { deadline: 1h } }
              gprd:
                cluster: gprd-gke
                deleter: gprd-deleter
                policy: { approvals: 2, emoji: { deny: [no_entry] } }
                ci: { helmTimeout: 2h, resourceGroups: ['{env}'] }
            """;

    @TempDir
    Path directory;

    private Targets read(String yaml) {
        return new Configs(directory).targets(yaml).read(Part.TARGETS).targets();
    }

    private List<String> problems(String yaml) {
        return new Configs(directory).targets(yaml).numbered(Part.TARGETS);
    }

    private static Target target(Targets targets, String name) {
        return targets.target(name).orElseThrow().target();
    }

    @Test
    void forty_targets_fit_on_one_page_and_mean_the_same_written_out() throws IOException {
        String yaml = Files.readString(Path.of("src/test/resources/config/forty-targets.yaml"));
        Targets targets = read(yaml);

        assertThat(targets.targets()).hasSize(40);
        assertThat(yaml.lines().count()).isLessThan(60);
        assertThat(target(targets, "gprd-us-east1-c").cluster()).isEqualTo("gprd-us-east1-c");
        assertThat(target(targets, "gprd-us-east1-c").ci()).extracting(ci -> ci.jobs().pattern())
                .containsExactly("^gprd-us-east1-c:(upgrade|auto-deploy)$", "^gprd-us-east1-c:");
        assertThat(targets.target("gprd-thanos").orElseThrow().policy().approvals()).isEqualTo(2);
        assertSame(read(targets.applied().yaml(any -> true)), targets);
    }

    @Test
    void what_is_printed_is_a_targets_file_that_means_the_same_and_says_where_each_value_comes_from() {
        Targets targets = read(COMMON.replace("gstg: { cluster: gstg-gke", "odd: { cluster: in-cluster")
                + """
                        targets:
                          '{env}-web':
                            each: { env: [gprd] }
                            namespace: web
                            release: web
                          odd:
                            environment: odd
                            namespace: n
                            release: r
                            ci: [{ jobs: 'it''s \\p{Alpha} {2}' }, { project: c/d, jobs: "a\\nb\\u2028" , runnerPods: { cluster: in-cluster, namespace: x } }]
                            policy: { requesters: { users: [a@example.com] } }
                        groups: { all: [gprd-web, odd] }
                        """);
        String printed = targets.applied().yaml(any -> true);

        assertThat(printed).contains("""
                  gprd-web:
                    environment: gprd  # targets.gprd-web, line 15
                    cluster: gprd-gke  # environments.gprd.cluster, line 10
                    deleter: gprd-deleter  # environments.gprd.deleter, line 11
                    namespace: web  # targets.'{env}-web'.namespace, line 17
                    release: web  # targets.'{env}-web'.release, line 18
                    ci:
                      project: a/b  # ci.project, line 4
                      jobs: '^gprd:deploy$'  # ci.jobs, line 5
                      resourceGroups: [gprd]  # environments.gprd.ci.resourceGroups, line 13
                      helmTimeout: 2h  # environments.gprd.ci.helmTimeout, line 13
                      atomic: true  # default
                    policy:
                      channels: ['^inc-', '^incident-']  # default
                      approvers:
                        groups: [S1]  # policy.approvers.groups, line 2
                """);
        assertSame(read(printed), targets);
        assertThat(targets.applied().yaml("odd"::equals)).doesNotContain("gprd-web", "\ngroups:");
    }

    /** Patterns have no equality of their own. */
    private static void assertSame(Targets one, Targets other) {
        assertThat(one.targets().keySet()).containsExactlyElementsOf(other.targets().keySet());
        assertThat(one).usingRecursiveComparison().ignoringFields("applied")
                .withEqualsForType((a, b) -> a.pattern().equals(b.pattern()), Pattern.class).isEqualTo(other);
    }

    @Test
    void the_nearer_wins_target_then_pattern_then_environment_then_file() {
        Targets targets = read(COMMON + """
                targets:
                  '{env}':
                    namespace: gitlab
                    release: gitlab
                    policy: { sampleGap: 30s }
                  gprd:
                    deleter: ~
                    ci: { atomic: false }
                    policy: { approvals: 1 }
                """);
        Target gprd = target(targets, "gprd");
        Ci ci = gprd.ci().getFirst();
        Policy policy = targets.target("gprd").orElseThrow().policy();

        assertThat(targets.targets().keySet()).containsExactly("gstg", "gprd");
        assertThat(gprd.cluster()).isEqualTo("gprd-gke");
        assertThat(gprd.deleter()).isEqualTo(Optional.empty());
        assertThat(ci.jobs().pattern()).isEqualTo("^gprd:deploy$");
        assertThat(ci.helmTimeout()).isEqualTo(Duration.ofHours(2));
        assertThat(ci.atomic()).isFalse();
        assertThat(ci.resourceGroups()).containsExactly("gprd");
        assertThat(policy.approvals()).isEqualTo(1);
        assertThat(policy.sampleGap()).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.deny()).containsExactly("no_entry");
        assertThat(policy.approve()).containsExactly("white_check_mark");
        assertThat(targets.target("gstg").orElseThrow().policy().deadline()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void several_projects_of_the_file_hold_for_each_target_and_what_a_target_says_holds_for_each_project() {
        Targets targets = read("""
                policy: { approvers: { groups: [S1] } }
                ci: [{ project: a/b, jobs: '^{target}:' }, { project: c/d, jobs: '^infra$', atomic: false }]
                targets:
                  one: { environment: e, cluster: in-cluster, namespace: n, release: one, ci: { helmTimeout: 5m } }
                """);

        assertThat(target(targets, "one").ci())
                .extracting(ci -> ci.project() + " " + ci.jobs() + " " + ci.helmTimeout() + " " + ci.atomic())
                .containsExactly("a/b ^one: PT5M true", "c/d ^infra$ PT5M false");
    }

    @Test
    void a_mistake_that_many_inherit_is_told_once_where_it_is_written() {
        assertThat(problems(COMMON.replace("helmTimeout: 2h", "helmTimeOut: 2h").replace("deadline: 1h", "deadline: 1hour").replace("a/b",
                "group") + """
                        targets:
                          '{env}': { namespace: gitlab, release: gitlab }
                          '{env}-web': { namespace: web, release: web }
                        """)).containsExactly(
                        "helm-stuck.yaml:4: ci.project: found 'group': expected the full path of a GitLab project, such as group/project",
                        "helm-stuck.yaml:8: environments.gstg.policy.deadline: found '1hour': expected a duration such as 45s, 15m or 1h30m, from 1s to 24h",
                        "helm-stuck.yaml:13: environments.gprd.ci.helmTimeOut: found an unknown key: expected a known key, perhaps helmTimeout");
    }

    @Test
    void what_is_missing_is_told_of_the_target_that_misses_it() {
        assertThat(problems(COMMON.replace("cluster: gprd-gke", "namespace: main") + """
                targets:
                  '{env}': { release: gitlab }
                """)).extracting(line -> line.replaceFirst(": expected.*", "")).containsExactly(
                "helm-stuck.yaml:15: targets.gstg.namespace: found nothing", "helm-stuck.yaml:15: targets.gprd.cluster: found nothing");
    }

    @Test
    void words_and_environments_that_nobody_knows_are_told_with_the_nearest() {
        assertThat(problems(COMMON.replace("{env}:deploy", "{enw}:deploy").replace("gstg:", "gstgg:") + """
                targets:
                  gstg: { environment: gstg, cluster: in-cluster, namespace: n, release: r }
                  '{env}-{zone}': { namespace: n, release: r }
                  'x-{zone}': { each: { zone: [B], zones: [c] }, environment: gprd, namespace: n, release: r }
                  'y{zone}': ~
                """)).containsExactly(
                "helm-stuck.yaml:16: targets.'{env}-{zone}'.each.zone: found nothing: expected a list of the words for {zone}",
                "helm-stuck.yaml:17: targets.'x-{zone}'.each.zones: found an unknown key: expected a known key, perhaps zone",
                "helm-stuck.yaml:17: targets.'x-{zone}'.each.zone[0]: found 'B': expected a word of lower case letters, digits and -",
                "helm-stuck.yaml:18: targets.'y{zone}': found nothing: expected a mapping with the keys each, environment, cluster, deleter,"
                        + " namespace, release, drill, ci, policy",
                "helm-stuck.yaml:5: ci.jobs: found '{enw}': expected a known word, perhaps env",
                "helm-stuck.yaml:8: environments.gstgg: found no target of this environment: "
                        + "expected the environment of a target, perhaps gstg",
                "helm-stuck.yaml:9: environments.gprd: found no target of this environment: expected the environment of a target");
    }

    @Test
    void two_patterns_never_make_the_same_target_and_none_makes_too_many() {
        String words = List.of("abcdefghijklmnopqrstuvwxyz".split("")).stream().collect(Collectors.joining(", "));
        assertThat(problems(COMMON + """
                targets:
                  '{env}': { namespace: n, release: r }
                  '{e}{nv}': { each: { e: [g], nv: [prd, x] }, environment: gprd, namespace: m, release: r }
                  '{a}{b}{c}': { each: { a: [%1$s], b: [%1$s], c: [%1$s] }, namespace: k, release: r }
                """.formatted(words))).containsExactly(
                "helm-stuck.yaml:16: targets.'{e}{nv}': found the target 'gprd' again, which another pattern makes (line 15): "
                        + "expected patterns that make each target once",
                "helm-stuck.yaml:17: targets.'{a}{b}{c}'.each: found more than 1000 combinations: "
                        + "expected lists that make at most 1000 targets");
    }

    @Test
    void braces_of_a_regular_expression_are_its_own() {
        Targets targets = read(COMMON.replace("'^{env}:deploy$'", "'^{env}-[a-z]{2,3}\\x{e4}\\p{Lu}\\{env}$'") + """
                targets:
                  '{env}': { namespace: gitlab, release: gitlab }
                """);

        assertThat(target(targets, "gstg").ci().getFirst().jobs().pattern()).isEqualTo("^gstg-[a-z]{2,3}\\x{e4}\\p{Lu}\\{env}$");
    }

    @Test
    void too_few_approvers_for_the_number_are_told_once_however_many_inherit_them() {
        assertThat(problems(COMMON.replace("groups: [S1]", "users: [U01]") + """
                targets:
                  '{env}': { namespace: gitlab, release: gitlab }
                  '{env}-web': { namespace: web, release: web, policy: { deadline: 5m } }
                """)).containsExactly("helm-stuck.yaml:12: environments.gprd.policy.approvals: found 2 approvals with only 1 approver: "
                + "expected not more than there are approvers, or a group among them");
    }
}
