package dev.helmstuck.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Target;

/** What the watcher says in its channel: what is wrong, and the command to type. */
public final class WatchReport {
    private static final int MOST_NAMES = 12;

    private WatchReport() {}

    /**
     * A release that waits for a Helm that nobody runs.
     *
     * @param usual how long its jobs take
     * @param jobs from how many that is known; 0 means by Helm's time-out
     */
    public static Report stuck(Target target, Revision revision, Duration usual, int jobs, Instant now) {
        String known = jobs == 0
                ? "no job of its own has succeeded lately; Helm's time-out is " + Formats.duration(usual)
                : jobs == 1
                        ? "the newest job that succeeded took " + Formats.duration(usual)
                        : "the longest of the newest " + jobs + " jobs that succeeded took " + Formats.duration(usual);
        return Report.of(Tone.CAREFUL,
                target.name() + " has been " + revision.statusLabel().orElse("pending") + " for "
                        + Formats.duration(Duration.between(revision.created(), now)) + ", and no job deploys it.",
                Section.plain(Line.of("Revision " + revision.number() + " of " + target.release() + " (" + target.environment()
                        + ", cluster " + target.cluster() + ", namespace " + target.namespace() + ") was begun at "
                        + Formats.moment(revision.created()) + "; " + known + ". Helm is locked: the next deploy will fail with "
                        + "\"another operation (install/upgrade/rollback) is in progress\".")),
                Section.plain(Line.of("In an incident channel, type:"), Line.command("/helm-stuck " + target.name())),
                Section.plain(Line
                        .of("That looks closely, and asks before it does anything. I have only looked from afar, and changed nothing.")));
    }

    /** Targets that cannot be watched. */
    public static Report blind(List<String> targets, String why) {
        String these = targets.size() == 1 ? targets.getFirst() : Formats.count(targets.size(), "target");
        Line names = Line.of("These: " + String.join(", ", Formats.most(targets, MOST_NAMES)) + ".");
        return Report.of(Tone.CAREFUL, "I cannot watch " + these + ".", new Section("", targets.size() == 1
                ? List.of(Line.of(Formats.sentence(why)))
                : List.of(Line.of(Formats.sentence(why)), names)),
                Section.plain(
                        Line.of("Nobody is warned of a stuck release there until I can look again; I go on trying. Where the bot runs, "
                                + "this shows the same:"),
                        Line.command(TerminalCommand.of("check " + targets.getFirst()))));
    }
}
