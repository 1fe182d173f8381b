package dev.helmstuck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.helmstuck.cli.TerminalText;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Proof;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.thread.LastReport;
import dev.helmstuck.report.thread.RecordFile;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every last message, however it is worded. */
class LastReportTest {

    static Stream<Remediation> endings() {
        return LastMessages.endings().values().stream();
    }

    static Stream<Aftermath> notToBeRerun() {
        return Stream.of(new Helm.Unlocked(1233, ReleaseStatus.UNINSTALLING), new Helm.NewRevision(1234, ReleaseStatus.DEPLOYED),
                new Helm.NewRevision(1234, ReleaseStatus.PENDING_UPGRADE), new Helm.StillPending(1234, ReleaseStatus.PENDING_UPGRADE),
                new Helm.StillPending(1233, ReleaseStatus.PENDING_UPGRADE), new Helm.NotFound(), new Helm.Unread("no answer"))
                .flatMap(helm -> Stream.of(new Aftermath(helm, LastMessages.FAILED_JOB, ""), new Aftermath(helm, Optional.empty(), ""),
                        new Aftermath(helm, Optional.empty(), "GitLab: no answer")));
    }

    private static String text(Remediation remediation) {
        return TerminalText.of(LastReport.of(remediation, SomeLives.around(), SomeLives.ending(remediation)));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void it_begins_with_the_one_next_action_and_says_what_was_done_and_what_not(Remediation remediation) {
        assertThat(text(remediation).lines().findFirst().orElseThrow()).startsWith("gitlab-cny").contains(". Next: ");
        assertThat(text(remediation)).contains("asked for by Ruth",
                "rollback, uninstall, change of a workload");
    }

    @ParameterizedTest
    @MethodSource("endings")
    void resolved_is_not_said_before_the_deploy_behind_it_is_proven(Remediation remediation) {
        assertThat(text(remediation)).doesNotContainIgnoringCase("resolved");
    }

    @ParameterizedTest
    @MethodSource("endings")
    void no_word_of_the_trade_stands_without_what_it_means(Remediation remediation) {
        assertThat(text(remediation)).doesNotContain("enerations", "last writes", "IMAGE_CHECK");
    }

    @ParameterizedTest
    @MethodSource("endings")
    void it_says_deleted_exactly_if_it_was(Remediation remediation) {
        Set<Outcome> deletes = Set.of(Outcome.UNLOCKED, Outcome.NEEDS_ATTENTION);
        Outcome outcome = SomeLives.ending(remediation).outcome();

        assertThat(text(remediation).contains("nothing deleted") || text(remediation).contains("not done: delete,"))
                .isEqualTo(!deletes.contains(outcome));
        assertThat(text(remediation).contains("- deleted: Secret sh.helm")).isEqualTo(deletes.contains(outcome)
                && SomeLives.ending(remediation).aftermath().isPresent() && !text(remediation).contains("it is still there"));
    }

    @ParameterizedTest
    @MethodSource("notToBeRerun")
    void no_job_is_to_be_rerun_unless_helm_is_seen_unlocked_and_nobody_deployed_since(Aftermath aftermath) {
        assertThat(text(SomeLives.validated(SomeLives.stuck(), aftermath))).doesNotContain("Next: rerun the newest", "#15000001",
                "next dry run");
    }

    @Test
    void a_record_that_outlives_its_delete_is_not_called_deleted() {
        String text = text(SomeLives.validated(new Helm.StillPending(1234, ReleaseStatus.PENDING_UPGRADE)));

        assertThat(text).contains("accepted, but the record is still there", "FINALIZERS");
    }

    @Test
    void the_command_that_restores_is_shown_only_where_the_record_may_be_gone() {
        List<Outcome> shown = endings().filter(each -> text(each).contains("java -jar helm-stuck.jar restore"))
                .map(each -> SomeLives.ending(each).outcome()).distinct().toList();

        assertThat(shown).containsExactlyInAnyOrder(Outcome.UNLOCKED, Outcome.NEEDS_ATTENTION, Outcome.ALREADY_GONE);
    }

    @Test
    void what_stopped_it_is_told_to_those_who_do_not_see_the_thread() {
        assertThat(text(SomeLives.blocked())).contains("Deployment gitlab-webservice: 10 updated and 7 available",
                "https://ops.example.com/jobs/15000002", "Let them end");
    }

    @Test
    void several_checks_of_one_silent_system_give_their_advice_once() {
        Remediation blocked = SomeLives.diagnosed(SomeLives.with(SomeFindings.unread("no answer").toList()));

        assertThat(text(blocked).split("mend the access and run the command again\\.\n", -1)).hasSize(2);
    }

    @Test
    void of_many_workloads_that_rolled_the_first_are_named_and_the_record_names_all() {
        List<String> rolled = IntStream.range(0, 60).mapToObj(each -> "Deployment web-" + each + " was changed").toList();
        Proof proof = new Proof(new Aftermath.Helm.NewRevision(1234, ReleaseStatus.DEPLOYED), Optional.empty(), rolled, Optional.empty());
        CiJob job = SomeFindings.ownJob("success", Optional.empty());
        Ending ending = new Ending(Outcome.RESOLVED, "Revision 1234 is deployed.", Optional.empty(), List.of(), Optional.empty(),
                Optional.empty(), Optional.of(new AllowedRerun(job, List.of(Some.approval()), Optional.of(job), Optional.of(proof))));
        String last = TerminalText.of(LastReport.of(SomeLives.opened(), SomeLives.around(), ending));
        assertThat(last).contains("Deployment web-0 was changed", "and 53 more").doesNotContain("web-8 ");
        assertThat(RecordFile.markdown(SomeLives.opened(), SomeLives.around(), ending)).contains("Deployment web-59 was changed");
    }
}
