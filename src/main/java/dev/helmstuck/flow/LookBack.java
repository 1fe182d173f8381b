package dev.helmstuck.flow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.Retrospect;
import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Outlook;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.checks.WaitingDeploys;

/**
 * What is to be seen after the delete, all looked up at once.
 *
 * @param records as Helm sees them now
 * @param jobs of each project, those that can have written the release since the stuck record was made
 * @param objects those of which something was foretold; empty if nothing was
 * @param pipelines by id, those of deploy jobs that have not begun
 */
public record LookBack(Fact<Releases> records, List<Fact<List<CiJob>>> jobs, Optional<Fact<Live>> objects,
        Map<Long, Fact<Pipeline>> pipelines) {

    public LookBack {
        pipelines = Map.copyOf(pipelines);
    }

    static LookBack at(Questions.Sources sources, Target target, DeletePlan plan, ExecutorService tasks) {
        Asking asking = new Asking(sources.deadline(), tasks);
        Question<Fact<Releases>> records = new Question<>(
                () -> asking.ask(Questions.CLUSTER, () -> sources.cluster().releases(target))).begin(tasks);
        Question<List<Fact<List<CiJob>>>> jobs = new Question<>(() -> List.copyOf(asking.each(
                target.ci().stream().map(Ci::project).distinct().toList(), project -> project, project -> asking.ask(Questions.GITLAB,
                        () -> sources.pipelines().jobsSince(project, Questions.jobsSince(plan.created()))))
                .values())).begin(tasks);
        Optional<Question<Fact<Live>>> objects = baseline(plan).map(baseline -> new Question<>(
                () -> asking.ask(Questions.CLUSTER, () -> sources.cluster().live(target, Retrospect.wanted(baseline)))).begin(tasks));
        return new LookBack(records.answer(), jobs.answer(), objects.map(Question::answer),
                pipelines(sources, target, Fact.known(jobs.answer()).stream().flatMap(List::stream).toList(), asking));
    }

    private static Map<Long, Fact<Pipeline>> pipelines(Questions.Sources sources, Target target, List<CiJob> jobs, Asking asking) {
        return asking.each(WaitingDeploys.undecided(target, jobs), CiJob::pipeline, job -> asking.ask(Questions.GITLAB,
                () -> sources.pipelines().pipeline(job.project(), job.pipeline())));
    }

    /** What the forecast of a plan can be held against; empty if there is none. */
    public static Optional<Baseline> baseline(DeletePlan plan) {
        return plan.outlook().flatMap(Outlook::prospect).flatMap(Prospect::baseline);
    }
}
