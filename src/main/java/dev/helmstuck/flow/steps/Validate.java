package dev.helmstuck.flow.steps;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.helmstuck.flow.Gather;
import dev.helmstuck.flow.LookBack;
import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.Retrospect;
import dev.helmstuck.ports.Reruns;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.CameTrue;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.HistoryLine;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RerunChoice;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.checks.WaitingDeploys;
import jakarta.inject.Inject;

/** {@code Validating}: sees the release as Helm will see it (runbook, step 5), and finds the job to rerun (step 6). */
final class Validate {
    private final Gather gather;
    private final Reruns reruns;
    private final Clock clock;

    @Inject
    Validate(Gather gather, Reruns reruns, Clock clock) {
        this.gather = gather;
        this.reruns = reruns;
        this.clock = clock;
    }

    /** @param drill nobody's job failed, so none is chosen, however it is called */
    Progress work(State.Validating state, Target target, boolean drill) {
        DeletePlan plan = state.plan();
        LookBack seen = gather.lookBack(target, plan);
        Releases records = seen.records().either(Function.identity(), missing -> {
            throw new UnavailableException(missing.source(), missing.why());
        });
        Helm helm = HelmNow.after(plan, records);
        Aftermath aftermath = aftermath(plan, helm, seen, target, drill);
        Optional<CiJob> job = aftermath.rerun().filter(any -> reruns.allowed());
        Event event = helm instanceof Helm.Unlocked(int revision, ReleaseStatus status) && status.isUpgradable() && job.isPresent()
                ? new Event.RerunOffered(aftermath, new RerunPlan(job.get(), revision))
                : new Event.Validated(aftermath);
        return Progress.moved(event).telling(
                new Note.HelmHistory(Note.Occasion.AFTER_DELETE, clock.instant(), HistoryLine.of(records.revisions())),
                Entry.ours("validation", plan.describe(), helm.words()));
    }

    private static Aftermath aftermath(DeletePlan plan, Helm helm, LookBack seen, Target target, boolean drill) {
        Optional<Hindsight> hindsight = seen.objects()
                .map(objects -> CameTrue.afterDelete(plan, helm, objects(plan, objects)));
        if (drill) return new Aftermath(helm, Optional.empty(), "", hindsight, Optional.of("It was a drill: no job has failed."));
        Optional<Fact.Unavailable<List<CiJob>>> silent = Fact.missing(seen.jobs()).stream().findFirst();
        if (silent.isPresent()) {
            return new Aftermath(helm, Optional.empty(), silent.get().source() + ": " + silent.get().why(), hindsight, Optional.empty());
        }
        List<CiJob> jobs = Fact.known(seen.jobs()).stream().flatMap(List::stream).toList();
        return switch (RerunChoice.of(target, jobs, WaitingDeploys.of(target, jobs, seen.pipelines()), plan.created())) {
            case RerunChoice.Chosen(CiJob job) -> new Aftermath(helm, Optional.of(job), "", hindsight, Optional.empty());
            case RerunChoice.None(String why, Optional<CiJob> instead) ->
                new Aftermath(helm, Optional.empty(), "", hindsight, Optional.of(why), instead);
        };
    }

    private static List<Statement> objects(DeletePlan plan, Fact<Live> objects) {
        return objects.either(live -> new Retrospect(LookBack.baseline(plan).orElseThrow(), live, plan.namespace()).unchanged(),
                missing -> List.of(new Statement("everything is as it was", List.of(), Became.UNREAD,
                        List.of(missing.source() + ": " + missing.why()))));
    }
}
