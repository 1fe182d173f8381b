package dev.helmstuck.report.replies;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.helmstuck.approval.Named;
import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;

/** What is open and for whom it waits, and how the last ones ended: a line each. */
public final class OverviewReply {

    private OverviewReply() {}

    /**
     * One that is open.
     *
     * @param thread a link to its thread, if one is known
     * @param approvers whom it waits for if it waits for people, as they are called
     * @param more how many of them it still waits for
     */
    public record Open(Remediation remediation, Optional<String> thread, List<Named> approvers, int more) {
        public Open {
            approvers = List.copyOf(approvers);
        }

        /** One that waits for nobody who could be named. */
        public Open(Remediation remediation, Optional<String> thread) {
            this(remediation, thread, List.of(), 0);
        }

        private String people() {
            return approvers.isEmpty()
                    ? "a second engineer"
                    : more + " of " + approvers.stream().map(HelpReply::shown).collect(Collectors.joining(", "));
        }
    }

    /** What is open. */
    public static Report status(List<Open> open, Instant now) {
        if (open.isEmpty()) return Report.of(Tone.NEUTRAL, "Nothing is open", Section.plain(Line.of("Type /helm-stuck TARGET to look.")));
        return Report.of(Tone.NEUTRAL, "Open: " + open.size(),
                new Section("", open.stream().map(one -> line(one, now)).toList()));
    }

    private static Line line(Open open, Instant now) {
        Remediation it = open.remediation();
        List<Span> spans = new ArrayList<>(List.of(new Span.Strong(named(it)), new Span.Text(": ")));
        spans.addAll(waits(it.state(), open.people()));
        spans.add(new Span.Text(
                ". Asked for by " + it.requester().name() + " " + Formats.duration(Duration.between(it.opened(), now)) + " ago"));
        open.thread().ifPresent(link -> spans.addAll(List.of(new Span.Text(", "), new Span.Anchor("its thread", link))));
        return new Line(Line.Kind.BULLET, spans);
    }

    private static String named(Remediation it) {
        return it.target() + (it.drill().isPresent() ? " (drill)" : "");
    }

    private static List<Span> waits(State state, String people) {
        return switch (state) {
            case State.Diagnosing d -> text("the checks run");
            case State.AwaitingApproval(Plan plan, Optional<Request> request, List<Approval> yes) -> {
                List<Span> spans = new ArrayList<>(text("waits for " + people + " to allow " + what(plan)
                        + (yes.isEmpty() ? "" : ", yes so far from " + names(yes))));
                request.ifPresent(asked -> spans.addAll(List.of(new Span.Text(", until "), new Span.Until(asked.deadline()))));
                yield spans;
            }
            case State.Rechecking(Plan plan, var request, List<Approval> approvals) ->
                text("yes from " + names(approvals) + " to " + what(plan) + ", everything is looked at again");
            case State.Deleting d -> text("the record is being copied and deleted");
            case State.Validating v -> text("the record is deleted, Helm is being checked");
            case State.Rerunning r -> text("the job is being rerun");
            case State.Restoring r -> text("the record is being put back");
            case State.Following rerun -> text("the rerun #" + rerun.job().id() + " " + rerun.job().stands());
            case State.Closing c -> text("it has ended, and its last message is still to come");
            case State.Closed c -> text("it has ended");
        };
    }

    private static List<Span> text(String words) {
        return List.of(new Span.Text(words));
    }

    private static String what(Plan plan) {
        return switch (plan) {
            case DeletePlan delete -> "the delete of revision " + delete.revision();
            case RestorePlan restore -> "the restore of revision " + restore.revision();
            case RerunPlan rerun -> "the rerun of " + rerun.job().name() + " #" + rerun.job().id();
        };
    }

    private static String names(List<Approval> approvals) {
        return approvals.stream().map(Approval::name).collect(Collectors.joining(", "));
    }

    /** How the last ones ended, the newest first. */
    public static Report history(List<Remediation> ended) {
        if (ended.isEmpty())
            return Report.of(Tone.NEUTRAL, "Nothing has ended so far", Section.plain(Line.of("Type /helm-stuck status for "
                    + "what is open.")));
        return Report.of(Tone.NEUTRAL, "How the last " + ended.size() + " ended", new Section("", ended.stream()
                .flatMap(it -> it.state().end().map(ending -> line(it, ending)).stream()).toList()));
    }

    private static Line line(Remediation it, Ending ending) {
        String outcome = ending.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        List<Span> spans = new ArrayList<>();
        spans.add(new Span.PointInTime(it.opened()));
        spans.addAll(List.of(new Span.Text(" "), new Span.Strong(named(it)), new Span.Text(": " + outcome + ", asked for by "
                + it.requester().name())));
        if (!ending.approvals().isEmpty()) spans.add(new Span.Text(", yes from " + names(ending.approvals())));
        ending.plan().flatMap(DeletePlan::vouching)
                .ifPresent(word -> spans.add(new Span.Text(", the owner's end vouched for by " + word.name())));
        ending.rerun().flatMap(AllowedRerun::job).ifPresent(job -> spans.add(new Span.Text(", rerun as #" + job.id())));
        spans.add(new Span.Text(", took " + Formats.duration(Duration.between(it.opened(), it.since()))));
        return new Line(Line.Kind.BULLET, spans);
    }
}
