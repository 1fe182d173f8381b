package dev.helmstuck.runbook.checks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Pipeline;

/**
 * What keeps a job that has not begun, and whether it begins by itself. Of a job that is only {@code created} its pipeline tells:
 *
 * <pre>
 * pipeline                                     its other jobs                       the job
 * manual                                       a manual one, none that is active    waits for a person
 * success, failed, canceled, skipped           none that is active                  was left behind: GitLab starts nothing of it
 * any                                          an active one                        begins by itself after that
 * any other status, or it could not be read                                         may begin by itself
 * </pre>
 *
 * @param byItself whether it may begin without anybody doing anything
 * @param why what keeps it, in words that follow its name
 */
record NeverBegun(boolean byItself, String why) {
    private static final Set<String> OVER = Set.of("success", "failed", "canceled", "skipped");
    private static final int MOST_GATES = 3;
    /** A pipeline takes three requests; in practice there are one or two. */
    private static final int MOST_PIPELINES = 5;

    /** Why a job in this status waits; empty if it may have begun. */
    private static final Map<String, String> WAITS_FOR = Map.of(
            "created", "not begun",
            "waiting_for_resource", "it waits for its resource group, and begins by itself",
            "preparing", "GitLab prepares it, and it begins by itself",
            "waiting_for_callback", "it waits for another system, and begins by itself",
            "pending", "it waits for a runner, and begins by itself",
            "scheduled", "it is delayed; its page says when it begins by itself");

    /** Whether this job is known not to have begun, so that no Helm of it can live. */
    static boolean is(CiJob job) {
        return WAITS_FOR.containsKey(job.status()) && job.started().isEmpty();
    }

    /** Whether its pipeline tells more than its status. */
    private static boolean needsPipeline(CiJob job) {
        return job.status().equals("created") && job.started().isEmpty();
    }

    /** Those of these whose pipelines have to be read: the first of each pipeline, and no more than a few. */
    static List<CiJob> undecided(Stream<CiJob> jobs) {
        Map<Long, CiJob> byPipeline = new LinkedHashMap<>();
        jobs.filter(NeverBegun::needsPipeline).forEach(job -> byPipeline.putIfAbsent(job.pipeline(), job));
        return byPipeline.values().stream().limit(MOST_PIPELINES).toList();
    }

    /** @param pipeline the job's, if it was looked at */
    static NeverBegun of(CiJob job, Optional<Fact<Pipeline>> pipeline) {
        if (!needsPipeline(job)) return new NeverBegun(true, WAITS_FOR.getOrDefault(job.status(), ""));
        String name = "its pipeline #" + job.pipeline();
        return pipeline.map(fact -> fact.either(known -> created(job, known, name),
                missing -> new NeverBegun(true, name + " could not be read (" + Unknown.line(missing) + "), so it may begin by itself")))
                .orElseGet(() -> new NeverBegun(true, name + " was not looked at, for there are too many, so it may begin by itself"));
    }

    private static NeverBegun created(CiJob job, Pipeline pipeline, String name) {
        Optional<CiJob> again = pipeline.job(job.id());
        if (again.isEmpty()) return new NeverBegun(true, name + " does not list it, so it may begin by itself");
        if (!again.get().status().equals(job.status())) return new NeverBegun(true, "by now it is " + again.get().status());
        List<CiJob> active = pipeline.jobs().stream().filter(other -> other.active() && !needsPipeline(other)).toList();
        if (!active.isEmpty()) return new NeverBegun(true, "it begins by itself after " + names(active));
        return idle(pipeline, name);
    }

    private static NeverBegun idle(Pipeline pipeline, String name) {
        List<CiJob> gates = gates(pipeline);
        if (pipeline.status().equals("manual") && !gates.isEmpty()) {
            return new NeverBegun(false, name + " waits for a person at " + names(gates));
        }
        if (OVER.contains(pipeline.status())) {
            return new NeverBegun(false, name + " is over (" + pipeline.status() + "), and GitLab left it behind");
        }
        return new NeverBegun(true,
                name + " is " + pipeline.status() + " without any job at work: GitLab may start it at any moment, or has"
                        + " forgotten it");
    }

    /** The jobs at which this pipeline waits for a person, if it does. */
    static List<CiJob> gates(Pipeline pipeline) {
        return pipeline.jobs().stream().filter(job -> job.status().equals("manual")).toList();
    }

    private static String names(List<CiJob> jobs) {
        return Formats.most(jobs.stream().map(job -> job.name() + " #" + job.id() + " (" + job.status() + ")").toList(), MOST_GATES)
                .stream().collect(Collectors.joining(", "));
    }
}
