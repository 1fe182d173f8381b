package dev.helmstuck.runbook.checks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;

/**
 * Runbook, step 1: no CI job that writes this release or this cluster is active, whatever its active status. Who writes what is known by
 * the patterns of the targets file and by nothing else; jobs that match none of them are named, and not judged.
 *
 * <p>A job that never began and does not begin by itself ({@link NeverBegun}) has no Helm: a remark.
 */
public final class NoDeployInFlight {
    private static final int MOST_JOBS = 12;

    private NoDeployInFlight() {}

    /** The jobs whose pipelines have to be read, one for each pipeline and no more than a few; {@link #check} wants them. */
    public static List<CiJob> undecided(Target target, List<Fact<Deploys>> answers) {
        return NeverBegun.undecided(InFlight.of(target, answers).known().stream());
    }

    /**
     * Judges what GitLab says. A job that is seen stops; else one project that does not answer is {@link Result#UNKNOWN}, and what the
     * others said is shown all the same.
     *
     * @param answers what each project says whose jobs write this release or its cluster
     * @param pipelines by id, those of the jobs that are {@link #undecided}
     */
    public static Finding check(Target target, List<Fact<Deploys>> answers, Map<Long, Fact<Pipeline>> pipelines, Instant now) {
        InFlight jobs = InFlight.of(target, answers);
        List<Stands> stands = jobs.known().stream().map(job -> Stands.of(target, job, pipelines)).toList();
        List<Stands> stopping = stands.stream().filter(Stands::stops).toList();
        List<Stands> waiting = stands.stream().filter(each -> !each.stops()).toList();

        List<String> missing = Fact.missing(answers).stream().map(Unknown::line).toList();
        List<String> seen = new ArrayList<>(missing);
        Stream.concat(stopping.stream(), waiting.stream()).forEach(each -> seen.add(each.line(now)));
        List<String> lines = Stream.of(Formats.most(seen, MOST_JOBS), Formats.most(jobs.groups(now), MOST_JOBS), jobs.lookedFor(target))
                .flatMap(List::stream).toList();
        List<Link> links = Stream.concat(Stream.concat(stopping.stream(), waiting.stream()).map(Stands::job), jobs.grouped()).distinct()
                .limit(MOST_JOBS).map(job -> new Link(job.name() + " #" + job.id(), job.url())).toList();
        String byHand = JobsByHand.command(target);

        if (!stopping.isEmpty()) {
            return new Finding(Step.NO_DEPLOY_IN_FLIGHT, Result.STOP, counted(stopping) + ".", lines, next(stopping), links, byHand);
        }
        if (!missing.isEmpty()) return Unknown.of(Step.NO_DEPLOY_IN_FLIGHT, "active jobs could not be read", lines, links, byHand);
        if (!waiting.isEmpty()) {
            return new Finding(Step.NO_DEPLOY_IN_FLIGHT, Result.WARN, counted(waiting) + ", but never began and "
                    + (waiting.size() == 1 ? "does" : "do") + " not begin without a person.", lines,
                    "Let nobody start " + (waiting.size() == 1 ? "it" : "them") + " before this is over.", links, byHand);
        }
        return new Finding(Step.NO_DEPLOY_IN_FLIGHT, Result.PASS, "No active CI job is known to write this release or its cluster.", lines,
                "", links, byHand);
    }

    /**
     * How a job stands that writes this release or its cluster.
     *
     * @param begins what keeps it; empty if it may have begun
     */
    private record Stands(CiJob job, String writes, boolean release, Optional<NeverBegun> begins) {

        static Stands of(Target target, CiJob job, Map<Long, Fact<Pipeline>> pipelines) {
            return new Stands(job, target.pattern(job).orElseThrow().writes(), target.writesRelease(job), NeverBegun.is(job)
                    ? Optional.of(NeverBegun.of(job, Optional.ofNullable(pipelines.get(job.pipeline()))))
                    : Optional.empty());
        }

        boolean stops() {
            return begins.map(NeverBegun::byItself).orElse(true);
        }

        String line(Instant now) {
            return "writes " + writes + ": " + InFlight.line(job, now) + begins.map(it -> "; " + it.why()).orElse("");
        }
    }

    private static String counted(List<Stands> stands) {
        long release = stands.stream().filter(Stands::release).count();
        long cluster = stands.size() - release;
        List<String> parts = new ArrayList<>();
        if (release > 0) parts.add(Formats.count(release, "active job") + " can write this release");
        if (cluster > 0) parts.add(Formats.count(cluster, "active job") + " can write the same cluster");
        return String.join(", and ", parts);
    }

    /** Canceling is advised only for what never began: the Helm of another one may outlive that, and then the next check waits for it. */
    private static String next(List<Stands> stopping) {
        String them = stopping.size() == 1 ? "it" : "them";
        if (stopping.stream().allMatch(each -> each.begins().isPresent())) {
            return (stopping.size() == 1 ? "It has" : "They have") + " not begun, so no Helm of " + them + " lives yet. Let " + them
                    + " run and end, or cancel " + them + " in GitLab before " + (stopping.size() == 1 ? "it begins" : "they begin")
                    + "; then run the command again.";
        }
        String why = stopping.stream().anyMatch(Stands::release)
                ? "Deleting the record of a Helm that still lives corrupts the release."
                : "The runbook stops for any running job that targets this cluster: two jobs against one cluster may be the very cause.";
        return why + " Let " + them + " end, then run the command again. To cancel " + them
                + " in GitLab is no short cut: a canceled job's Helm "
                + "may live on, and has to be waited for all the same.";
    }
}
