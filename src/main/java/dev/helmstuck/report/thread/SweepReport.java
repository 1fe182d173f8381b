package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.remediation.Sweep.SweepLine;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;

/** The first message of a sweep: a line for each target, edited as it is known. */
public final class SweepReport {
    /** Above it, those that nobody has to do anything about share a line. */
    private static final int MOST_LINES = 20;

    private SweepReport() {}

    /**
     * What is known of a line.
     *
     * @param remediation as it is saved; empty if it cannot be read
     * @param around what belongs to it; empty while its target is not configured any more
     * @param link to the message to read next, if there is one
     */
    public record TargetLine(SweepLine line, Optional<Remediation> remediation, Optional<Surroundings> around, Optional<String> link) {}

    /** How a target stands, in the order in which people care. */
    private enum SweepStanding {
        WAITS("waits for a second engineer", "wait for a second engineer"),
        LOOK("needs somebody's look", "need somebody's look"),
        BLOCKED("is blocked", "are blocked"),
        WORKING("is being worked on", "are being worked on"),
        CHECKING("is being checked", "are being checked"),
        ELSEWHERE("is looked at in its own thread", "are looked at in their own threads"),
        ENDED("is still stuck", "are still stuck"),
        CALLED_OFF("was called off and not looked at", "were called off and not looked at"),
        UNLOCKED("is unlocked, its deploy not proven", "are unlocked, their deploys not proven"),
        RESOLVED("is resolved", "are resolved"),
        FINE("is not stuck", "are not stuck");

        private final String one;
        private final String several;

        SweepStanding(String one, String several) {
            this.one = one;
            this.several = several;
        }

        String of(int count) {
            return count + " " + (count == 1 ? one : several);
        }
    }

    /** The message for these lines, one for each target. */
    public static Report of(Sweep sweep, List<TargetLine> all) {
        Map<SweepStanding, List<TargetLine>> standings = new EnumMap<>(SweepStanding.class);
        all.forEach(told -> standings.computeIfAbsent(standing(told), each -> new ArrayList<>()).add(told));
        List<Line> lines = new ArrayList<>();
        boolean fold = all.size() > MOST_LINES && standings.containsKey(SweepStanding.FINE);
        all.stream().filter(told -> !fold || standing(told) != SweepStanding.FINE).forEach(told -> lines.add(line(told)));
        if (fold)
            lines.add(Line.bullet("not stuck: " + String.join(", ", standings.get(SweepStanding.FINE).stream()
                    .map(told -> told.line().target()).toList())));
        return new Report(tone(standings), headline(sweep, all.size(), standings), List.of(),
                List.of(new Section("", lines), new Section("", asked(sweep, open(standings)))));
    }

    private static String headline(Sweep sweep, int count, Map<SweepStanding, List<TargetLine>> standings) {
        String what = (sweep.name().isEmpty() ? "Every release here" : sweep.name()) + ", " + count + (count == 1 ? " target" : " targets");
        return what + ": "
                + String.join(", ", standings.entrySet().stream().map(entry -> entry.getKey().of(entry.getValue().size())).toList());
    }

    private static Tone tone(Map<SweepStanding, List<TargetLine>> standings) {
        if (standings.containsKey(SweepStanding.WAITS)) return Tone.ASKING;
        if (open(standings)) return Tone.WORKING;
        if (List.of(SweepStanding.LOOK, SweepStanding.BLOCKED, SweepStanding.ENDED).stream().anyMatch(standings::containsKey))
            return Tone.CAREFUL;
        return standings.containsKey(SweepStanding.RESOLVED) || standings.containsKey(SweepStanding.UNLOCKED) ? Tone.GOOD : Tone.NEUTRAL;
    }

    /** Whether something is still to come. */
    private static boolean open(Map<SweepStanding, List<TargetLine>> standings) {
        return List.of(SweepStanding.WAITS, SweepStanding.CHECKING, SweepStanding.WORKING).stream().anyMatch(standings::containsKey);
    }

    private static List<Line> asked(Sweep sweep, boolean open) {
        List<Line> lines = new ArrayList<>();
        if (open)
            lines.add(Line.of("Each stuck one is asked about by itself in the thread. Nothing is deleted before a second engineer says yes "
                    + "to that one."));
        lines.add(Line.of(new Span.Text("Asked for by "), new Span.Mention(sweep.requester().user(), sweep.requester().name()),
                new Span.Text(".")));
        if (sweep.leftOut() > 0)
            lines.add(Line.of(sweep.leftOut() + " more " + (sweep.leftOut() == 1 ? "is" : "are")
                    + " not looked at: not allowed in this channel, or not for you."));
        return lines;
    }

    private static SweepStanding standing(TargetLine told) {
        if (told.remediation().isEmpty() || told.around().isEmpty()) return SweepStanding.LOOK;
        if (!told.line().own() && !told.remediation().get().state().ended()) return SweepStanding.ELSEWHERE;
        return switch (told.remediation().get().state()) {
            case State.Diagnosing d -> SweepStanding.CHECKING;
            case State.AwaitingApproval a -> SweepStanding.WAITS;
            case State.Rechecking r -> SweepStanding.WORKING;
            case State.Deleting d -> SweepStanding.WORKING;
            case State.Validating v -> SweepStanding.WORKING;
            case State.Rerunning r -> SweepStanding.WORKING;
            case State.Following f -> SweepStanding.WORKING;
            case State.Restoring r -> SweepStanding.WORKING;
            case State.Closing(Ending ending) -> ended(ending);
            case State.Closed(Ending ending) -> ended(ending);
        };
    }

    private static SweepStanding ended(Ending ending) {
        return switch (ending.outcome()) {
            case NOT_STUCK -> SweepStanding.FINE;
            case RESOLVED -> SweepStanding.RESOLVED;
            case UNLOCKED -> ending.rerun().isPresent() ? SweepStanding.LOOK : SweepStanding.UNLOCKED;
            case BLOCKED, PLAN_CHANGED -> SweepStanding.BLOCKED;
            case REFUSED, EXPIRED -> SweepStanding.ENDED;
            // before it was seen to be stuck nothing is known
            case CANCELLED -> ending.plan().isPresent() ? SweepStanding.ENDED : SweepStanding.CALLED_OFF;
            case RESTORED, ALREADY_GONE, NEEDS_ATTENTION, FAILED -> SweepStanding.LOOK;
        };
    }

    private static Line line(TargetLine told) {
        List<Span> spans = new ArrayList<>(words(told));
        told.link().ifPresent(link -> {
            spans.add(new Span.Text(" ("));
            spans.add(new Span.Anchor(label(told), link));
            spans.add(new Span.Text(")"));
        });
        return new Line(Line.Kind.BULLET, spans);
    }

    private static String label(TargetLine told) {
        if (!told.line().own()) return "its own thread";
        Optional<Outcome> outcome = told.remediation().flatMap(it -> it.state().end()).map(Ending::outcome);
        return outcome.map(it -> it == Outcome.BLOCKED ? "all that stops it" : "how it ended").orElse("the request");
    }

    private static List<Span> words(TargetLine told) {
        String target = told.line().target();
        if (told.remediation().isEmpty()) return List.of(new Span.Text(target + ": what was saved of it cannot be read"));
        if (told.around().isEmpty()) return List.of(new Span.Text(target + ": not configured any more, so that nothing more is done"));
        Remediation remediation = told.remediation().get();
        return remediation.state().end().map(ending -> ended(remediation, told.around().get(), ending))
                .orElseGet(() -> open(told, remediation));
    }

    private static List<Span> open(TargetLine told, Remediation remediation) {
        if (!told.line().own()) return List.of(new Span.Text(remediation.target() + ": is already being looked at"));
        if (remediation.state() instanceof State.Diagnosing)
            return List.of(new Span.Text(remediation.target() + ": the checks are running"));
        return Headline.of(remediation, told.around().get()).spans();
    }

    private static List<Span> ended(Remediation remediation, Surroundings around, Ending ending) {
        if (ending.outcome() == Outcome.BLOCKED)
            return Line.spans(remediation.target() + ": blocked. " + WhatStops.sentence(remediation.findings()));
        if (ending.outcome() == Outcome.NOT_STUCK) return Line.spans(remediation.target() + Headline.known(remediation, ending));
        return Headline.of(remediation, around).spans();
    }
}
