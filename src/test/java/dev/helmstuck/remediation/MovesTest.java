package dev.helmstuck.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finalizer;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state against every event. A new state or event fails {@link #every_state_and_every_event_is_in_the_table} until it has its place. */
class MovesTest {
    private static final DeletePlan PLAN = Some.plan();
    private static final RerunPlan RERUN = new RerunPlan(Some.job(4711, "gprd-cny:auto-deploy", "failed", Some.NOW), 1233);
    private static final RestorePlan RESTORE = Some.restore();
    private static final List<Approval> YES = List.of(Some.approval());
    private static final Ending ENDING = Ending.of(Outcome.BLOCKED, "why");

    /** "." is an illegal move; a capital word is the outcome with which it goes to Closing. */
    private static final String TABLE = """
                                  | Diagnosing       | Awaiting         | Awaiting,asked   | Rechecking       | Deleting         | Deleting,backup  | Validating       | Rerun,awaiting   | Rerun,asked      | Rerun,rechecking | Rerunning        | Following       | Restore,awaiting   | Restore,asked      | Restore,rechecking | Restoring          | Restoring,back     | Closing | Closed
            Diagnosed,stuck       | AwaitingApproval | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Diagnosed,block       | BLOCKED          | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Diagnosed,fine        | NOT_STUCK        | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Diagnosed,?           | BLOCKED          | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Asked                 | .                | AwaitingApproval | .                | .                | .                | .                | .                | AwaitingApproval | .                | .                | .                | .               | AwaitingApproval   | .                  | .                  | .                  | .                  | .       | .
            Heard                 | .                | .                | AwaitingApproval | .                | .                | .                | .                | .                | AwaitingApproval | .                | .                | .               | .                  | AwaitingApproval   | .                  | .                  | .                  | .       | .
            Approved              | .                | .                | Rechecking       | .                | .                | .                | .                | .                | Rechecking       | .                | .                | .               | .                  | Rechecking         | .                  | .                  | .                  | .       | .
            Approved,nobody       | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Confirmed,same        | .                | .                | .                | Deleting         | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Confirmed,other       | .                | .                | .                | AwaitingApproval | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Confirmed,block       | .                | .                | .                | PLAN_CHANGED     | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Confirmed,fine        | .                | .                | .                | PLAN_CHANGED     | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Confirmed,?           | .                | .                | .                | PLAN_CHANGED     | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Confirmed,nobody      | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Denied                | .                | .                | REFUSED          | REFUSED          | .                | .                | .                | .                | UNLOCKED         | UNLOCKED         | .                | .               | .                  | REFUSED            | REFUSED            | .                  | .                  | .       | .
            Cancelled             | CANCELLED        | CANCELLED        | CANCELLED        | CANCELLED        | .                | .                | .                | UNLOCKED         | UNLOCKED         | UNLOCKED         | .                | .               | CANCELLED          | CANCELLED          | CANCELLED          | .                  | .                  | .       | .
            Expired               | .                | .                | EXPIRED          | .                | .                | .                | .                | .                | UNLOCKED         | .                | .                | .               | .                  | EXPIRED            | .                  | .                  | .                  | .       | .
            Reopened              | .                | .                | .                | AwaitingApproval | AwaitingApproval | AwaitingApproval | .                | .                | .                | AwaitingApproval | AwaitingApproval | .               | .                  | .                  | AwaitingApproval   | AwaitingApproval   | .                  | .       | .
            BackedUp              | .                | .                | .                | .                | Deleting         | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            BackupRefused         | .                | .                | .                | .                | FAILED           | FAILED           | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Deleted               | .                | .                | .                | .                | .                | Validating       | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Deleted,again         | .                | .                | .                | .                | .                | Validating       | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Gone                  | .                | .                | .                | .                | ALREADY_GONE     | ALREADY_GONE     | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Gone,again            | .                | .                | .                | .                | ALREADY_GONE     | Validating       | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Changed               | .                | .                | .                | .                | PLAN_CHANGED     | PLAN_CHANGED     | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Denied by API         | .                | .                | .                | .                | FAILED           | FAILED           | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Held                  | .                | .                | .                | .                | NEEDS_ATTENTION  | NEEDS_ATTENTION  | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Validated,good        | .                | .                | .                | .                | .                | .                | UNLOCKED         | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            Validated,bad         | .                | .                | .                | .                | .                | .                | NEEDS_ATTENTION  | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RerunOffered          | .                | .                | .                | .                | .                | .                | AwaitingApproval | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RerunOffered,bad      | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RerunConfirmed        | .                | .                | .                | .                | .                | .                | .                | .                | .                | Rerunning        | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RerunConfirmed,nobody | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RerunOverruled        | .                | .                | .                | .                | .                | .                | .                | .                | .                | UNLOCKED         | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RerunBegun            | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | Following        | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RerunRefused          | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | UNLOCKED         | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            JobSeen               | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | Following       | .                  | .                  | .                  | .                  | .                  | .       | .
            JobUnseen             | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | Following       | .                  | .                  | .                  | .                  | .                  | .       | .
            LockedAgain           | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | Diagnosing      | .                  | .                  | .                  | .                  | .                  | .       | .
            RerunFailed           | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | UNLOCKED        | .                  | .                  | .                  | .                  | .                  | .       | .
            Proven                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | RESOLVED        | .                  | .                  | .                  | .                  | .                  | .       | .
            Proven,unsettled      | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | UNLOCKED        | .                  | .                  | .                  | .                  | .                  | .       | .
            Proven,doubtful       | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | UNLOCKED        | .                  | .                  | .                  | .                  | .                  | .       | .
            Proven,nothing        | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | UNLOCKED        | .                  | .                  | .                  | .                  | .                  | .       | .
            Proven,failed         | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | NEEDS_ATTENTION | .                  | .                  | .                  | .                  | .                  | .       | .
            Proven,unread         | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | NEEDS_ATTENTION | .                  | .                  | .                  | .                  | .                  | .       | .
            RestorePlanned        | AwaitingApproval | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RestoreImpossible     | BLOCKED          | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RestoreConfirmed      | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | Restoring          | .                  | .                  | .       | .
            RestoreConfirmed,no   | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | .       | .
            RestoreOverruled      | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | PLAN_CHANGED       | .                  | .                  | .       | .
            PutBack               | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | Restoring          | .                  | .       | .
            NotPutBack            | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | FAILED             | .                  | .       | .
            RestoreProven         | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | RESTORED           | .       | .
            RestoreProven,other   | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | NEEDS_ATTENTION    | .       | .
            GaveUp                | FAILED           | FAILED           | FAILED           | FAILED           | FAILED           | FAILED           | NEEDS_ATTENTION  | UNLOCKED         | UNLOCKED         | UNLOCKED         | UNLOCKED         | UNLOCKED        | FAILED             | FAILED             | FAILED             | FAILED             | FAILED             | .       | .
            GaveUp,unsure         | FAILED           | FAILED           | FAILED           | FAILED           | NEEDS_ATTENTION  | NEEDS_ATTENTION  | NEEDS_ATTENTION  | UNLOCKED         | UNLOCKED         | UNLOCKED         | UNLOCKED         | UNLOCKED        | FAILED             | FAILED             | FAILED             | NEEDS_ATTENTION    | NEEDS_ATTENTION    | .       | .
            Told                  | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .                | .               | .                  | .                  | .                  | .                  | .                  | Closed  | .
            Noted                 | Diagnosing       | AwaitingApproval | AwaitingApproval | Rechecking       | Deleting         | Deleting         | Validating       | AwaitingApproval | AwaitingApproval | Rechecking       | Rerunning        | Following       | AwaitingApproval   | AwaitingApproval   | Rechecking         | Restoring          | Restoring          | BLOCKED | .
            """;

    private static final Map<String, State> STATES = states();
    private static final Map<String, Event> EVENTS = events();

    private static Map<String, State> states() {
        Map<String, State> states = new LinkedHashMap<>();
        states.put("Diagnosing", new State.Diagnosing());
        states.put("Awaiting", new State.AwaitingApproval(PLAN, Optional.empty(), List.of()));
        states.put("Awaiting,asked", new State.AwaitingApproval(PLAN, Optional.of(Some.request()), List.of()));
        states.put("Rechecking", new State.Rechecking(PLAN, Some.request(), YES));
        states.put("Deleting", new State.Deleting(PLAN, Some.request(), YES, Optional.empty()));
        states.put("Deleting,backup", new State.Deleting(PLAN, Some.request(), YES, Optional.of("backup-1")));
        states.put("Validating", new State.Validating(PLAN, YES, "backup-1"));
        states.put("Rerun,awaiting", new State.AwaitingApproval(RERUN, Optional.empty(), List.of()));
        states.put("Rerun,asked", new State.AwaitingApproval(RERUN, Optional.of(Some.request()), List.of()));
        states.put("Rerun,rechecking", new State.Rechecking(RERUN, Some.request(), YES));
        states.put("Rerunning", new State.Rerunning(RERUN, Some.request(), YES, List.of()));
        states.put("Following", new State.Following(RERUN, YES, List.of(), RERUN.job().again(4712)));
        states.put("Restore,awaiting", new State.AwaitingApproval(RESTORE, Optional.empty(), List.of()));
        states.put("Restore,asked", new State.AwaitingApproval(RESTORE, Optional.of(Some.request()), List.of()));
        states.put("Restore,rechecking", new State.Rechecking(RESTORE, Some.request(), YES));
        states.put("Restoring", new State.Restoring(RESTORE, Some.request(), YES, Optional.empty()));
        states.put("Restoring,back", new State.Restoring(RESTORE, Some.request(), YES, Optional.of("uid-back")));
        states.put("Closing", new State.Closing(ENDING));
        states.put("Closed", new State.Closed(ENDING));
        return states;
    }

    private static Map<String, Event> events() {
        Diagnosis blocked = Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), Some.findings(Result.STOP));
        Diagnosis fine = Some.diagnosis(new ReleaseState.NotStuck(1234, ReleaseStatus.DEPLOYED), Some.findings(Result.PASS));
        Diagnosis unclear = Some.diagnosis(new ReleaseState.Unclear(Optional.empty(), Optional.empty()), Some.findings(Result.PASS));
        Map<String, Event> events = new LinkedHashMap<>();
        events.put("Diagnosed,stuck", new Event.Diagnosed(Some.diagnosis()));
        events.put("Diagnosed,block", new Event.Diagnosed(blocked));
        events.put("Diagnosed,fine", new Event.Diagnosed(fine));
        events.put("Diagnosed,?", new Event.Diagnosed(unclear));
        events.put("Asked", new Event.Asked(Some.request()));
        events.put("Heard", new Event.Heard(YES));
        events.put("Approved", new Event.Approved(YES));
        events.put("Approved,nobody", new Event.Approved(List.of()));
        events.put("Confirmed,same", new Event.Confirmed(Some.diagnosis(), YES));
        events.put("Confirmed,other", new Event.Confirmed(other("uid-new", "91234"), YES));
        events.put("Confirmed,block", new Event.Confirmed(blocked, YES));
        events.put("Confirmed,fine", new Event.Confirmed(fine, YES));
        events.put("Confirmed,?", new Event.Confirmed(unclear, YES));
        events.put("Confirmed,nobody", new Event.Confirmed(Some.diagnosis(), List.of()));
        events.put("Denied", new Event.Denied("Ann"));
        events.put("Cancelled", new Event.Cancelled("Ruth"));
        events.put("Expired", new Event.Expired());
        events.put("Reopened", new Event.Reopened(YES));
        events.put("BackedUp", new Event.BackedUp("backup-1"));
        events.put("BackupRefused", new Event.BackupRefused("quota"));
        events.put("Deleted", new Event.DeleteAnswered(new DeleteAnswer.Done(), false));
        events.put("Deleted,again", new Event.DeleteAnswered(new DeleteAnswer.Done(), true));
        events.put("Gone", new Event.DeleteAnswered(new DeleteAnswer.Gone(), false));
        events.put("Gone,again", new Event.DeleteAnswered(new DeleteAnswer.Gone(), true));
        events.put("Changed", new Event.DeleteAnswered(new DeleteAnswer.Changed("409"), false));
        events.put("Denied by API", new Event.DeleteAnswered(new DeleteAnswer.Forbidden("403"), false));
        events.put("Held", new Event.DeleteAnswered(new DeleteAnswer.Held(
                List.of(new Finalizer("example.com/keep", Optional.empty(), Optional.empty())), Optional.empty()), false));
        events.put("Validated,good", validated(new Aftermath.Helm.Unlocked(1233, ReleaseStatus.DEPLOYED)));
        events.put("Validated,bad", validated(new Aftermath.Helm.NotFound()));
        Aftermath unlocked = new Aftermath(new Aftermath.Helm.Unlocked(1233, ReleaseStatus.DEPLOYED), Optional.of(RERUN.job()), "");
        events.put("RerunOffered", new Event.RerunOffered(unlocked, RERUN));
        events.put("RerunOffered,bad", new Event.RerunOffered(new Aftermath(new Aftermath.Helm.NotFound(), Optional.of(RERUN.job()), ""),
                RERUN));
        events.put("RerunConfirmed", new Event.RerunConfirmed(YES, List.of()));
        events.put("RerunConfirmed,nobody", new Event.RerunConfirmed(List.of(), List.of()));
        events.put("RerunOverruled", new Event.RerunOverruled("Somebody deploys.", Optional.empty()));
        events.put("RerunBegun", new Event.RerunBegun(RERUN.job().again(4712)));
        events.put("RerunRefused", new Event.RerunRefused("403", Optional.empty()));
        events.put("JobSeen", new Event.JobSeen(RERUN.job().again(4712)));
        events.put("JobUnseen", new Event.JobUnseen("GitLab: it answered with 502"));
        events.put("LockedAgain", new Event.LockedAgain(RERUN.job().again(4712)));
        events.put("RerunFailed", new Event.RerunFailed(RERUN.job().again(4712), "It failed."));
        events.put("Proven", proven(new Aftermath.Helm.NewRevision(1234, ReleaseStatus.DEPLOYED), Optional.empty()));
        events.put("Proven,unsettled", proven(new Aftermath.Helm.NewRevision(1234, ReleaseStatus.DEPLOYED), Optional.of("web rolls")));
        events.put("Proven,doubtful", new Event.Proven(RERUN.job().again(4712),
                new Proof(new Aftermath.Helm.NewRevision(1234, ReleaseStatus.DEPLOYED), Optional.empty(), List.of(), Optional.empty())
                        .doubted(Optional.of("the clocks differ"))));
        events.put("Proven,nothing", proven(new Aftermath.Helm.Unlocked(1233, ReleaseStatus.DEPLOYED), Optional.empty()));
        events.put("Proven,failed", proven(new Aftermath.Helm.NewRevision(1234, ReleaseStatus.FAILED), Optional.empty()));
        events.put("Proven,unread", proven(new Aftermath.Helm.Unread("timed out"), Optional.empty()));
        events.put("RestorePlanned", new Event.RestorePlanned(RESTORE));
        events.put("RestoreImpossible", new Event.RestoreImpossible("There is no copy."));
        events.put("RestoreConfirmed", new Event.RestoreConfirmed(YES));
        events.put("RestoreConfirmed,no", new Event.RestoreConfirmed(List.of()));
        events.put("RestoreOverruled", new Event.RestoreOverruled("The copy was changed."));
        events.put("PutBack", new Event.PutBack("uid-back"));
        events.put("NotPutBack", new Event.NotPutBack("403"));
        Aftermath.Helm locked = new Aftermath.Helm.StillPending(1234, ReleaseStatus.PENDING_UPGRADE);
        events.put("RestoreProven", new Event.RestoreProven(locked, true));
        events.put("RestoreProven,other", new Event.RestoreProven(new Aftermath.Helm.NewRevision(1235, ReleaseStatus.DEPLOYED), false));
        events.put("GaveUp", new Event.GaveUp("GitLab is gone", false));
        events.put("GaveUp,unsure", new Event.GaveUp("no answer to the delete", true));
        events.put("Told", new Event.Told());
        events.put("Noted", new Event.Noted());
        return events;
    }

    private static Event proven(Aftermath.Helm helm, Optional<String> unsettled) {
        return new Event.Proven(RERUN.job().again(4712), new Proof(helm, unsettled, List.of(), Optional.empty()));
    }

    static Stream<Arguments> moves() {
        List<String[]> rows = TABLE.lines().map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
                .toList();
        String[] columns = rows.getFirst();
        return rows.stream().skip(1).flatMap(row -> {
            List<Arguments> cells = new ArrayList<>();
            for (int column = 1; column < columns.length; column++)
                cells.add(Arguments.of(columns[column], row[0], row[column]));
            return cells.stream();
        });
    }

    @ParameterizedTest(name = "{0} + {1} = {2}")
    @MethodSource("moves")
    void the_table_is_the_law(String from, String with, String expected) {
        State state = STATES.get(from);
        Event event = EVENTS.get(with);
        if (expected.equals(".")) {
            assertThatThrownBy(() -> Moves.next(state, event)).isInstanceOf(IllegalMove.class).hasMessageContaining(state.word())
                    .hasMessageContaining(event.word());
            return;
        }
        assertThat(name(Moves.next(state, event))).isEqualTo(expected);
    }

    @Test
    void every_state_and_every_event_is_in_the_table() {
        List<Object[]> cells = moves().map(Arguments::get).toList();
        assertThat(cells.stream().map(cell -> (String) cell[0]).distinct()).containsExactlyElementsOf(STATES.keySet());
        assertThat(cells.stream().map(cell -> (String) cell[1]).distinct()).containsExactlyElementsOf(EVENTS.keySet());
        assertThat(cells).hasSize(STATES.size() * EVENTS.size());
        assertThat(classes(STATES.values())).containsExactlyInAnyOrderElementsOf(leaves(State.class));
        assertThat(classes(EVENTS.values())).containsExactlyInAnyOrderElementsOf(leaves(Event.class));
        List<DeleteAnswer> answers = EVENTS.values().stream().filter(Event.DeleteAnswered.class::isInstance)
                .map(event -> ((Event.DeleteAnswered) event).answer()).toList();
        assertThat(classes(answers)).containsExactlyInAnyOrderElementsOf(leaves(DeleteAnswer.class));
    }

    @Test
    void no_way_leads_to_validating_without_a_backup_and_somebodys_yes() {
        Set<State> seen = new HashSet<>();
        Deque<State> next = new ArrayDeque<>(List.of(new State.Diagnosing()));
        int arrivals = 0;
        while (!next.isEmpty()) {
            State state = next.poll();
            if (!seen.add(state)) continue;
            for (Event event : EVENTS.values()) {
                Optional<State> to = step(state, event);
                if (to.isPresent() && !to.get().equals(state) && to.get() instanceof State.Validating validating) {
                    arrivals++;
                    assertThat(state).isInstanceOfSatisfying(State.Deleting.class, from -> {
                        assertThat(from.backup()).contains(validating.backup());
                        assertThat(from.approvals()).isNotEmpty().isEqualTo(validating.approvals());
                        assertThat(from.plan()).isEqualTo(validating.plan());
                    });
                }
                to.ifPresent(next::add);
            }
        }
        assertThat(arrivals).isPositive();
        assertThat(seen.stream().map(Object::getClass).distinct()).hasSize(leaves(State.class).size());
    }

    @Test
    void no_way_leads_to_a_rerun_without_an_unlock_and_somebodys_yes_to_this_job() {
        List<State> before = STATES.values().stream().filter(state -> EVENTS.values().stream()
                .anyMatch(event -> step(state, event).filter(next -> next instanceof State.Rerunning && !next.equals(state)).isPresent()))
                .toList();
        assertThat(before).singleElement().isInstanceOfSatisfying(State.Rechecking.class,
                state -> assertThat(state.plan()).isEqualTo(RERUN));
        assertThat(Moves.next(before.getFirst(), EVENTS.get("RerunConfirmed")))
                .isEqualTo(new State.Rerunning(RERUN, Some.request(), YES, List.of()));
    }

    @Test
    void no_way_leads_to_a_restore_without_somebodys_yes_to_this_copy() {
        List<State> before = STATES.values().stream().filter(state -> !(state instanceof State.Restoring) && EVENTS.values().stream()
                .anyMatch(event -> step(state, event).filter(State.Restoring.class::isInstance).isPresent())).toList();
        assertThat(before).singleElement().isInstanceOfSatisfying(State.Rechecking.class,
                state -> assertThat(state.plan()).isEqualTo(RESTORE));
        assertThat(Moves.next(before.getFirst(), EVENTS.get("RestoreConfirmed")))
                .isEqualTo(new State.Restoring(RESTORE, Some.request(), YES, Optional.empty()));
    }

    @Test
    void a_yes_that_was_confirmed_deletes_the_plan_that_was_asked_about() {
        assertThat(Moves.next(STATES.get("Rechecking"), EVENTS.get("Confirmed,same")))
                .isEqualTo(new State.Deleting(PLAN, Some.request(), YES, Optional.empty()));
    }

    @Test
    void another_plan_voids_the_yes_says_why_and_must_be_asked_again() {
        assertThat(voided(other("uid-new", "91234"))).startsWith("another Secret is stuck now").contains("uid-new");
        assertThat(voided(other("uid-1234", "9"))).contains("changed after the request was posted");
        StuckRevision it = Some.stuck();
        assertThat(voided(
                Some.diagnosis(
                        new ReleaseState.Stuck(new StuckRevision(it.revision(), it.record(), it.below(),
                                Some.record(it.below().number(), ReleaseStatus.FAILED), List.of())),
                        Some.findings(Result.PASS))))
                .contains("below it is another one");
        assertThat(voided(Some.diagnosis(new ReleaseState.Stuck(it), Some.findings(Result.WARN))))
                .contains("2a was passed, now remarked");
    }

    private static String voided(Diagnosis later) {
        State state = Moves.next(STATES.get("Rechecking"), new Event.Confirmed(later, YES));
        assertThat(state).isInstanceOf(State.AwaitingApproval.class);
        State.AwaitingApproval again = (State.AwaitingApproval) state;
        assertThat(again.plan()).isEqualTo(later.plan().orElseThrow());
        assertThat(again.request()).as("the new plan has no request yet").isEmpty();
        return Moves.difference(PLAN, again.plan(), Some.findings(Result.PASS), later.findings());
    }

    @Test
    void after_a_restart_the_same_request_is_judged_again() {
        State.AwaitingApproval again = new State.AwaitingApproval(PLAN, Optional.of(Some.request()), YES);
        assertThat(Moves.next(STATES.get("Deleting,backup"), new Event.Reopened(YES))).isEqualTo(again);
        assertThat(Moves.next(STATES.get("Rechecking"), new Event.Reopened(YES))).isEqualTo(again);
    }

    @Test
    void an_ending_after_the_intent_keeps_plan_approvals_and_backup() {
        for (String event : List.of("GaveUp", "Gone", "Changed", "Denied by API")) {
            assertThat(ending("Deleting,backup", event)).as(event).satisfies(ending -> {
                assertThat(ending.plan()).contains(PLAN);
                assertThat(ending.approvals()).isEqualTo(YES);
                assertThat(ending.backup()).contains("backup-1");
                assertThat(ending.why()).isNotBlank();
            });
        }
        assertThat(ending("Validating", "Validated,good").aftermath()).isPresent();
        assertThat(ending("Validating", "Validated,good").backup()).contains("backup-1");
    }

    @Test
    void a_blocked_one_ends_with_every_reason() {
        assertThat(ending("Diagnosing", "Diagnosed,block").why()).contains("No deploy in flight: STOP.")
                .contains("The delete is possible: STOP.");
        assertThat(ending("Diagnosing", "Diagnosed,?").why()).isEqualTo("Not every check could be run.");
        assertThat(ending("Diagnosing", "Diagnosed,fine").why()).isEqualTo(Step.RELEASE_IS_STUCK.title() + ": PASS.");
    }

    @ParameterizedTest
    @EnumSource
    void helm_is_healthy_only_on_a_status_that_lets_the_next_deploy_run(ReleaseStatus status) {
        boolean good = Set.of(ReleaseStatus.DEPLOYED, ReleaseStatus.SUPERSEDED, ReleaseStatus.FAILED).contains(status);
        Outcome expected = good ? Outcome.UNLOCKED : Outcome.NEEDS_ATTENTION;
        assertThat(after(new Aftermath.Helm.Unlocked(1233, status))).isEqualTo(expected);
        assertThat(after(new Aftermath.Helm.NewRevision(1234, status))).isEqualTo(expected);
    }

    @Test
    void helm_is_not_proven_healthy_if_it_is_pending_gone_or_unread() {
        assertThat(after(new Aftermath.Helm.StillPending(1234, ReleaseStatus.PENDING_UPGRADE))).isEqualTo(Outcome.NEEDS_ATTENTION);
        assertThat(after(new Aftermath.Helm.NotFound())).isEqualTo(Outcome.NEEDS_ATTENTION);
        assertThat(after(new Aftermath.Helm.Unread("timed out"))).isEqualTo(Outcome.NEEDS_ATTENTION);
    }

    private static Outcome after(Aftermath.Helm helm) {
        return ((State.Closing) Moves.next(STATES.get("Validating"), validated(helm))).ending().outcome();
    }

    private static Ending ending(String state, String event) {
        return ((State.Closing) Moves.next(STATES.get(state), EVENTS.get(event))).ending();
    }

    private static Optional<State> step(State state, Event event) {
        try {
            return Optional.of(Moves.next(state, event));
        } catch (IllegalMove illegal) {
            return Optional.empty();
        }
    }

    private static Event validated(Aftermath.Helm helm) {
        return new Event.Validated(new Aftermath(helm, Optional.empty(), ""));
    }

    private static Diagnosis other(String uid, String resourceVersion) {
        StuckRevision it = Some.stuck();
        Revision top = it.revision();
        Revision changed = new Revision(top.secret(), top.number(), uid, resourceVersion, top.created(), top.statusLabel(),
                top.versionLabel());
        return Some.diagnosis(new ReleaseState.Stuck(new StuckRevision(changed, it.record(), it.below(), it.belowRecord(), it.older())),
                Some.findings(Result.PASS));
    }

    private static String name(State state) {
        return state instanceof State.Closing(Ending ending) ? ending.outcome().name() : state.word();
    }

    private static List<Class<?>> classes(Iterable<?> values) {
        Set<Class<?>> classes = new HashSet<>();
        values.forEach(value -> classes.add(value.getClass()));
        return List.copyOf(classes);
    }

    /** The records under a sealed interface, however deep. */
    private static Set<Class<?>> leaves(Class<?> type) {
        if (!type.isSealed()) return Set.of(type);
        Set<Class<?>> all = new HashSet<>();
        for (Class<?> sub : type.getPermittedSubclasses())
            all.addAll(leaves(sub));
        return all;
    }
}
