package dev.helmstuck.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.release.Hook;
import dev.helmstuck.release.ManifestText;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Helm's time limit is one of each wait: how many waits there can be. */
class HelmLifetimeTest {

    /** Hooks are written as {@code pre-upgrade+post-upgrade/test}: two hooks, the first of two events. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            // status,         atomic, its hooks,                         below,      its hooks,                minutes
            "pending-upgrade,  false,  -,                                 deployed,   -,                        10",
            "pending-upgrade,  false,  pre-upgrade,                       deployed,   -,                        40",
            "pending-upgrade,  false,  pre-upgrade/post-upgrade,          deployed,   -,                        70",
            "pending-upgrade,  false,  pre-upgrade+post-upgrade,          deployed,   -,                        70",
            "pending-upgrade,  false,  pre-install/test/pre-rollback,     deployed,   pre-upgrade/pre-rollback, 10",
            "pending-upgrade,  false,  pre-install+pre-upgrade,           failed,     -,                        40",
            "pending-upgrade,  true,   -,                                 deployed,   -,                        20",
            "pending-upgrade,  true,   pre-upgrade,                       deployed,   pre-upgrade,              50",
            "pending-upgrade,  true,   pre-upgrade/pre-rollback,          deployed,   pre-rollback,             80",
            "pending-upgrade,  true,   pre-upgrade/pre-rollback,          superseded, -,                        50",
            "pending-upgrade,  true,   -,                                 superseded, post-rollback+pre-rollback, 80",
            "pending-upgrade,  true,   -,                                 failed,     -,                        -",
            "pending-upgrade,  true,   -,                                 uninstalled, -,                       -",
            "pending-install,  false,  pre-install/post-install/pre-upgrade, superseded, -,                     70",
            "pending-install,  true,   pre-install/pre-delete/post-delete, superseded, pre-rollback,            110",
            "pending-install,  true,   -,                                 superseded, pre-delete,               20",
            "pending-rollback, false,  pre-rollback/pre-upgrade,          failed,     pre-rollback,             40",
            "pending-rollback, true,   -,                                 failed,     pre-rollback,             10",
            "pending-rollback, true,   pre-rollback/post-rollback,        failed,     -,                        70"})
    void the_limit_is_taken_by_each_hook_three_times_and_by_the_wait_once(String status, boolean atomic, String hooks, String below,
            String belowHooks, Long minutes) {
        HelmLifetime lifetime = HelmLifetime.of(Some.target(ci(10, atomic, Optional.empty())), stuck(status, hooks, below, belowHooks));
        Optional<Long> most = lifetime instanceof HelmLifetime.AtMost(Duration limit, String how)
                ? Optional.of(limit.toMinutes())
                : Optional.empty();
        assertThat(most).as("a tenth more, at most five minutes, for what no timeout limits")
                .isEqualTo(Optional.ofNullable(minutes).map(waits -> waits + Math.min(waits / 10, 5)));
    }

    @Test
    void how_it_is_reckoned_is_said() {
        assertThat(how(ci(60, true, Optional.empty()), stuck("pending-upgrade", "pre-upgrade", "deployed", null)))
                .isEqualTo("helmTimeout 1h × (3 × 1 hook + 1), and 1h × (3 × 0 hooks + 1) to undo it (atomic), and 5m more to apply");
        assertThat(how(ci(60, false, Optional.empty()), stuck("pending-upgrade", null, "deployed", null)))
                .isEqualTo("helmTimeout 1h × (3 × 0 hooks + 1), and 5m more to apply");
        assertThat(how(ci(9, false, Optional.empty()), stuck("pending-upgrade", null, "deployed", null)))
                .isEqualTo("helmTimeout 9m × (3 × 0 hooks + 1)");
        assertThat(HelmLifetime.of(Some.target(ci(60, true, Optional.empty())), stuck("pending-upgrade", null, "failed", null)))
                .isEqualTo(new HelmLifetime.NoLimit("with atomic Helm would go back to a revision below 1233, which is failed; "
                        + "how many hooks that one runs was not read"));
    }

    @Test
    void what_the_target_says_of_its_helm_replaces_the_reckoning() {
        HelmLifetime said = HelmLifetime.of(Some.target(ci(60, true, Optional.of(Duration.ofMinutes(90)))),
                stuck("pending-upgrade", "pre-upgrade", "failed", null));
        assertThat(said).isEqualTo(new HelmLifetime.AtMost(Duration.ofMinutes(90), "ci.helmLifetime"));
    }

    @Test
    void of_several_projects_the_longest_counts() {
        Ci quick = ci(10, false, Optional.empty());
        Ci slow = new Ci("infra/releases", Pattern.compile("deploy"), Optional.empty(), List.of(), Duration.ofMinutes(30), false);
        StuckRevision stuck = stuck("pending-upgrade", "pre-upgrade", "deployed", null);
        HelmLifetime expected = new HelmLifetime.AtMost(Duration.ofMinutes(125),
                "infra/releases: helmTimeout 30m × (3 × 1 hook + 1), and 5m more to apply");
        assertThat(HelmLifetime.of(Some.target(quick, slow), stuck)).isEqualTo(expected);
        assertThat(HelmLifetime.of(Some.target(slow, quick), stuck)).isEqualTo(expected);
        assertThat(HelmLifetime.of(Some.target(quick, ci("infra/releases", 10, true, Optional.empty())),
                stuck("pending-upgrade", null, "failed", null))).isInstanceOf(HelmLifetime.NoLimit.class);
    }

    private static String how(Ci ci, StuckRevision stuck) {
        return ((HelmLifetime.AtMost) HelmLifetime.of(Some.target(ci), stuck)).how();
    }

    private static Ci ci(long minutes, boolean atomic, Optional<Duration> lifetime) {
        return ci("group/project", minutes, atomic, lifetime);
    }

    private static Ci ci(String project, long minutes, boolean atomic, Optional<Duration> lifetime) {
        return new Ci(project, Pattern.compile("deploy"), Optional.empty(), List.of(), Duration.ofMinutes(minutes), atomic, lifetime,
                Optional.empty());
    }

    private static StuckRevision stuck(String status, String hooks, String below, String belowHooks) {
        ReleaseStatus top = ReleaseStatus.of(status).orElseThrow();
        ReleaseStatus under = ReleaseStatus.of(below).orElseThrow();
        return new StuckRevision(Some.revision(Some.STUCK, top), record(Some.STUCK, top, hooks), Some.revision(Some.STUCK - 1, under),
                record(Some.STUCK - 1, under, belowHooks), List.of());
    }

    private static ReleaseRecord record(int number, ReleaseStatus status, String hooks) {
        return Some.record(number, status)
                .with(hooks == null ? List.of() : Pattern.compile("/").splitAsStream(hooks).map(HelmLifetimeTest::hook).toList());
    }

    private static Hook hook(String events) {
        return new Hook("Job", events, "templates/hook.yaml", Pattern.compile("\\+").splitAsStream(events).toList(), 0, List.of(),
                Optional.empty(),
                new ManifestText.RenderedYaml(""));
    }
}
