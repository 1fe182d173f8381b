package dev.helmstuck.flow.steps;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.flow.LookBack;
import dev.helmstuck.forecast.DeployHindsight;
import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.Retrospect;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.CameTrue;
import dev.helmstuck.remediation.Unlock;
import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/** Holds the forecast of a plan against what the rerun's deploy did. What cannot be read is said, and is in nobody's way. */
final class ForecastProof {
    private final Cluster cluster;

    @Inject
    ForecastProof(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * What became of the forecast; empty if there was none.
     *
     * @param now the records, the deploy's own as the highest
     */
    Optional<Hindsight> of(Unlock unlock, Target target, Releases now) {
        return LookBack.baseline(unlock.plan())
                .map(baseline -> CameTrue.afterDeploy(unlock.aftermath().hindsight(), statements(baseline, unlock, target, now)));
    }

    private List<Statement> statements(Baseline baseline, Unlock unlock, Target target, Releases now) {
        try {
            Manifest attempted = manifest(attempted(unlock, target, now));
            Manifest deployed = manifest(now.top().orElseThrow());
            Live live = cluster.live(target, Retrospect.wanted(baseline));
            return new DeployHindsight(baseline, live, target.namespace(), attempted, deployed).statements();
        } catch (UnavailableException silent) {
            if (Thread.currentThread().isInterrupted()) throw new StoppedException();
            return List.of(new Statement("what was foretold of the same deploy came true", List.of(), Became.UNREAD,
                    List.of(silent.source() + ": " + silent.why())));
        }
    }

    /** Below a rollback lies the deploy that got stuck; else it is the one that was deleted. */
    private Payload attempted(Unlock unlock, Target target, Releases now) {
        DeletePlan plan = unlock.plan();
        if (plan.status() == ReleaseStatus.PENDING_ROLLBACK) {
            Optional<Revision> left = now.revisions().stream().filter(one -> one.number() == plan.leftRevision()).findFirst();
            Optional<Payload> below = left.map(one -> cluster.payload(target, one)).filter(ForecastProof::didNotEnd);
            if (below.isPresent()) return below.get();
        }
        return cluster.copied(target, unlock.backup());
    }

    private static boolean didNotEnd(Payload payload) {
        return payload instanceof Payload.Decoded(ReleaseRecord record) && (record.status().isPending() || record.hasFailed());
    }

    private static Manifest manifest(Payload payload) {
        Manifest manifest = switch (payload) {
            case Payload.Decoded(ReleaseRecord record) -> Manifest.of(record.manifest());
            case Payload.Undecodable(String why) -> throw new UnavailableException("a record", why);
            case Payload.Doubtful(String why) -> throw new UnavailableException("a record", why);
        };
        if (!manifest.problems().isEmpty()) throw new UnavailableException("a record", manifest.problems().getFirst().words());
        return manifest;
    }
}
