package dev.helmstuck.report.thread;

import java.time.Duration;

import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;

/** What we say in an open thread while the bot's own database is lost. */
public final class OutageReport {

    private OutageReport() {}

    /**
     * The database does not answer.
     *
     * @param state the last one that was saved
     * @param why what the database, or the way to it, said
     */
    public static Report lost(State state, String why) {
        return Report.of(Tone.BAD, "My database is lost: nothing goes on here until it is back",
                Section.plain(Line.of(Formats.sentence(why)), Line.of(stand(state))),
                Section.of("What to do",
                        Line.bullet("leave reactions where they are: they are read when the database is back"),
                        Line.bullet("if it cannot wait, follow the runbook by hand, and first see whether the record is still there; "
                                + "I look at everything again before I do anything"),
                        Line.bullet("an operator of the bot looks at its database and its log")));
    }

    /** Nothing is claimed beyond what was saved: another replica may have gone on. */
    private static String stand(State state) {
        return switch (state) {
            case State.Diagnosing d -> "Nothing was deleted when it was lost, and without it I delete nothing.";
            case State.AwaitingApproval(var plan, var request, var yes) -> untouched(plan);
            case State.Rechecking(var plan, var request, var approvals) -> untouched(plan);
            case State.Deleting d when d.backup().isEmpty() -> "Nothing was deleted when it was lost, and without it I delete nothing.";
            case State.Deleting d -> "The delete may have been sent already. Whether it happened is the first thing that I look up then.";
            case State.Validating v -> "The record was deleted before, and a copy is kept. Whether Helm is healthy I look up then.";
            case State.Rerunning r ->
                "The rerun may have been asked for already. Whether GitLab made a new job is the first thing that I look up then.";
            case State.Following f -> "The job runs on by itself. What came of it I look up then.";
            case State.Restoring r when r.uid().isPresent() -> "The record was put back before. Where Helm stands I look up then.";
            case State.Restoring r ->
                "The record may have been put back already. Whether it is there is the first thing that I look up then.";
            case State.Closing c -> "It had ended. The last message comes then.";
            case State.Closed c -> "It had ended, as the last message says.";
        };
    }

    private static String untouched(Plan plan) {
        return switch (plan) {
            case DeletePlan delete -> "Nothing was deleted when it was lost, and without it I delete nothing.";
            case RestorePlan restore -> "Nothing was put back when it was lost, and without it I put nothing back.";
            case RerunPlan rerun -> "The record was deleted before, and Helm is unlocked. Without it I rerun nothing.";
        };
    }

    /** The database answers again. */
    public static Report over(Duration time) {
        return Report.of(Tone.NEUTRAL, "My database is back, I go on",
                Section.plain(Line.of("It was away for " + Formats.duration(time)
                        + ". Everything is looked at again before anything is done.")));
    }
}
