package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.YES;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.MALLORY;
import static dev.helmstuck.simulator.World.SRE;
import static dev.helmstuck.simulator.World.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.helmstuck.approval.Reason;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.slack.Forgery;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How approvals in chat go wrong elsewhere, row by row, as far as it is the same for every kind of request. One more yes is missing, that of
 * Bob or Carol, and what is asked about is done.
 */
abstract class ApprovalRows {
    @TempDir
    Path dir;

    /** The incident before its bot runs. */
    abstract Incident prepared(Mode mode);

    /** The command that begins it. */
    String typed() {
        return TARGET;
    }

    /** The request, once one yes is missing. */
    abstract Message asked(Incident incident);

    /** What a yes would do is not done. */
    abstract void untouched(Incident incident);

    /** How many times it was sent. */
    abstract int acts(Incident incident);

    /** Whose yes to it has had an effect. */
    abstract List<String> approvers(Incident incident);

    /** It is done to its end, once, because this person said yes. */
    abstract void done(Incident incident, String approver);

    /** It ended like that, and what was asked about was not done; the last message. */
    abstract Message ends(Incident incident, Outcome outcome);

    /** The group of approvers has these members. */
    void group(Incident incident, Stream<String> members) {
        incident.slack().changeGroup(SRE, members.toArray(String[]::new));
    }

    /** It happens in the look that comes between the yes and its effect. */
    void meanwhile(Incident incident, Runnable happens) {
        incident.meanwhile(happens);
    }

    private Incident start() {
        return prepared(Mode.SOCKET).go();
    }

    static void refused(Incident incident, String user, Reason reason) {
        incident.until("the refusal of " + user, () -> incident.refused(user).isPresent());
        assertThat(incident.audit("refused reaction").stream().filter(row -> row.actor().equals(user)).map(AuditRow::result))
                .containsExactly(reason.name());
    }

    private static void openAgain(Incident incident, Message request) {
        incident.until("the request is open again", () -> incident.now(request).text().contains(":" + YES + ":"));
    }

    @Test
    void row01_somebody_in_the_channel_who_is_no_approver_is_answered_once_and_ignored() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            incident.yes(MALLORY, request);
            assertThat(incident.whispers(MALLORY, 1)).singleElement().satisfies(whisper -> {
                assertThat(whisper.thread()).contains(incident.world.root().ts());
                assertThat(whisper.shown()).isTrue();
            });
            incident.looksAgain(() -> incident.takeBack(MALLORY, request));
            incident.looksAgain(() -> incident.yes(MALLORY, request));
            refused(incident, MALLORY, Reason.NOT_APPROVER);
            untouched(incident);
            incident.yes(BOB, request);
            done(incident, BOB);
            assertThat(incident.whispers(MALLORY)).hasSize(1);
        }
    }

    @Test
    void row03_the_requester_cannot_approve() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            incident.yes(ALICE, request);
            assertThat(incident.whispers(ALICE, 1)).hasSize(1);
            refused(incident, ALICE, Reason.REQUESTER);
            untouched(incident);
            incident.yes(CAROL, request);
            done(incident, CAROL);
        }
    }

    @Test
    void row04_the_same_human_on_a_second_account_cannot_approve() {
        try (Incident incident = start()) {
            incident.slack().addMember(Member.person("U0ALICE2", "alice.two", "Alice Again").withEmail("ALICE@example.com"));
            group(incident, Stream.of(ALICE, BOB, CAROL, "U0ALICE2"));
            Message request = asked(incident);
            incident.yes("U0ALICE2", request);
            assertThat(incident.whispers("U0ALICE2", 1)).hasSize(1);
            refused(incident, "U0ALICE2", Reason.SAME_HUMAN);
            untouched(incident);
            incident.yes(BOB, request);
            done(incident, BOB);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row07_a_yes_that_was_taken_back_between_the_look_and_the_effect_does_not_count(Mode mode) {
        try (Incident incident = prepared(mode).go()) {
            Message request = asked(incident);
            meanwhile(incident, () -> incident.takeBack(BOB, request));
            incident.yes(BOB, request);
            AuditRow row = incident.audited("yes taken back");
            assertThat(row.actor()).isEqualTo(BOB);
            assertThat(row.result()).startsWith("nothing ");
            untouched(incident);
            assertThat(approvers(incident)).isEmpty();
            openAgain(incident, request);
            incident.yes(CAROL, request);
            done(incident, CAROL);
        }
    }

    @Test
    void row08_a_yes_first_seen_after_the_deadline_is_late_although_nothing_swept_before() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            incident.slack().deliveries().lose(1);
            incident.yes(BOB, request);
            incident.clock.advance(Duration.ofMinutes(15));
            var unused = ends(incident, Outcome.EXPIRED);
            refused(incident, BOB, Reason.LATE);
            assertThat(incident.whispers(BOB, 1)).hasSize(1);
            assertThat(approvers(incident)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void row09_a_restart_finds_the_request_and_the_reactions_made_while_down(Mode mode) {
        try (Incident incident = prepared(mode).go()) {
            Message request = asked(incident);
            int requests = incident.audit("request").size();
            incident.slack().deliveries().retryAfter();
            incident.world.stop();
            incident.yes(MALLORY, request);
            incident.yes(BOB, request);
            untouched(incident);
            incident.go();
            done(incident, BOB);
            refused(incident, MALLORY, Reason.NOT_APPROVER);
            assertThat(incident.audit("request").stream().filter(row -> row.result().contains(request.ts()))).hasSize(1);
            assertThat(incident.audit("request").size()).isGreaterThanOrEqualTo(requests);
        }
    }

    @Test
    void row11_when_nothing_answers_after_the_yes_the_thread_still_gets_its_last_message() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            incident.cluster.faults().always(any -> true, Fault.forbidden());
            incident.yes(BOB, request);
            assertThat(ends(incident, Outcome.PLAN_CHANGED).thread()).contains(incident.world.root().ts());
        }
    }

    @Test
    void row12_every_message_that_looked_open_is_edited_at_the_end() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            assertThat(request.text()).contains(":" + YES + ":");
            assertThat(incident.now(incident.world.root()).blocks().toString()).contains("in_progress");
            incident.no(BOB, request);
            var unused = ends(incident, Outcome.REFUSED);
            assertThat(incident.now(request).text()).contains("Request closed").doesNotContain(":" + YES + ":");
            assertThat(incident.world.root().blocks().toString()).contains("task_card").doesNotContain("in_progress");
            assertThat(incident.audited("denial").actor()).isEqualTo(BOB);
        }
    }

    @Test
    void row13_guests_externals_bots_deactivated_and_unclear_accounts_are_answered_and_ignored() {
        try (Incident incident = start()) {
            Map<Member, Reason> accounts = Map.of(
                    Member.person("U0GUEST", "guest", "Guest").guest(), Reason.GUEST,
                    Member.person("U0SINGLE", "single", "Single Channel").singleChannelGuest(), Reason.GUEST,
                    Member.person("U0EXTERN", "extern", "Extern").external("T0OTHER"), Reason.EXTERNAL,
                    Member.person("U0ROBOT", "robot", "Robot").bot(), Reason.BOT,
                    Member.person("U0GONE", "gone", "Gone").deactivated(), Reason.DEACTIVATED,
                    Member.person("U0MISSING", "missing", "Missing Flag").omitting("is_restricted"), Reason.FLAG_MISSING,
                    Member.person("U0NOBOT", "nobot", "Missing Bot Flag").omitting("is_bot"), Reason.FLAG_MISSING,
                    Member.person("U0NOULTRA", "noultra", "Missing Guest Flag").omitting("is_ultra_restricted"), Reason.FLAG_MISSING,
                    Member.person("U0NODEL", "nodel", "Missing Deleted Flag").omitting("deleted"), Reason.FLAG_MISSING,
                    Member.person("U0NOTEAM", "noteam", "Missing Team").omitting("team_id"), Reason.EXTERNAL);
            accounts.keySet().forEach(incident.slack()::addMember);
            group(incident, Stream.concat(Stream.of(ALICE, BOB, CAROL), accounts.keySet().stream().map(Member::id)));
            Message request = asked(incident);
            accounts.keySet().forEach(account -> incident.yes(account.id(), request));
            accounts.forEach((account, reason) -> {
                refused(incident, account.id(), reason);
                boolean aloud = reason == Reason.BOT || reason == Reason.DEACTIVATED;
                incident.until("it was said to " + account.id(), () -> aloud
                        ? incident.messages("refused:" + account.id() + ":").size() == 1
                        : incident.whispers(account.id()).size() == 1);
                assertThat(incident.whispers(account.id())).hasSize(aloud ? 0 : 1);
            });
            untouched(incident);
            incident.yes(BOB, request);
            done(incident, BOB);
        }
    }

    @Test
    void row14_only_the_configured_emoji_is_an_answer_and_a_skin_tone_does_not_matter() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            List<String> others = List.of("heavy_check_mark", "white-check-mark", "ballot_box_with_check", "+1", "thumbsup::skin-tone-3",
                    "lgtm", "no_entry");
            others.forEach(other -> incident.looksAgain(() -> incident.react(BOB, request, other)));
            assertThat(approvers(incident)).isEmpty();
            assertThat(incident.audit("refused reaction")).isEmpty();
            assertThat(incident.slack().calls("users.info").stream().filter(call -> call.params().containsValue(BOB))).isEmpty();
            untouched(incident);
            incident.react(BOB, request, YES + "::skin-tone-4");
            done(incident, BOB);
        }
    }

    @Test
    void row16_an_approver_who_lost_the_right_meanwhile_is_told_so_and_does_not_count() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            meanwhile(incident, () -> group(incident, Stream.of(ALICE, CAROL)));
            incident.yes(BOB, request);
            assertThat(incident.whispers(BOB, 1)).hasSize(1);
            refused(incident, BOB, Reason.NOT_APPROVER);
            openAgain(incident, request);
            untouched(incident);
            assertThat(incident.audit("yes taken back")).as("he did not take it back").isEmpty();
            incident.yes(CAROL, request);
            done(incident, CAROL);
        }
    }

    @Test
    void row15_forged_and_replayed_requests_have_no_effect() {
        try (Incident incident = prepared(Mode.HTTP).go()) {
            for (Forgery forgery : Forgery.values())
                assertThat(incident.slack().forgeCommand(forgery, ALICE, CHANNEL, typed())).as("%s", forgery).isEqualTo(401);
            assertThat(incident.audit()).isEmpty();
            Message request = asked(incident);
            List<String> before = approvers(incident);
            for (Forgery forgery : Forgery.values())
                assertThat(incident.slack().forgeReaction(forgery, BOB, CHANNEL, request.ts(), YES)).as("%s", forgery).isEqualTo(401);
            assertThat(approvers(incident)).isEqualTo(before);
            untouched(incident);
            incident.yes(BOB, request);
            done(incident, BOB);
            incident.slack().signedRequests().forEach(sent -> assertThat(incident.slack().replay(sent)).isEqualTo(200));
            assertThat(incident.audit("command")).hasSize(1);
            assertThat(acts(incident)).isOne();
        }
    }

    @Test
    void row17_a_list_of_reactions_that_is_cut_short_confirms_nothing_and_is_asked_for_again() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            SlackFault cut = SlackFault.answer("""
                    {"ok": true, "type": "message", "channel": "%s", "message": {"type": "message", "ts": "%s", "reactions": [
                    {"name": "white_check_mark", "count": 3, "users": ["%s"]}]}}""".formatted(CHANNEL, request.ts(), BOB));
            incident.slack().faults().next("reactions.get", cut);
            incident.looksAgain(() -> incident.yes(BOB, request));
            assertThat(approvers(incident)).isEmpty();
            incident.slack().faults().next("reactions.get", SlackFault.none(), cut);
            incident.patiently("the look after the yes meets the cut list too", () -> incident.slack().faults().left("reactions.get") == 0);
            assertThat(approvers(incident)).isEmpty();
            untouched(incident);
            incident.patiently("his yes counts", () -> !approvers(incident).isEmpty());
            done(incident, BOB);
        }
    }

    @Test
    void row21_a_group_of_approvers_that_cannot_be_read_approves_nobody_and_the_thread_says_so() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            incident.slack().faults().always("usergroups.users.list", SlackFault.error("plan_upgrade_required"));
            incident.yes(BOB, request);
            unreadable(incident);
        }
    }

    @Test
    void row21_a_group_that_cannot_be_read_right_before_the_effect_stops_it() {
        try (Incident incident = start()) {
            Message request = asked(incident);
            meanwhile(incident,
                    () -> incident.slack().faults().always("usergroups.users.list", SlackFault.error("no_such_subteam")));
            incident.yes(BOB, request);
            incident.until("it is said in the thread", () -> incident.messages("refused:" + BOB + ":").size() == 1);
            openAgain(incident, request);
            unreadable(incident);
            assertThat(incident.audit("yes taken back")).as("he did not take it back").isEmpty();
        }
    }

    private void unreadable(Incident incident) {
        incident.until("it is said in the thread", () -> incident.messages("refused:" + BOB + ":").size() == 1);
        refused(incident, BOB, Reason.GROUP_UNREADABLE);
        untouched(incident);
        incident.slack().faults().clear();
        incident.clock.advance(Duration.ofSeconds(61));
        done(incident, BOB);
    }
}
