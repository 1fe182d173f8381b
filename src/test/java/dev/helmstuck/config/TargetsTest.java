package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetsTest {

    @TempDir
    Path directory;

    private Targets read(String yaml) {
        return new Configs(directory).targets(yaml).read(Part.TARGETS).targets();
    }

    private List<String> problems(String yaml) {
        return new Configs(directory).targets(yaml).problems(Part.TARGETS);
    }

    @Test
    void a_file_of_the_first_version_means_what_it_meant() throws IOException {
        Targets targets = read(Files.readString(Path.of("src/test/resources/config/first-version.yaml")));

        assertThat(targets.groups()).isEqualTo(Map.of("canary", List.of("gitlab-cny", "gstg-cny")));
        ConfiguredTarget first = targets.target("gitlab-cny").orElseThrow();
        assertThat(first.target().ci()).singleElement().satisfies(ci -> {
            assertThat(ci.jobs().pattern()).isEqualTo("^gprd-cny:(upgrade|auto-deploy)$");
            assertThat(ci.helmLifetime()).contains(Duration.ofHours(2));
        });
        assertThat(first.target().deleter()).contains("gprd-gitlab-gke-deleter");
        assertThat(first.target().drill()).isFalse();
        Policy own = targets.target("gstg-cny").orElseThrow().policy();
        assertThat(own.deadline()).isEqualTo(Duration.ofMinutes(90));
        assertThat(own.approvers().groups()).containsExactlyInAnyOrder("S0614TZR7", "S0615G0KT");
    }

    @Test
    void defaults_of_the_policy_and_of_a_target() {
        Targets targets = read(Configs.SMALLEST);

        Policy policy = targets.policy();
        assertThat(policy.channels()).extracting(Pattern::pattern).containsExactly("^inc-", "^incident-");
        assertThat(policy.approvers()).isEqualTo(new Members(Set.of(), Set.of("S0614TZR7")));
        assertThat(policy.requesters().isEmpty()).isTrue();
        assertThat(policy.approvals()).isEqualTo(1);
        assertThat(policy.deadline()).isEqualTo(Duration.ofMinutes(15));
        assertThat(policy.sampleGap()).isEqualTo(Duration.ofSeconds(15));
        assertThat(policy.approve()).containsExactly("white_check_mark");
        assertThat(policy.deny()).containsExactly("x");
        assertThat(targets.groups()).isEmpty();
        ConfiguredTarget entry = targets.target("gitlab-cny").orElseThrow();
        assertThat(entry.policy()).usingRecursiveComparison().withEqualsForType((a, b) -> a.pattern().equals(b.pattern()), Pattern.class)
                .isEqualTo(policy);
        Ci ci = entry.target().ci().getFirst();
        assertThat(ci.sameCluster()).isEmpty();
        assertThat(ci.resourceGroups()).isEmpty();
        assertThat(ci.atomic()).isTrue();
        assertThat(ci.helmLifetime()).isEmpty();
        assertThat(ci.runnerPods()).isEmpty();
    }

    @Test
    void every_key_is_mapped() {
        Targets targets = read("""
                policy:
                  channels: ['^ops$']
                  approvers: { users: [U012AB3CD, OnCall@Example.com], groups: [S1] }
                  requesters: { users: [W012AB3CD], groups: [S2] }
                  approvals: 2
                  deadline: 1h30m
                  sampleGap: 45s
                  emoji: { approve: ['+1', heavy_check_mark], deny: ['-1', x] }
                  vouching: false
                targets:
                  second-in-the-alphabet:
                    environment: gprd-cny
                    cluster: gprd-gitlab-gke
                    deleter: gprd-deleter
                    namespace: gitlab-cny
                    release: gitlab.cny
                    ci:
                      project: gitlab-com/gl-infra/k8s-workloads/gitlab-com
                      jobs: '^gprd-cny:'
                      sameCluster: '^gprd:'
                      resourceGroups: [gprd-cny, gprd]
                      helmTimeout: 1h0m0s
                      atomic: false
                      helmLifetime: 2h30m
                      runnerPods: { cluster: ops-gitlab-gke, namespace: gitlab-runner }
                  first-in-the-alphabet:
                    environment: gstg
                    cluster: in-cluster
                    namespace: gitlab
                    release: gitlab
                    ci: { project: a/b, jobs: x, helmTimeout: 45s }
                groups: { zonal: [first-in-the-alphabet, second-in-the-alphabet], canary: [second-in-the-alphabet] }
                """);

        Policy policy = targets.policy();
        assertThat(policy.channels()).extracting(Pattern::pattern).containsExactly("^ops$");
        assertThat(policy.approvers()).isEqualTo(new Members(Set.of("U012AB3CD", "oncall@example.com"), Set.of("S1")));
        assertThat(policy.requesters()).isEqualTo(new Members(Set.of("W012AB3CD"), Set.of("S2")));
        assertThat(policy.approvals()).isEqualTo(2);
        assertThat(policy.deadline()).isEqualTo(Duration.ofMinutes(90));
        assertThat(policy.sampleGap()).isEqualTo(Duration.ofSeconds(45));
        assertThat(policy.approve()).containsExactly("+1", "heavy_check_mark");
        assertThat(policy.deny()).containsExactly("-1", "x");
        assertThat(policy.vouching()).isFalse();
        assertThat(targets.targets().keySet()).containsExactly("second-in-the-alphabet", "first-in-the-alphabet");
        assertThat(targets.groups().keySet()).containsExactly("zonal", "canary");
        assertThat(targets.groups().get("zonal")).containsExactly("first-in-the-alphabet", "second-in-the-alphabet");
        Target target = targets.target("second-in-the-alphabet").orElseThrow().target();
        Ci ci = target.ci().getFirst();
        assertThat(target)
                .isEqualTo(new Target("second-in-the-alphabet", "gprd-cny", "gprd-gitlab-gke", "gitlab-cny", "gitlab.cny", List.of(ci),
                        Optional.of("gprd-deleter")));
        assertThat(ci.project()).isEqualTo("gitlab-com/gl-infra/k8s-workloads/gitlab-com");
        assertThat(ci.jobs().pattern()).isEqualTo("^gprd-cny:");
        assertThat(ci.sameCluster().map(Pattern::pattern)).isEqualTo(Optional.of("^gprd:"));
        assertThat(ci.resourceGroups()).containsExactly("gprd-cny", "gprd");
        assertThat(ci.helmTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(ci.atomic()).isFalse();
        assertThat(ci.helmLifetime()).contains(Duration.ofMinutes(150));
        assertThat(ci.runnerPods()).contains(new RunnerPlace("ops-gitlab-gke", "gitlab-runner"));
    }

    @Test
    void a_helm_that_lives_shorter_than_one_of_its_waits_is_a_mistake() {
        assertThat(problems(Configs.SMALLEST.replace("helmTimeout: 1h", "helmTimeout: 1h, helmLifetime: 59m"))).containsExactly(
                "helm-stuck.yaml: targets.gitlab-cny.ci.helmLifetime: found '59m': "
                        + "expected a duration such as 45s, 15m or 1h30m, from 1h to 168h");
    }

    @Test
    void a_place_of_runner_pods_is_a_cluster_and_one_namespace() {
        assertThat(
                problems(Configs.SMALLEST.replace("helmTimeout: 1h", "helmTimeout: 1h, runnerPods: { cluster: ops, namespaces: [a, b] }")))
                .containsExactly("helm-stuck.yaml: targets.gitlab-cny.ci.runnerPods.namespaces: found an unknown key: "
                        + "expected a known key, perhaps namespace",
                        "helm-stuck.yaml: targets.gitlab-cny.ci.runnerPods.namespace: found nothing: "
                                + "expected the name of a Kubernetes namespace (lower case, digits and -, at most 63 letters)");
        assertThat(problems(Configs.SMALLEST.replace("helmTimeout: 1h", "helmTimeout: 1h, runnerPods: gitlab-runner"))).singleElement()
                .asString().contains("ci.runnerPods: found 'gitlab-runner': expected a mapping with the keys cluster, namespace");
    }

    @Test
    void several_projects_may_write_one_release() {
        Targets targets = read(Configs.SMALLEST.replace("ci: { project: group/project, jobs: '^upgrade$', helmTimeout: 1h }", """
                ci:
                      - { project: group/project, jobs: '^upgrade$', helmTimeout: 1h }
                      - { project: infra/releases, jobs: '^deploy$', helmTimeout: 10m, atomic: false }
                """));

        Target target = targets.target("gitlab-cny").orElseThrow().target();
        assertThat(target.ci()).extracting(Ci::project).containsExactly("group/project", "infra/releases");
        assertThat(target.ci()).extracting(ci -> ci.jobs().pattern()).containsExactly("^upgrade$", "^deploy$");
    }

    @Test
    void every_mistake_in_a_list_of_projects_is_named_with_its_place() {
        assertThat(problems(Configs.SMALLEST.replace("ci: { project: group/project, jobs: '^upgrade$', helmTimeout: 1h }", """
                ci:
                      - { project: group/project, jobs: '([', helmTimeout: 1h }
                      - { project: Group/Project, jobs: '^deploy$', helmTimeout: 60 }
                      - { project: group, job: '^deploy$', helmTimeout: 1h }
                      - deploy
                """))).containsExactly(
                "helm-stuck.yaml: targets.gitlab-cny.ci[0].jobs: found '([': expected a regular expression (unclosed character class)",
                "helm-stuck.yaml: targets.gitlab-cny.ci[1].helmTimeout: found 60 (a number): expected a duration such as 45s, 15m or 1h30m,"
                        + " from 1s to 24h",
                "helm-stuck.yaml: targets.gitlab-cny.ci[1].project: found the same project as targets.gitlab-cny.ci[0]:"
                        + " expected one entry for each project",
                "helm-stuck.yaml: targets.gitlab-cny.ci[2].job: found an unknown key: expected a known key, perhaps jobs",
                "helm-stuck.yaml: targets.gitlab-cny.ci[2].project: found 'group': expected the full path of a GitLab project, such as"
                        + " group/project",
                "helm-stuck.yaml: targets.gitlab-cny.ci[2].jobs: found nothing: expected a regular expression that is not blank",
                "helm-stuck.yaml: targets.gitlab-cny.ci[3]: found 'deploy': expected a mapping with the keys project, jobs, sameCluster,"
                        + " resourceGroups, helmTimeout, atomic, helmLifetime, runnerPods");
        assertThat(problems(Configs.SMALLEST.replace("ci: { project: group/project, jobs: '^upgrade$', helmTimeout: 1h }", "ci: []")))
                .containsExactly("helm-stuck.yaml: targets.gitlab-cny.ci: found an empty list: expected a list of at least one mapping with"
                        + " the keys project, jobs, sameCluster, resourceGroups, helmTimeout, atomic, helmLifetime, runnerPods");
    }

    @Test
    void targets_of_one_cluster_know_of_each_others_jobs_and_same_cluster_only_adds_to_it() {
        Targets targets = read("""
                policy: { approvers: { groups: [S1] } }
                targets:
                  canary: { environment: e, cluster: gke, namespace: c, release: c,
                            ci: { project: a/b, jobs: ^canary$, sameCluster: ^nightly$, helmTimeout: 1h } }
                  main:   { environment: e, cluster: gke, namespace: m, release: m,
                            ci: [{ project: a/b, jobs: ^main$, helmTimeout: 1h }, { project: c/d, jobs: ^infra$, helmTimeout: 1h }] }
                  zonal:  { environment: e, cluster: gke-b, namespace: m, release: m, ci: { project: a/b, jobs: ^b$, helmTimeout: 1h } }
                """);

        assertThat(patterns(targets, "canary")).containsExactly("a/b ^canary$ writes this release",
                "a/b ^nightly$ writes the same cluster", "a/b ^main$ writes the same cluster (target main)",
                "c/d ^infra$ writes the same cluster (target main)");
        assertThat(patterns(targets, "main")).containsExactly("a/b ^main$ writes this release", "c/d ^infra$ writes this release",
                "a/b ^canary$ writes the same cluster (target canary)", "a/b ^nightly$ writes the same cluster (target canary)");
        assertThat(patterns(targets, "zonal")).containsExactly("a/b ^b$ writes this release");
        assertThat(targets.target("canary").orElseThrow().target().watched().keySet()).containsExactly("a/b", "c/d");
    }

    @Test
    void two_names_of_one_cluster_are_one_also_by_a_detour_over_the_deleters() {
        Targets targets = read(
                """
                        policy: { approvers: { groups: [S1] } }
                        targets:
                          one:   { environment: e, cluster: reader, deleter: writer, namespace: a, release: a, ci: { project: a/b, jobs: ^1$, helmTimeout: 1h } }
                          two:   { environment: e, cluster: other, namespace: a, release: a, ci: { project: a/b, jobs: ^2$, helmTimeout: 1h } }
                          three: { environment: e, cluster: writer, namespace: b, release: a, ci: { project: a/b, jobs: ^3$, helmTimeout: 1h } }
                          four:  { environment: e, cluster: viewer, deleter: writer, namespace: c, release: a, ci: { project: a/b, jobs: ^4$, helmTimeout: 1h } }
                          five:  { environment: e, cluster: in-cluster, namespace: c, release: a, ci: { project: a/b, jobs: ^5$, helmTimeout: 1h } }
                        """);

        assertThat(patterns(targets, "one")).containsExactly("a/b ^1$ writes this release",
                "a/b ^3$ writes the same cluster (target three)", "a/b ^4$ writes the same cluster (target four)");
        assertThat(patterns(targets, "four")).contains("a/b ^1$ writes the same cluster (target one)");
        assertThat(patterns(targets, "two")).hasSize(1);
        assertThat(patterns(targets, "five")).as("no name tells that in-cluster is one of the others").hasSize(1);
    }

    private static List<String> patterns(Targets targets, String name) {
        return targets.target(name).orElseThrow().target().patterns().stream()
                .map(it -> it.project() + " " + it.names().pattern() + " writes " + it.writes()).toList();
    }

    @Test
    void the_gitlab_of_the_environment_is_known_to_the_targets() {
        Configs configs = new Configs(directory).targets(Configs.SMALLEST).set("GITLAB_URL", "https://ops.gitlab.net/").set("GITLAB_TOKEN",
                "t");

        assertThat(configs.read(Part.TARGETS, Part.GITLAB).targets().target("gitlab-cny").orElseThrow().target().gitlab())
                .contains("https://ops.gitlab.net");
        assertThat(configs.read(Part.TARGETS).targets().target("gitlab-cny").orElseThrow().target().gitlab()).isEmpty();
    }

    @Test
    void a_target_overrides_what_it_names_and_keeps_the_rest() {
        Targets targets = read(Configs.SMALLEST.replace("policy:\n", "policy:\n  approvals: 3\n").replace("targets:\n  gitlab-cny:\n", """
                targets:
                  gitlab-cny:
                    policy: { approvers: { users: [U012AB3CD] }, approvals: 1, emoji: { deny: [no_entry] }, deadline: 5m }
                """));

        Policy policy = targets.target("gitlab-cny").orElseThrow().policy();
        assertThat(policy.approvers()).isEqualTo(new Members(Set.of("U012AB3CD"), Set.of()));
        assertThat(policy.approvals()).isEqualTo(1);
        assertThat(policy.deadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.approve()).containsExactly("white_check_mark");
        assertThat(policy.deny()).containsExactly("no_entry");
        assertThat(policy.channels()).extracting(Pattern::pattern).containsExactly("^inc-", "^incident-");
        assertThat(targets.policy().approvals()).isEqualTo(3);
    }

    @Test
    void fewer_approvers_in_a_target_than_the_files_approvals_are_refused() {
        assertThat(problems(Configs.SMALLEST.replace("policy:\n", "policy:\n  approvals: 2\n")
                .replace("  gitlab-cny:\n", "  gitlab-cny:\n    policy: { approvers: { users: [U012AB3CD] } }\n"))).containsExactly(
                        "helm-stuck.yaml: targets.gitlab-cny.policy.approvals: found 2 approvals with only 1 approver: "
                                + "expected not more than there are approvers, or a group among them");
    }

    @Test
    void an_empty_override_of_the_approvers_does_not_fall_back_to_anybody() {
        assertThat(problems(Configs.SMALLEST.replace("  gitlab-cny:\n", "  gitlab-cny:\n    policy: { approvers: {} }\n"))).singleElement()
                .asString()
                .startsWith("helm-stuck.yaml: targets.gitlab-cny.policy.approvers: found nobody: expected at least one user or group");
    }

    @Test
    void an_emoji_that_yaml_takes_for_a_number_needs_quotes() {
        assertThat(problems(Configs.SMALLEST.replace("policy:\n", "policy:\n  emoji: { approve: [+1] }\n"))).singleElement().asString()
                .startsWith("helm-stuck.yaml: policy.emoji.approve[0]: found 1 (a number): expected an emoji name").endsWith(", in quotes");
    }

    @Test
    void approvers_are_required() {
        String expected = "helm-stuck.yaml: policy.approvers: found nothing: expected at least one user or group: "
                + "an empty list would mean nobody, and it never means everybody";
        String targets = Configs.SMALLEST.substring(Configs.SMALLEST.indexOf("targets:"));

        assertThat(problems(targets)).containsExactly(expected);
        assertThat(problems("policy: { approvals: 1 }\n" + targets)).containsExactly(expected);
    }

    @Test
    void one_human_with_two_spellings_of_an_address_is_listed_twice() {
        assertThat(problems(Configs.SMALLEST.replace("{ groups: [S0614TZR7] }", "{ users: [a@example.com, A@Example.com] }")))
                .singleElement()
                .asString().startsWith("helm-stuck.yaml: policy.approvers.users[1]: found 'A@Example.com' for the second time");
    }

    @Test
    void a_file_without_targets_is_refused() {
        assertThat(problems("policy: { approvers: { groups: [S1] } }\n"))
                .containsExactly("helm-stuck.yaml: targets: found nothing: expected a mapping with at least one target");
        assertThat(problems("policy: { approvers: { groups: [S1] } }\ntargets: {}\n"))
                .containsExactly("helm-stuck.yaml: targets: found an empty mapping: expected a mapping with at least one target");
    }
}
