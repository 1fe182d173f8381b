package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import dev.helmstuck.ports.ConfiguredTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DrillTargetsTest {
    private static final String HEAD = """
            policy: { approvers: { groups: [S1] } }
            ci: { project: a/b, jobs: '^{target}$', helmTimeout: 1h }
            targets:
              app: { environment: gprd, cluster: east, deleter: east-deleter, namespace: app, release: app }
            """;

    @TempDir
    Path directory;

    private Targets read(String more) {
        return new Configs(directory).targets(HEAD + more).read(Part.TARGETS).targets();
    }

    private List<String> problems(String more) {
        return new Configs(directory).targets(HEAD + more).problems(Part.TARGETS);
    }

    @Test
    void a_drill_is_one_only_where_its_target_says_so() {
        Targets targets = read("""
                  practice: { environment: gprd, cluster: east, namespace: drill, release: drill, drill: true }
                """);
        assertThat(targets.target("practice").orElseThrow().target().drill()).isTrue();
        assertThat(targets.target("practice").orElseThrow().target().of("https://gitlab").drill()).isTrue();
        assertThat(targets.target("app").orElseThrow().target().drill()).isFalse();
    }

    @Test
    void who_asks_for_several_at_once_asks_for_no_drill() {
        Targets targets = read("""
                  practice: { environment: gprd, cluster: east, namespace: drill, release: drill, drill: true }
                  other: { environment: drills, cluster: drills, namespace: drill, release: drill, drill: true }
                """);
        assertThat(names(targets.meant("gprd"))).containsExactly("app");
        assertThat(names(targets.meant("east"))).containsExactly("app");
        assertThat(names(targets.meant("drills"))).isEmpty();
        assertThat(names(targets.real())).containsExactly("app");
        assertThat(names(targets.meant("practice"))).containsExactly("practice");
        assertThat(targets.names()).contains("practice").doesNotContain("drills");
    }

    @Test
    void the_word_is_true_or_false() {
        assertThat(problems("""
                  practice: { environment: gprd, cluster: east, namespace: drill, release: drill, drill: yes please }
                """))
                .containsExactly("helm-stuck.yaml: targets.practice.drill: found 'yes please': expected true or false");
    }

    @Test
    void a_drill_shares_its_namespace_with_no_target() {
        assertThat(problems("""
                  practice: { environment: gprd, cluster: east, namespace: app, release: drill, drill: true }
                """))
                .containsExactly("helm-stuck.yaml: targets.practice.namespace: found the namespace of targets.app.namespace, while drill"
                        + " is true: expected a namespace of its own for each drill");
    }

    @Test
    void nor_under_another_name_of_the_same_cluster_nor_with_another_drill() {
        assertThat(problems("""
                  practice: { environment: gprd, cluster: east-deleter, namespace: app, release: drill, drill: true }
                """))
                .singleElement().asString().startsWith("helm-stuck.yaml: targets.practice.namespace: found the namespace of targets.app");
        assertThat(problems("""
                  one: { environment: gprd, cluster: east, namespace: drill, release: one, drill: true }
                  two: { environment: gprd, cluster: east, namespace: drill, release: two, drill: true }
                """))
                .singleElement().asString().startsWith("helm-stuck.yaml: targets.two.namespace: found the namespace of targets.one");
    }

    @Test
    void the_same_namespace_of_another_cluster_is_another_one() {
        assertThat(names(read("""
                  practice: { environment: gprd, cluster: west, namespace: app, release: drill, drill: true }
                """).all()))
                .containsExactly("app", "practice");
    }

    @Test
    void no_group_has_a_drill() {
        assertThat(problems("""
                  practice: { environment: gprd, cluster: east, namespace: drill, release: drill, drill: true }
                groups: { both: [app, practice] }
                """))
                .containsExactly("helm-stuck.yaml: groups.both[1]: found the drill 'practice': expected a target that is no drill, for"
                        + " a drill is asked for by its own name alone");
    }

    private static List<String> names(List<ConfiguredTarget> entries) {
        return entries.stream().map(entry -> entry.target().name()).toList();
    }
}
