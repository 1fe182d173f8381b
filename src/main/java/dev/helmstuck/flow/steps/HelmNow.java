package dev.helmstuck.flow.steps;

import java.util.function.BiFunction;

import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Releases;

/** The newest revision as {@code helm status} sees it. */
final class HelmNow {

    private HelmNow() {}

    /** After this plan's record was deleted. */
    static Helm after(DeletePlan plan, Releases releases) {
        return of(releases, (highest, status) -> {
            if (highest.uid().equals(plan.uid())) return new Helm.StillPending(highest.number(), status);
            // Helm takes the same number again, so a new object may well be called v1234 once more
            return over(plan.revision() - 1, highest, status);
        });
    }

    /** With this revision as the newest that is known. */
    static Helm over(int known, Releases releases) {
        return of(releases, (highest, status) -> status.isPending()
                ? new Helm.StillPending(highest.number(), status)
                : over(known, highest, status));
    }

    private static Helm over(int known, Revision highest, ReleaseStatus status) {
        if (highest.number() > known) return new Helm.NewRevision(highest.number(), status);
        return status.isPending() ? new Helm.StillPending(highest.number(), status) : new Helm.Unlocked(highest.number(), status);
    }

    private static Helm of(Releases releases, BiFunction<Revision, ReleaseStatus, Helm> judgement) {
        if (releases.highest().isEmpty() || releases.top().isEmpty()) return new Helm.NotFound();
        Revision highest = releases.highest().get();
        return switch (releases.top().get()) {
            case Payload.Undecodable(String reason) -> new Helm.Unread("revision " + highest.number() + " does not decode: " + reason);
            case Payload.Doubtful(String reason) ->
                new Helm.Unread("revision " + highest.number() + " is not one that I read, but Helm may: " + reason);
            case Payload.Decoded(ReleaseRecord record) -> judgement.apply(highest, record.status());
        };
    }
}
