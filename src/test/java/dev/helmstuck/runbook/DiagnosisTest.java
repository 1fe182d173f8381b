package dev.helmstuck.runbook;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.FAILED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_ROLLBACK;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTest {
    private static final ReleaseState STUCK = new ReleaseState.Stuck(Some.stuck());

    @Test
    void stuck_and_every_check_passed_is_stuck() {
        assertThat(Some.diagnosis().verdict()).isEqualTo(Verdict.STUCK);
        assertThat(Some.diagnosis().plan()).isPresent();
    }

    @Test
    void a_warning_does_not_block() {
        assertThat(Some.diagnosis(STUCK, Some.findings(Result.WARN)).verdict()).isEqualTo(Verdict.STUCK);
    }

    @ParameterizedTest
    @EnumSource
    void one_stop_or_unknown_of_any_check_blocks(Step step) {
        for (Result result : List.of(Result.STOP, Result.UNKNOWN)) {
            Diagnosis diagnosis = Some.diagnosis(STUCK, with(step, result));
            assertThat(diagnosis.verdict()).isEqualTo(Verdict.BLOCKED);
            assertThat(diagnosis.plan()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_check_that_is_missing_blocks(Step step) {
        List<Finding> findings = Some.findings(Result.PASS).stream().filter(finding -> finding.step() != step).toList();
        assertThat(Some.diagnosis(STUCK, findings).verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void a_check_that_is_there_twice_does_not_stand_in_for_another() {
        List<Finding> findings = new ArrayList<>(Some.findings(Result.PASS));
        findings.set(0, Some.finding(Step.DELETE_IS_POSSIBLE, Result.PASS));
        assertThat(Some.diagnosis(STUCK, findings).verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void unclear_records_block_whatever_the_checks_say() {
        Diagnosis diagnosis = Some.diagnosis(new ReleaseState.Unclear(Optional.empty(), Optional.empty()), Some.findings(Result.PASS));
        assertThat(diagnosis.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(diagnosis.plan()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void not_stuck_is_not_stuck_whatever_the_other_checks_say(Result result) {
        Diagnosis diagnosis = Some.diagnosis(new ReleaseState.NotStuck(7, DEPLOYED), Some.findings(result));
        assertThat(diagnosis.verdict()).isEqualTo(Verdict.NOT_STUCK);
        assertThat(diagnosis.plan()).isEmpty();
    }

    @Test
    void the_plan_names_exactly_one_object() {
        DeletePlan plan = Some.plan();
        assertThat(plan.object()).isEqualTo(new SecretRef("sh.helm.release.v1.gitlab-cny.v1234", "uid-1234", "91234"));
        assertThat(plan)
                .extracting(DeletePlan::cluster, DeletePlan::namespace, DeletePlan::release, DeletePlan::revision, DeletePlan::status,
                        DeletePlan::leftRevision,
                        DeletePlan::leftStatus)
                .containsExactly("gprd-gitlab-gke", "gitlab-cny", "gitlab-cny", 1234, PENDING_UPGRADE, 1233, DEPLOYED);
    }

    @Test
    void the_fingerprint_is_the_same_where_only_ages_texts_and_the_order_differ() {
        List<Finding> other = new ArrayList<>();
        for (Step step : Step.values()) {
            other.add(new Finding(step, Result.PASS, "other words", List.of("4m ago"), "next", List.of(new Link("a", "b")), "by hand"));
        }
        Collections.reverse(other);
        StuckRevision stuck = Some.stuck();
        ReleaseRecord record = new ReleaseRecord("gitlab-cny", "gitlab-cny", Some.STUCK, PENDING_UPGRADE, "another description", "chart",
                "app",
                Optional.empty());
        Diagnosis later = new Diagnosis(Some.target(), Some.NOW.plus(Duration.ofMinutes(4)),
                new ReleaseState.Stuck(new StuckRevision(stuck.revision(), record, stuck.below(), stuck.belowRecord(), stuck.older())),
                other);

        assertThat(fingerprint(later)).isEqualTo(Some.plan().fingerprint());
    }

    @Test
    void a_remark_on_the_cluster_comes_and_goes_and_is_the_same_fingerprint_but_a_stop_is_not() {
        assertThat(fingerprint(Some.diagnosis(STUCK, with(Step.CLUSTER_IS_HEALTHY, Result.WARN)))).isEqualTo(Some.plan().fingerprint());
        assertThat(Some.diagnosis(STUCK, with(Step.CLUSTER_IS_HEALTHY, Result.STOP)).plan()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLUSTER_IS_HEALTHY")
    void a_check_that_warns_now_is_another_fingerprint(Step step) {
        assertThat(fingerprint(Some.diagnosis(STUCK, with(step, Result.WARN)))).isNotEqualTo(Some.plan().fingerprint());
    }

    @Test
    void each_part_of_the_object_and_of_the_one_below_changes_the_fingerprint() {
        StuckRevision it = Some.stuck();
        Revision top = it.revision();
        Revision below = it.below();
        List<StuckRevision> others = List.of(
                stuck(new Revision("sh.helm.release.v1.gitlab-cny.v9", top.number(), top.uid(), top.resourceVersion(), top.created(),
                        top.statusLabel(), top.versionLabel()), PENDING_UPGRADE, below, DEPLOYED),
                stuck(with(top, "other", top.resourceVersion()), PENDING_UPGRADE, below, DEPLOYED),
                stuck(with(top, top.uid(), "other"), PENDING_UPGRADE, below, DEPLOYED),
                stuck(top, PENDING_ROLLBACK, below, DEPLOYED),
                stuck(top, PENDING_UPGRADE, Some.revision(Some.STUCK - 2, DEPLOYED), DEPLOYED),
                stuck(top, PENDING_UPGRADE, with(below, "other", below.resourceVersion()), DEPLOYED),
                stuck(top, PENDING_UPGRADE, below, FAILED));

        assertThat(others.stream().map(stuck -> fingerprint(Some.diagnosis(new ReleaseState.Stuck(stuck), Some.findings(Result.PASS)))))
                .doesNotContain(Some.plan().fingerprint()).doesNotHaveDuplicates();
    }

    @Test
    void each_part_of_the_place_changes_the_fingerprint() {
        Target it = Some.target();
        assertThat(List.of(new Target("x", "x", "other", it.namespace(), it.release(), it.ci()),
                new Target("x", "x", it.cluster(), "other", it.release(), it.ci()),
                new Target("x", "x", it.cluster(), it.namespace(), "other", it.ci())).stream()
                .map(target -> fingerprint(new Diagnosis(target, Some.NOW, STUCK, Some.findings(Result.PASS)))))
                .doesNotContain(Some.plan().fingerprint()).doesNotHaveDuplicates();
    }

    private static StuckRevision stuck(Revision top, ReleaseStatus status, Revision below, ReleaseStatus belowStatus) {
        return new StuckRevision(top, Some.record(Some.STUCK, status), below, Some.record(below.number(), belowStatus), List.of());
    }

    private static Revision with(Revision it, String uid, String resourceVersion) {
        return new Revision(it.secret(), it.number(), uid, resourceVersion, it.created(), it.statusLabel(), it.versionLabel());
    }

    private static String fingerprint(Diagnosis diagnosis) {
        return diagnosis.plan().orElseThrow().fingerprint();
    }

    private static List<Finding> with(Step step, Result result) {
        return Some.findings(Result.PASS).stream().map(finding -> finding.step() == step ? Some.finding(step, result) : finding).toList();
    }
}
