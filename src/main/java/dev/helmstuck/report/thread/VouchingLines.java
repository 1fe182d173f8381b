package dev.helmstuck.report.thread;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Section;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Unproven;
import dev.helmstuck.runbook.Vouching;

/** What is said of a person's word that stands for a proof: who gives it, why, what relies on it, and how it is given. */
final class VouchingLines {
    private VouchingLines() {}

    /** The first lines of the request, where somebody vouches. */
    static Optional<Section> asked(Remediation remediation, DeletePlan plan, Policy policy) {
        return plan.vouching().map(word -> Section.of(word.name() + " vouches for what no check proves",
                Line.bullet(says(word)),
                Line.bullet(
                        "Whoever says yes relies on that. If that Helm lives all the same, it will write its record over that of the next "
                                + "deploy."),
                Line.bullet("So " + policy.approvals() + " people have to say yes, one more than usual, and " + word.name()
                        + " is none of them.")))
                .or(() -> remediation.vouching().map(word -> Section.plain(
                        Line.of(says(word) + " That is not needed: no proof of it is missing, and nobody more has to say yes."))));
    }

    /** What the root says of it. */
    static Optional<Line> root(Remediation remediation) {
        return remediation.vouching().map(word -> Line.of(says(word)));
    }

    /** What the last message says of it, among what was done. */
    static Optional<Line> done(Remediation remediation, Ending ending) {
        return ending.plan().flatMap(DeletePlan::vouching).map(word -> Line.bullet(says(word) + " No check proved it."))
                .or(() -> remediation.vouching().map(word -> Line.bullet(says(word) + " Nothing relied on that.")));
    }

    /** How somebody may vouch, where that is all that is missing and the policy takes it. */
    static Optional<Section> offered(Remediation remediation, Ending ending) {
        boolean stopped = ending.outcome() == Outcome.BLOCKED || ending.outcome() == Outcome.PLAN_CHANGED;
        if (!stopped || !Unproven.isAll(remediation.findings())) return Optional.empty();
        return Optional.of(new Section("If you have looked where it ran", List.of(
                Line.of("Somebody who has seen there that no Helm of this release lives any more may vouch for that. Then one more than usual "
                        + "has to say yes, and none of them is who vouches:"),
                Line.command("/helm-stuck " + remediation.target() + " --owner-dead \"" + Vouching.PLACEHOLDER + "\""))));
    }

    private static String says(Vouching word) {
        return word.name() + " says that the Helm which wrote the stuck record has ended: “" + word.reason() + "”.";
    }
}
