package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

class UnmatchedPatternsTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T07:00:00Z");
    private static final CiJob OURS = Some.job(1, "gprd-cny:upgrade", "failed", Some.NOW);
    private static final CiJob CLUSTER = Some.job(2, "gprd:upgrade", "success", Some.NOW);
    private static final CiJob REVIEW = Some.job(3, "review", "success", Some.NOW);

    @Test
    void patterns_that_match_are_no_remark() {
        Finding finding = Some.finding(Step.OWNER_IS_DEAD, Result.PASS);
        assertThat(said(finding, Some.target(), OURS, CLUSTER, REVIEW)).isEqualTo(finding);
    }

    @Test
    void a_pattern_that_matches_none_of_the_jobs_that_were_read_is_a_remark_with_their_number_and_how_far_back() {
        Finding finding = said(Some.finding(Step.OWNER_IS_DEAD, Result.PASS), Some.target(), CLUSTER, REVIEW);

        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.summary()).endsWith("But a pattern of the targets file matches no job.");
        assertThat(finding.seen()).first().isEqualTo("`^gprd-cny:(upgrade|auto-deploy)$` (ci.jobs) matches no job: " + Some.PROJECT
                + " lists 2 jobs created since 2026-11-20 07:00:00 UTC");
        assertThat(finding.next()).contains("Compare the pattern with the names of the jobs in GitLab");
    }

    @Test
    void the_pattern_for_the_same_cluster_counts_too() {
        assertThat(said(Some.finding(Step.OWNER_IS_DEAD, Result.PASS), Some.target(), OURS).seen()).first().asString()
                .startsWith("`^gprd:(upgrade|auto-deploy)$` (ci.sameCluster) matches no job");
    }

    @Test
    void a_project_without_any_job_is_told_the_same() {
        assertThat(said(Some.finding(Step.OWNER_IS_DEAD, Result.PASS), Some.target()).seen().get(0)).contains("lists 0 jobs created since");
    }

    @Test
    void what_stops_still_stops_and_keeps_its_next_step() {
        Finding stop = new Finding(Step.OWNER_IS_DEAD, Result.STOP, "It may live.", List.of("seen"), "Wait.", List.of(), "kubectl");
        Finding finding = said(stop, Some.target(), REVIEW);

        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.summary()).isEqualTo("It may live.");
        assertThat(finding.next()).isEqualTo("Wait.");
        assertThat(finding.seen()).hasSize(3).last().isEqualTo("seen");
    }

    @Test
    void each_project_is_told_by_itself_and_nothing_is_said_of_one_that_does_not_answer() {
        Ci infra = new Ci("infra/releases", Pattern.compile("^deploy$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        Target both = Some.target(Some.ci(), infra);
        Finding pass = Some.finding(Step.OWNER_IS_DEAD, Result.PASS);

        assertThat(UnmatchedPatterns.said(pass, both, List.of(new Fact.Known<>(List.of(OURS, CLUSTER)),
                new Fact.Unavailable<>("GitLab, infra/releases", "503")), SINCE)).isEqualTo(pass);
        assertThat(UnmatchedPatterns.said(pass, both, List.of(new Fact.Known<>(List.of(OURS, CLUSTER)), new Fact.Known<>(List.of())), SINCE)
                .seen().get(0)).startsWith("`^deploy$` (ci.jobs) matches no job: infra/releases lists 0 jobs");
    }

    @Test
    void the_patterns_of_other_targets_are_their_own_business() {
        Ci rare = new Ci(Some.PROJECT, Pattern.compile("^monthly$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        Target target = Some.target().beside(List.of(new Target("extras", "gprd", "gprd-gitlab-gke", "e", "e", List.of(rare))));
        Finding pass = Some.finding(Step.OWNER_IS_DEAD, Result.PASS);

        assertThat(said(pass, target, OURS, CLUSTER)).isEqualTo(pass);
    }

    private static Finding said(Finding finding, Target target, CiJob... jobs) {
        return UnmatchedPatterns.said(finding, target, List.of(new Fact.Known<>(List.of(jobs))), SINCE);
    }
}
