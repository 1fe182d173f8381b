package dev.helmstuck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.remediation.Deed;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.thread.RecordFile;
import dev.helmstuck.report.thread.Surroundings;
import dev.helmstuck.report.thread.ThreadMessage;
import dev.helmstuck.report.thread.ThreadView;
import dev.helmstuck.testing.Golden;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The record at the end, as it is pasted into the issue of an incident. */
class RecordFileTest {

    private static Remediation ended(String life) {
        return WholeLives.all().stream().filter(it -> it.name().equals(life)).findFirst().orElseThrow().moments().getLast().remediation();
    }

    private static Deed deed(int seconds, String actor, String action, String object, String result) {
        return new Deed(Some.NOW.plusSeconds(seconds), actor, action, object, result);
    }

    /** The audit rows of a whole life, as the steps write them. */
    private static List<Deed> trail() {
        String record = Some.plan().describe();
        String job = "gitlab-com/gl-infra/k8s-workloads/gitlab-com job 15000002 gprd-cny:auto-deploy";
        return List.of(deed(0, "URUTH", "command", "gitlab-cny", "opened in C1"),
                deed(17, "helm-stuck", "diagnosis", "NO_DEPLOY_IN_FLIGHT PASS", "STUCK"),
                deed(18, "helm-stuck", "request", record, "posted as 1763726400.000100, answerable until 2026-11-21T12:15:00Z"),
                deed(40, "UMALLORY", "refused reaction", "1763726400.000100", "NOT_APPROVER"),
                deed(215, "UANN", "approval", record, "seen " + Some.NOW.plusSeconds(180)),
                deed(215, "helm-stuck", "diagnosis", record, "STUCK, same plan: intent to delete"),
                deed(216, "helm-stuck", "backup", record, "kept as " + SomeLives.BACKUP),
                deed(217, "helm-stuck", "delete", record, "deleted"),
                deed(219, "helm-stuck", "validation", record, "revision 1233 is deployed, Helm is unlocked"),
                deed(221, "helm-stuck", "request", job, "posted as 1763726400.000200, answerable until 2026-11-21T12:20:00Z"),
                deed(310, "UANN", "approval", job, "seen " + Some.NOW.plusSeconds(300)),
                deed(311, "helm-stuck", "rerun", job, "rerun as job 15000107"),
                deed(851, "helm-stuck", "rerun ended", job.replace("15000002", "15000107"), "success, new revision 1234 is deployed"),
                deed(853, "helm-stuck", "end", "gitlab-cny", "RESOLVED"));
    }

    private static Surroundings around(List<Deed> trail) {
        return new Surroundings(Some.target(), Optional.of(Some.policy()), List.of(), Optional.empty(), trail);
    }

    private static Optional<ThreadMessage> record(Remediation remediation, List<Deed> trail) {
        return ThreadView.of(remediation, around(trail)).stream().filter(message -> message.key().equals("record")).findFirst();
    }

    private static String markdown(Remediation remediation, List<Deed> trail) {
        return record(remediation, trail).flatMap(ThreadMessage::file).orElseThrow().text().get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resolved", "rerun-locked-again", "blocked", "expired", "needs-attention-no-answer"})
    void the_record_reads_as_its_golden(String life) {
        Golden.check("records/" + life + ".md", markdown(ended(life), trail()));
    }

    @Test
    void it_comes_with_the_last_message_and_names_the_command_that_prints_it() {
        List<ThreadMessage> thread = ThreadView.of(ended("resolved"), around(trail()));
        assertThat(thread.stream().map(ThreadMessage::key)).containsSubsequence("last", "record");
        assertThat(record(ended("resolved"), trail())).hasValueSatisfying(message -> {
            assertThat(message.file().orElseThrow().name()).isEqualTo("helm-stuck-gitlab-cny-r1.md");
            assertThat(message.report().toString()).contains("java -jar helm-stuck.jar history gitlab-cny --markdown");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-stuck", "checking", "waiting", "rerun-running"})
    void there_is_none_before_the_end_and_none_of_a_release_that_was_not_stuck(String life) {
        assertThat(record(ended(life), trail())).isEmpty();
    }

    @Test
    void an_older_row_without_audit_rows_and_histories_has_a_record_too() {
        Remediation now = ended("resolved");
        Remediation older = new Remediation(now.id(), now.target(), now.requester(), now.channel(), now.thread(), now.sweep(), now.opened(),
                now.state(),
                now.since(),
                now.looks(), now.findings(), now.proposals(),
                now.notes().stream().filter(note -> !(note instanceof Note.HelmHistory)).toList(), now.version());
        assertThat(markdown(older, List.of())).contains("outcome: **resolved**", "### Identities").doesNotContain("### Timeline",
                "### History");
    }

    @Test
    void each_step_says_how_long_it_took_and_a_yes_stands_where_it_was_said() {
        String text = markdown(ended("resolved"), trail());
        assertThat(text).contains("2026-11-21 12:00:17 UTC (+17s) **helm-stuck**: every check has run: stuck",
                "2026-11-21 12:03:00 UTC (+2m 20s) **Ann**: said yes",
                "2026-11-21 12:14:11 UTC (+9m) **helm-stuck**: the new job has ended");
        assertThat(text.indexOf("**Ann**: said yes")).isLessThan(text.indexOf("same plan: intent to delete"));
    }

    static Stream<String> harm() {
        return Stream.of("@all\n/close\r\n# x | <script> [a](javascript:1) `b` **c** ~~d~~ ![i](http://e) #12 !34 \u202Etxt\u0000",
                "```\n/label ~x\n```", "/close", "1. /assign @ann", "- /close", "> q\n\n/merge", "| a |\n|---|", "<!--", "&lt;b&gt; @ann");
    }

    @ParameterizedTest
    @MethodSource("harm")
    void hostile_names_and_reasons_stay_text(String harm) {
        String text = MarkdownText.heading(2, harm) + MarkdownText.of(List.of(new Section(harm, List.of(Line.of(harm), Line.bullet(harm),
                new Line(Line.Kind.DETAIL, Line.spans(harm)), Line.bullet(new Line.Span.Strong(harm), new Line.Span.Code(harm)),
                Line.bullet(new Line.Span.Anchor(harm, "javascript:alert(1)")), Line.command(harm), Line.table(List.of(harm))))), 3);
        List<String> prose = new ArrayList<>();
        Optional<String> fence = Optional.empty();
        for (String line : text.lines().toList()) {
            assertThat(line).doesNotStartWith("/").doesNotContainPattern("[\\p{Cc}\u202E]");
            boolean marks = line.matches("`{3,}(text)?");
            if (fence.isPresent() && line.equals(fence.get())) fence = Optional.empty();
            else if (fence.isEmpty() && marks) fence = Optional.of(line.replace("text", ""));
            else if (fence.isEmpty()) prose.add(line.replaceAll("(?<!\\\\)(`+)(?!`).*?(?<!`)\\1(?!`)", ""));
        }
        assertThat(fence).isEmpty();
        assertThat(prose).allSatisfy(line -> assertThat(line).doesNotContainPattern("(?<!\\\\)[<|~\\[]").doesNotContainPattern("@\\w")
                .doesNotContainPattern("^[>|/]").doesNotContainPattern("^[ ]*- ([-+/#>]|\\d+[.)])"));
    }

    @Test
    void a_hostile_remediation_has_a_record_that_does_no_harm() {
        String text = RecordFile.markdown(HostileMessages.endedBadly(), around(List.of(deed(1, "U<!here>", "odd\n/close", "@all", "| x"))),
                HostileMessages.endedBadly().state().end().orElseThrow());
        assertThat(text.lines()).noneMatch(line -> line.startsWith("/"));
        Golden.check("records/hostile.md", text);
    }

    @Test
    void histories_are_told_before_and_after() {
        assertThat(markdown(ended("resolved"), trail())).contains("### History of the release before",
                "### History of the release after the delete", "### History of the release after the rerun",
                "the newest record afterwards, revision 1234");
    }
}
