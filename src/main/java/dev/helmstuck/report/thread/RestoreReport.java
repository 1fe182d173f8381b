package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.HistoryLine;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Restoration;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Target;

/** What the thread says where a deleted record is to be put back: exactly what a yes does, what came of it, and how Helm stands then. */
final class RestoreReport {

    private RestoreReport() {}

    /** The request while it is open. */
    static Report open(Remediation remediation, RestorePlan plan, Section answer) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("A yes puts exactly this record back, once", List.of(
                new Line(Line.Kind.BULLET, List.of(new Span.Text("Secret "), new Span.Code(plan.record()), new Span.Text(" in cluster "),
                        new Span.Code(plan.cluster()), new Span.Text(", namespace "), new Span.Code(plan.namespace()),
                        new Span.Text(": revision " + plan.revision() + ", " + plan.status().word() + ", " + plan.bytes() + " bytes"))),
                new Line(Line.Kind.BULLET, List.of(new Span.Text("from its copy "), new Span.Code(plan.copy().name()),
                        new Span.Text(", uid "), new Span.Code(plan.copy().uid()), new Span.Text(", resourceVersion "),
                        new Span.Code(plan.copy().resourceVersion()))),
                new Line(Line.Kind.BULLET, List.of(new Span.Text("it was deleted "), new Span.PointInTime(plan.deleted()),
                        new Span.Text(plan.by().isEmpty() ? "; by whom is not known here" : ", " + plan.by()))),
                Line.bullet(effect(plan)),
                Line.bullet("before that copy and records are looked at again: if anything changed, nothing is put back. Nothing is "
                        + "deleted or written over, and no workload is touched"))));
        sections.add(new Section("Helm's records now", history(remediation)));
        sections.add(answer);
        return new Report(Tone.ASKING, Line.of("Put the record of " + named(plan) + " back?"), List.of(), sections);
    }

    private static String effect(RestorePlan plan) {
        return plan.status().isPending()
                ? "Helm is locked by it again, as before the delete: every deploy fails on it, one that runs now too, until it is deleted "
                        + "again"
                : "Helm takes it for its newest revision again, and the next deploy builds on it";
    }

    private static List<Line> history(Remediation remediation) {
        List<HistoryLine> records = remediation.notes().stream().filter(Note.HelmHistory.class::isInstance)
                .map(note -> ((Note.HelmHistory) note).records()).findFirst().orElse(List.of());
        return records.isEmpty()
                ? List.of(Line.of("There is none: Helm does not know the release."))
                : List.of(Line.table(RecordFile.table(records)));
    }

    private static String named(RestorePlan plan) {
        return "revision " + plan.revision() + " of " + plan.release() + " in " + plan.cluster();
    }

    static Report closed(RestorePlan plan, Line how) {
        return Report.of(Tone.NEUTRAL, "Request closed: the restore of " + named(plan), Section.plain(how,
                Line.of(new Span.Text("It was about the copy "), new Span.Code(plan.copy().name()),
                        new Span.Text(". Reactions here no longer have an effect."))));
    }

    static Report checking(RestorePlan plan, String names) {
        return Report.of(Tone.WORKING, "Yes from " + names + ": looking at copy and records again",
                Section.plain(Line.of(new Span.Text("About to put "), new Span.Code(plan.record()),
                        new Span.Text(" back. Take the reaction back, or say no, to stop it."))));
    }

    /** What is known in the end, after the target's name. */
    static String known(Ending ending) {
        String nothing = ", nothing put back";
        String why = Headline.bare(ending.why());
        return switch (ending.outcome()) {
            case RESTORED -> ": the record of revision " + revision(ending) + " is back";
            case BLOCKED -> ": nothing can be put back";
            case PLAN_CHANGED -> ": copy or records changed since people were asked" + nothing;
            case EXPIRED -> ": not enough people said yes in time" + nothing;
            case NEEDS_ATTENTION -> put(ending)
                    ? ": the record is back, but how Helm stands needs a look"
                    : ": whether the record is back is not known";
            case FAILED -> ": the restore failed" + nothing;
            case REFUSED, CANCELLED, RESOLVED, UNLOCKED, NOT_STUCK, ALREADY_GONE -> ": " + why + nothing;
        };
    }

    private static boolean put(Ending ending) {
        return ending.restore().flatMap(Restoration::uid).isPresent();
    }

    private static String revision(Ending ending) {
        return ending.restore().map(it -> Integer.toString(it.plan().revision())).orElse("?");
    }

    /** The one next action. */
    static NextSteps.Next next(Remediation remediation, Target target, Ending ending) {
        String again = "type /helm-stuck restore " + remediation.target() + " again";
        Line history = Line.command(target.helm() + " history " + target.release());
        boolean locked = ending.restore().filter(it -> it.plan().status().isPending()).isPresent();
        return switch (ending.outcome()) {
            case RESTORED -> NextSteps.Next.of(locked
                    ? "look at the release, which is locked again; to unlock it type /helm-stuck " + remediation.target()
                    : "look at the release before anything is deployed", history);
            case BLOCKED -> NextSteps.Next.of("read why below");
            case NEEDS_ATTENTION -> NextSteps.Next.of("look at Helm's history before anything is deployed", history);
            case REFUSED -> NextSteps.Next.of("talk to " + NextSteps.refuser(ending) + ", then " + again);
            case EXPIRED -> NextSteps.Next.of("find a second engineer, then " + again);
            case PLAN_CHANGED, FAILED -> NextSteps.Next.of("settle what is named here, then " + again);
            case CANCELLED, RESOLVED, UNLOCKED, NOT_STUCK, ALREADY_GONE -> NextSteps.Next.of("if it is still to be put back, " + again);
        };
    }

    /** The last message. */
    static Report last(Remediation remediation, Surroundings around, Ending ending) {
        List<Section> sections = new ArrayList<>();
        boolean said = ending.outcome() == Outcome.REFUSED || ending.outcome() == Outcome.CANCELLED || ending.outcome() == Outcome.RESTORED;
        if (!said) sections.add(Section.plain(Line.of(Formats.sentence(ending.why()))));
        sections.add(new Section("", next(remediation, around.target(), ending).lines()));
        sections.add(done(remediation, ending));
        ending.restore().flatMap(Restoration::helm)
                .ifPresent(helm -> sections.add(new Section("Helm now", Afterwards.now(helm, around.target()))));
        return new Report(RootReport.tone(ending), Headline.of(remediation, around), List.of(), sections);
    }

    private static Section done(Remediation remediation, Ending ending) {
        List<Line> lines = new ArrayList<>();
        Optional<Restoration> restore = ending.restore();
        restore.flatMap(Restoration::uid).ifPresent(uid -> {
            RestorePlan plan = restore.get().plan();
            lines.add(Line.bullet(new Span.Strong("put back"), new Span.Text(": Secret "), new Span.Code(plan.record()),
                    new Span.Text(", uid "), new Span.Code(uid), new Span.Text(", in cluster " + plan.cluster() + ", namespace "
                            + plan.namespace())));
            lines.add(Line.bullet(new Span.Text("from its copy, which stays: Secret "), new Span.Code(plan.copy().name())));
        });
        lines.add(Line.bullet("asked for by " + remediation.requester().name()
                + (ending.approvals().isEmpty() ? "" : ", yes from " + Headline.names(ending.approvals()))));
        boolean maybe = ending.outcome() == Outcome.NEEDS_ATTENTION;
        lines.add(Line.bullet("not done: " + (put(ending) || maybe ? "" : "restore, ")
                + "delete, rollback, uninstall, change of a workload"));
        return new Section(put(ending) ? "Done" : "", lines);
    }
}
