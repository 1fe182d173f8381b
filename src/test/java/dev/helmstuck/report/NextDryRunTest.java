package dev.helmstuck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.report.thread.NextDryRun;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Outlook;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each case as it was measured: what is left on top decides what Helm shows, and what was under way decides what is in the cluster. */
class NextDryRunTest {

    private static DeletePlan plan(ReleaseStatus gone, ReleaseStatus left) {
        return plan(gone, left, new Outlook(false, 1233, ApplyMethod.UNSAID, ApplyMethod.UNSAID, List.of()));
    }

    private static DeletePlan plan(ReleaseStatus gone, ReleaseStatus left, Outlook outlook) {
        DeletePlan plan = Some.plan();
        return new DeletePlan(plan.cluster(), plan.namespace(), plan.release(), plan.secret(), 1234, plan.uid(), plan.resourceVersion(),
                gone,
                plan.created(), plan.chart(), plan.appVersion(), plan.description(), 1233, left, plan.fingerprint(), Optional.of(outlook));
    }

    @Test
    void an_upgrade_over_a_deployed_revision_is_listed_again_and_may_be_half_there() {
        DeletePlan plan = plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED);

        assertThat(NextDryRun.believes(plan)).isEqualTo(
                "helm status will say deployed, revision 1233: Helm is unlocked and believes that this is what runs.");
        assertThat(NextDryRun.shows(plan)).first().asString().contains("lists the changes of revision 1234 again", "some or all",
                "rolls only what is missing");
    }

    @Test
    void over_a_superseded_revision_everything_was_applied_and_nothing_rolls() {
        DeletePlan plan = plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.SUPERSEDED,
                new Outlook(true, 1233, ApplyMethod.UNSAID, ApplyMethod.UNSAID, List.of()));

        assertThat(NextDryRun.believes(plan)).contains("superseded, revision 1233", "Helm 3's plain helm list", "unlocked");
        assertThat(NextDryRun.shows(plan)).first().asString().contains("lists the changes of revision 1234 again", "rolls nothing");
    }

    @Test
    void over_a_superseded_revision_nothing_is_promised_to_roll_nothing_unless_the_records_tell_that_all_was_applied() {
        assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.SUPERSEDED))).first().asString()
                .contains("some or all", "rolls only what is missing").doesNotContain("rolls nothing", "all of them were applied");
        DeletePlan stored = plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.SUPERSEDED);
        DeletePlan older = new DeletePlan(stored.cluster(), stored.namespace(), stored.release(), stored.secret(), 1234, stored.uid(),
                stored.resourceVersion(), stored.status(), stored.created(), stored.chart(), stored.appVersion(), stored.description(),
                1233,
                stored.leftStatus(), stored.fingerprint(), Optional.empty());
        assertThat(NextDryRun.shows(older)).first().asString().doesNotContain("rolls nothing");
    }

    @Test
    void where_helm_merges_from_another_revision_than_the_dry_run_compares_with_both_are_named() {
        Outlook atomic = new Outlook(false, 1232, ApplyMethod.UNSAID, ApplyMethod.UNSAID, List.of());
        String both = "A deploy merges from revision 1232, the newest that is marked deployed, and not from revision 1233, which the dry run "
                + "compares with: what it changes is not what the dry run lists.";
        assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_ROLLBACK, ReleaseStatus.FAILED, atomic))).contains(both);
        List<String> upgrade = NextDryRun.shows(plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.SUPERSEDED, atomic));
        assertThat(upgrade).contains(both).first().asString().contains("compares with revision 1233, which need not be what runs",
                "can be empty", "green without a deploy");
        assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED)))
                .noneMatch(line -> line.contains("merges"));
    }

    @Test
    void an_install_over_an_uninstalled_release_is_deployed_again_with_upgrade_install() {
        assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_INSTALL, ReleaseStatus.SUPERSEDED))).first().asString()
                .contains("revision 1233, which was uninstalled before this install began", "Deploy with helm upgrade --install")
                .doesNotContain("applied", "rolls nothing");
    }

    @Test
    void what_was_applied_server_side_loses_its_fields_on_going_back_and_leaves_its_objects() {
        Outlook serverSide = new Outlook(false, 1233, ApplyMethod.SERVER_SIDE, ApplyMethod.SERVER_SIDE, List.of());
        assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED, serverSide))).last().asString()
                .contains("Roll forward", "would take away the fields that only revision 1234 set",
                        "leave behind the objects that only it made");
        for (Outlook mixed : List.of(new Outlook(false, 1233, ApplyMethod.UNSAID, ApplyMethod.SERVER_SIDE, List.of()),
                new Outlook(false, 1233, ApplyMethod.SERVER_SIDE, ApplyMethod.CLIENT_SIDE, List.of()))) {
            assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED, mixed))).last().asString()
                    .contains("would leave behind what only revision 1234 added");
        }
    }

    @Test
    void fields_that_others_took_over_are_named_with_the_flag_that_is_a_persons_decision() {
        Outlook taken = new Outlook(false, 1233, ApplyMethod.SERVER_SIDE, ApplyMethod.SERVER_SIDE,
                List.of("Deployment/web spec.replicas (kubectl)", "Deployment/api spec.replicas (kube-controller-manager)"));
        assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED, taken))).contains(
                "With Helm 4 the next deploy applies server-side and fails on what others took over: Deployment/web spec.replicas (kubectl); "
                        + "Deployment/api spec.replicas (kube-controller-manager). No dry run shows it. They give it up, or a person decides to "
                        + "take it back with --force-conflicts.");
    }

    @Test
    void an_atomic_rollback_over_a_failed_revision_leaves_an_empty_dry_run_and_perhaps_older_code() {
        DeletePlan plan = plan(ReleaseStatus.PENDING_ROLLBACK, ReleaseStatus.FAILED);

        assertThat(NextDryRun.believes(plan)).contains("failed, revision 1233", "unlocked all the same");
        assertThat(NextDryRun.shows(plan)).first().asString().contains("compares with that failed revision", "can be empty", "older code",
                "green without a deploy");
    }

    @Test
    void an_upgrade_over_a_failed_revision_can_be_empty_too_but_nothing_was_rolled_back() {
        assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.FAILED))).first().asString()
                .contains("can be empty", "never have been applied").doesNotContain("older code");
    }

    @ParameterizedTest
    @EnumSource(names = {"DEPLOYED", "SUPERSEDED"})
    void a_rollback_by_hand_is_not_listed_again_for_its_changes_were_older_code(ReleaseStatus left) {
        assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_ROLLBACK, left))).first().asString()
                .contains("older code", "is empty", "green without a deploy").doesNotContain("1234");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"DEPLOYED", "SUPERSEDED", "FAILED"})
    void of_anything_else_nothing_is_promised(ReleaseStatus left) {
        DeletePlan plan = plan(ReleaseStatus.PENDING_UPGRADE, left);

        assertThat(NextDryRun.believes(plan)).contains(left.word(), "read helm history").doesNotContain("unlocked");
        assertThat(NextDryRun.shows(plan)).first().asString().contains("cannot be told");
    }

    @ParameterizedTest
    @CsvSource({"PENDING_UPGRADE,DEPLOYED,false", "PENDING_UPGRADE,SUPERSEDED,false", "PENDING_UPGRADE,FAILED,true",
            "PENDING_ROLLBACK,FAILED,true", "PENDING_ROLLBACK,DEPLOYED,true"})
    void it_warns_of_a_green_job_without_a_deploy_exactly_where_the_dry_run_may_be_empty(ReleaseStatus gone, ReleaseStatus left,
            boolean empty) {
        DeletePlan plan = plan(gone, left);

        assertThat(NextDryRun.mayBeEmpty(plan)).isEqualTo(empty);
        assertThat(String.join(" ", NextDryRun.shows(plan)).contains("green without a deploy")).isEqualTo(empty);
        assertThat(String.join(" ", NextDryRun.shows(plan))).as("names nobody's own variables").doesNotContain("IMAGE_CHECK_OVERRIDE");
    }

    @ParameterizedTest
    @EnumSource
    void hook_jobs_always_run_again(ReleaseStatus left) {
        assertThat(NextDryRun.shows(plan(ReleaseStatus.PENDING_UPGRADE, left))).anyMatch(line -> line.contains("hook Jobs"));
    }

    @Test
    void going_back_is_warned_of_only_where_something_newer_would_be_left_behind() {
        List<String> upgrade = NextDryRun.shows(plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED));
        List<String> rollback = NextDryRun.shows(plan(ReleaseStatus.PENDING_ROLLBACK, ReleaseStatus.FAILED));

        assertThat(upgrade).anyMatch(line -> line.contains("Roll forward") && line.contains("only revision 1234 added"));
        assertThat(rollback).noneMatch(line -> line.contains("Roll forward"));
    }
}
