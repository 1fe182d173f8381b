package dev.helmstuck.runbook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.Sha256;

/**
 * All findings of one look at a target.
 *
 * @param target the target that was looked at
 * @param at when the look ended
 * @param release what the records say
 * @param findings one finding per check that applied
 */
public record Diagnosis(Target target, Instant at, ReleaseState release, List<Finding> findings) {

    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** What it comes to: "not stuck" only if the records say so; "stuck" only if every check passed or warned. */
    public Verdict verdict() {
        return switch (release) {
            case ReleaseState.NotStuck notStuck -> Verdict.NOT_STUCK;
            case ReleaseState.Unclear unclear -> Verdict.BLOCKED;
            case ReleaseState.Stuck stuck -> allows() ? Verdict.STUCK : Verdict.BLOCKED;
        };
    }

    private boolean allows() {
        return findings.stream().map(Finding::step).distinct().count() == Step.values().length
                && findings.stream().noneMatch(finding -> finding.result().blocks());
    }

    /** What a yes would do; empty unless {@link #verdict} is {@link Verdict#STUCK}. */
    public Optional<DeletePlan> plan() {
        return verdict() == Verdict.STUCK && release instanceof ReleaseState.Stuck(StuckRevision stuck)
                ? Optional.of(DeletePlan.of(target, stuck, fingerprint(stuck), Unproven.vouching(findings)))
                : Optional.empty();
    }

    /** The same where nobody's word is taken: what is not proven just stops. */
    public Diagnosis takingNoWord() {
        return new Diagnosis(target, at, release, findings.stream()
                .map(finding -> finding.unproven().isPresent() ? finding.takingNoWord() : finding).toList());
    }

    /** On a big cluster a node comes or goes at any time: a remark on the cluster voids no yes. */
    private static Result shown(Finding finding) {
        boolean moves = finding.step() == Step.CLUSTER_IS_HEALTHY && finding.result() == Result.WARN;
        return moves ? Result.PASS : finding.result();
    }

    /**
     * Equal for two looks that show a person the same thing: the same object, the same neighbour below it and the same result of
     * every check. Ages and other texts do not count, they always move.
     */
    private String fingerprint(StuckRevision stuck) {
        StringBuilder text = new StringBuilder();
        text.append(target.cluster()).append('\n').append(target.namespace()).append('\n').append(target.release()).append('\n');
        text.append(stuck.revision().secret()).append(' ').append(stuck.revision().uid()).append(' ');
        text.append(stuck.revision().resourceVersion()).append(' ').append(stuck.record().status().word()).append('\n');
        text.append(stuck.below().secret()).append(' ').append(stuck.below().uid()).append(' ').append(stuck.belowStatus().word());
        for (Step step : Step.values()) {
            findings.stream().filter(finding -> finding.step() == step)
                    .forEach(finding -> text.append('\n').append(step).append(' ').append(shown(finding)));
        }
        // whose word it relies on, and what they say, is shown to whoever says yes
        Unproven.vouching(findings).ifPresent(word -> text.append('\n').append(word.user()).append(' ').append(word.reason()));
        return Sha256.hex(text.toString(), 8);
    }
}
