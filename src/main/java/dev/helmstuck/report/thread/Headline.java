package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Target;

/** A remediation in one line: what is known, and what is wanted of whom. The root and the last message begin with it. */
final class Headline {

    private Headline() {}

    /** It has ended: the outcome and the one next action. */
    static Line ended(Remediation remediation, Target target, Ending ending) {
        List<Span> spans = new ArrayList<>(Line.spans(remediation.target() + known(remediation, ending) + ". Next: "));
        spans.addAll(NextSteps.of(remediation, target, ending).action());
        return new Line(Line.Kind.PARAGRAPH, spans);
    }

    private static String known(Remediation remediation, Ending ending) {
        String why = bare(ending.why());
        return switch (ending.outcome()) {
            case RESOLVED -> ": Helm is unlocked";
            case NOT_STUCK -> " is " + why.substring(0, 1).toLowerCase(Locale.ROOT) + why.substring(1);
            case BLOCKED -> ": " + stop(remediation.findings()) + " the delete, nothing deleted";
            case PLAN_CHANGED -> ": " + (notStuck(remediation.findings())
                    ? "not stuck any more since the yes"
                    : stopping(remediation.findings()).isEmpty()
                            ? "the record was changed since the yes"
                            : stop(remediation.findings()) + " the delete since the yes")
                    + ", nothing deleted";
            case REFUSED, CANCELLED -> ": " + why + ", nothing deleted";
            case EXPIRED -> " is still stuck: not enough people said yes in time, nothing deleted";
            case ALREADY_GONE -> ": somebody else deleted the record first, nothing deleted by me";
            case NEEDS_ATTENTION -> Afterwards.stillThere(ending)
                    ? ": the delete was accepted, but the record is still there"
                    : ending.aftermath().isPresent()
                            ? ": the record is deleted, but Helm is not proven healthy"
                            : ": Helm is not proven healthy";
            case FAILED -> ": it failed, nothing deleted";
        };
    }

    private static String bare(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** The numbers of the checks that do not allow a delete. */
    static List<String> stopping(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.result().blocks()).map(finding -> finding.step().number()).toList();
    }

    static boolean notStuck(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.result() == Result.NOT_NEEDED);
    }

    /** "step 1a stops", "steps 1a, 2 and 3 stop". */
    private static String stop(List<Finding> findings) {
        List<String> steps = stopping(findings);
        return switch (steps.size()) {
            case 0 -> "a check that could not be run stops";
            case 1 -> "step " + steps.getFirst() + " stops";
            default -> "steps " + String.join(", ", steps.subList(0, steps.size() - 1)) + " and " + steps.getLast() + " stop";
        };
    }
}
