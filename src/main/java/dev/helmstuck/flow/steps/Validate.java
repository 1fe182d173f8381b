package dev.helmstuck.flow.steps;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.helmstuck.flow.Gather;
import dev.helmstuck.flow.LookBack;
import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.Retrospect;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.CameTrue;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/** {@code Validating}: sees the release as Helm will see it (runbook, step 5), and finds the job to rerun (step 6). */
final class Validate {
    private final Gather gather;

    @Inject
    Validate(Gather gather) {
        this.gather = gather;
    }

    Progress work(State.Validating state, Target target) {
        DeletePlan plan = state.plan();
        LookBack seen = gather.lookBack(target, plan);
        Helm helm = helm(plan, seen.records().either(Function.identity(), missing -> {
            throw new UnavailableException(missing.source(), missing.why());
        }));
        return Progress.moved(new Event.Validated(aftermath(plan, helm, seen, target)),
                Entry.ours("validation", plan.describe(), helm.toString()));
    }

    private static Helm helm(DeletePlan plan, Releases releases) {
        if (releases.highest().isEmpty() || releases.top().isEmpty()) return new Helm.NotFound();
        Revision highest = releases.highest().get();
        return switch (releases.top().get()) {
            case Payload.Undecodable(String reason) -> new Helm.Unread("revision " + highest.number() + " does not decode: " + reason);
            case Payload.Doubtful(String reason) ->
                new Helm.Unread("revision " + highest.number() + " is not one that I read, but Helm may: " + reason);
            case Payload.Decoded(ReleaseRecord record) -> seen(plan, highest, record.status());
        };
    }

    private static Helm seen(DeletePlan plan, Revision highest, ReleaseStatus status) {
        if (highest.uid().equals(plan.uid())) return new Helm.StillPending(highest.number(), status);
        // Helm takes the same number again, so a new object may well be called v1234 once more
        if (highest.number() >= plan.revision()) return new Helm.NewRevision(highest.number(), status);
        return status.isPending() ? new Helm.StillPending(highest.number(), status) : new Helm.Unlocked(highest.number(), status);
    }

    private static Aftermath aftermath(DeletePlan plan, Helm helm, LookBack seen, Target target) {
        Optional<Hindsight> hindsight = seen.objects()
                .map(objects -> CameTrue.afterDelete(plan, helm, objects(plan, objects)));
        return Fact.missing(seen.jobs()).stream().findFirst()
                .map(silent -> new Aftermath(helm, Optional.empty(), silent.source() + ": " + silent.why(), hindsight))
                .orElseGet(() -> new Aftermath(helm, newestFailed(Fact.known(seen.jobs()).stream().flatMap(List::stream).toList(), target),
                        "", hindsight));
    }

    private static List<Statement> objects(DeletePlan plan, Fact<Live> objects) {
        return objects.either(live -> new Retrospect(LookBack.baseline(plan).orElseThrow(), live, plan.namespace()).unchanged(),
                missing -> List.of(new Statement("everything is as it was", List.of(), Became.UNREAD,
                        List.of(missing.source() + ": " + missing.why()))));
    }

    /** The newest job that writes this release and ran, if it did not succeed. An older failed one would deploy an older version. */
    private static Optional<CiJob> newestFailed(List<CiJob> jobs, Target target) {
        return jobs.stream().filter(target::writesRelease).filter(job -> job.started().isPresent())
                .max(Comparator.comparingLong(CiJob::id)).filter(job -> job.status().equals("failed") || job.status().equals("canceled"));
    }
}
