package dev.helmstuck.runbook.checks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;

/** Runbook, step 1: no CI job that writes this release or this cluster is active, whatever its active status. */
public final class NoDeployInFlight {
    private static final int MOST_JOBS = 12;

    private NoDeployInFlight() {}

    /**
     * Judges what GitLab says. A job that is seen stops; else one project that does not answer is {@link Result#UNKNOWN}, and what the
     * others said is shown all the same.
     *
     * @param answers what each project says whose jobs write this release or its cluster
     */
    public static Finding check(Target target, List<Fact<Deploys>> answers, Instant now) {
        List<Deploys> known = Fact.known(answers);
        List<Deploys.ResourceGroup> groups = known.stream().map(Deploys::groups).flatMap(List::stream).toList();
        Map<Long, CiJob> all = new LinkedHashMap<>();
        Stream.concat(known.stream().map(Deploys::active).flatMap(List::stream), groups.stream().flatMap(NoDeployInFlight::jobs))
                .filter(CiJob::active).forEach(job -> all.putIfAbsent(job.id(), job));
        List<CiJob> release = all.values().stream().filter(target::writesRelease).toList();
        List<CiJob> cluster = all.values().stream().filter(job -> !target.writesRelease(job) && target.writesCluster(job)).toList();

        List<String> missing = Fact.missing(answers).stream().map(Unknown::line).toList();
        List<String> seen = new ArrayList<>(missing);
        release.forEach(job -> seen.add("writes this release: " + line(job, now)));
        cluster.forEach(job -> seen.add("writes the same cluster: " + line(job, now)));
        groups.forEach(group -> seen.addAll(group(group, now)));
        long others = all.size() - release.size() - (long) cluster.size();
        if (others > 0)
            seen.add(Formats.count(others, "other active job") + " in " + target.projects() + ", none of which writes this cluster");

        Stream<CiJob> grouped = groups.stream().flatMap(NoDeployInFlight::jobs);
        List<Link> links = Stream.concat(Stream.concat(release.stream(), cluster.stream()), grouped).distinct().limit(MOST_JOBS)
                .map(job -> new Link(job.name() + " #" + job.id(), job.url())).toList();
        boolean stop = !release.isEmpty() || !cluster.isEmpty();
        if (!stop && !missing.isEmpty()) {
            return Unknown.of(Step.NO_DEPLOY_IN_FLIGHT, "active jobs could not be read", Formats.most(seen, MOST_JOBS), links,
                    byHand(target));
        }
        return new Finding(Step.NO_DEPLOY_IN_FLIGHT, stop ? Result.STOP : Result.PASS, summary(release, cluster),
                Formats.most(seen, MOST_JOBS), stop ? next(release, cluster) : "", links, byHand(target));
    }

    private static Stream<CiJob> jobs(Deploys.ResourceGroup group) {
        return Stream.concat(group.holder().stream(), group.queue().stream());
    }

    private static String summary(List<CiJob> release, List<CiJob> cluster) {
        if (release.isEmpty() && cluster.isEmpty()) return "No active CI job writes this release or its cluster.";
        List<String> parts = new ArrayList<>();
        if (!release.isEmpty()) parts.add(Formats.count(release.size(), "active job") + " can write this release");
        if (!cluster.isEmpty()) parts.add(Formats.count(cluster.size(), "active job") + " can write the same cluster");
        return String.join(", and ", parts) + ".";
    }

    private static String next(List<CiJob> release, List<CiJob> cluster) {
        String why = release.isEmpty()
                ? "The runbook stops for any running job that targets this cluster: two jobs against one cluster may be the very cause."
                : "Deleting the record of a Helm that still lives corrupts the release.";
        return why + " Let " + (release.size() + cluster.size() == 1 ? "it" : "them")
                + " end, or cancel in GitLab and wait until the status is final; then run the command again.";
    }

    private static String line(CiJob job, Instant now) {
        return job.name() + " #" + job.id() + ", " + job.status() + job.age(now).map(age -> " since " + Formats.duration(age)).orElse("")
                + ", by " + job.user();
    }

    private static List<String> group(Deploys.ResourceGroup group, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add("resource group " + group.key() + ": " + group.holder().map(job -> "held by " + line(job, now)).orElse("free") + "; "
                + (group.queue().isEmpty() ? "nobody waits" : Formats.count(group.queue().size(), "job") + " waiting"));
        group.queue().forEach(job -> lines.add("waits for " + group.key() + ": " + line(job, now)));
        return lines;
    }

    private static String byHand(Target target) {
        return target.ci().stream()
                .map(ci -> "glab api 'projects/" + ci.project().replace("/", "%2F")
                        + "/jobs?scope[]=running&scope[]=pending&scope[]=waiting_for_resource&scope[]=created&scope[]=preparing"
                        + "&scope[]=waiting_for_callback&scope[]=canceling&scope[]=scheduled'")
                .collect(Collectors.joining("\n"));
    }
}
