package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.TerminalCommand;
import dev.helmstuck.report.Tone;
import dev.helmstuck.report.thread.ThreadMessage.Destination;
import dev.helmstuck.runbook.Target;

/** What tells a drill from an incident: its mark on every message, what would come next, and what is left of it. */
final class DrillWords {
    /** Every message begins with it. */
    static final String MARK = "DRILL: ";
    private static final Section TOLD = Section.plain(Line.of(new Span.Strong("This is a drill, and no incident."), new Span.Text(
            " Nobody needs this release: I made it myself, to be practised on, in a namespace of its own. Do what you would do in an incident.")));

    private DrillWords() {}

    /** The same, marked if it is of a drill; and nothing of a drill is shown in the channel but the message that begins its thread. */
    static ThreadMessage marked(Remediation remediation, ThreadMessage message) {
        return remediation.drill().isEmpty()
                ? message
                : message.quietly().saying(marked(message.report(), message.place() == Destination.ROOT || message.isRequest()));
    }

    /** The same report, marked if it is of a drill. */
    static Report marked(Remediation remediation, Report report) {
        return remediation.drill().isEmpty() ? report : marked(report, false);
    }

    private static Report marked(Report report, boolean told) {
        Line headline = new Line(report.headline().kind(),
                Stream.concat(Stream.of(new Span.Text(MARK)), report.headline().spans().stream()).toList());
        boolean open = told && report.tone() != Tone.NEUTRAL;
        return new Report(report.tone(), headline, report.tasks(),
                open ? Stream.concat(Stream.of(TOLD), report.sections().stream()).toList() : report.sections());
    }

    /** In place of the next step of an incident; empty where it is the same. */
    static Optional<NextSteps.Next> next(Remediation remediation, Ending ending) {
        if (remediation.drill().isEmpty()) return Optional.empty();
        String drill = "/helm-stuck drill " + remediation.target();
        return switch (ending.outcome()) {
            case UNLOCKED, RESOLVED -> ending.aftermath().filter(after -> after.helm() instanceof Helm.Unlocked)
                    .map(after -> NextSteps.Next.of("nothing, the drill is over", Line.of(
                            "In an incident the deploy would be repeated now: here would stand its newest failed job, to be rerun, and never an "
                                    + "older one, whose retry is a rollback. A bot that may rerun jobs asks for that here, with a yes of its own, "
                                    + "follows the job, and says resolved when its revision is deployed and the workloads are settled. This message "
                                    + "would be seen in the channel too.")));
            case NOT_STUCK -> Optional.of(NextSteps.Next.of("to practise, type " + drill,
                    Line.of("That makes it stuck. Until then it is as it should be.")));
            case RESTORED, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, ALREADY_GONE, NEEDS_ATTENTION, FAILED -> Optional.empty();
        };
    }

    /** What lies in the drill's namespace when it is over. */
    static Optional<Section> left(Remediation remediation, Target target, Ending ending) {
        if (remediation.drill().isEmpty()) return Optional.empty();
        List<Line> lines = new ArrayList<>();
        boolean deleted = switch (ending.outcome()) {
            case RESOLVED, UNLOCKED, ALREADY_GONE -> true;
            case RESTORED, NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, NEEDS_ATTENTION, FAILED -> false;
        };
        lines.add(Line.bullet(new Span.Text("in namespace "), new Span.Code(target.namespace()), new Span.Text(deleted
                ? ": Helm's record below the deleted one, and one ConfigMap. The next drill takes them away before it makes new ones"
                : ": all that was not deleted. The next drill takes it away before it makes it anew")));
        ending.backup().ifPresent(copy -> lines.add(Line.bullet(new Span.Text("the copy "), new Span.Code(copy),
                new Span.Text(", which stays until somebody removes it: "),
                new Span.Code(TerminalCommand.of("backups " + remediation.target() + " --older-than 1d --remove")))));
        lines.add(Line.bullet(new Span.Text("to play it again, best with other people: "),
                new Span.Code("/helm-stuck drill " + remediation.target())));
        return Optional.of(new Section("What is left of the drill", lines));
    }
}
