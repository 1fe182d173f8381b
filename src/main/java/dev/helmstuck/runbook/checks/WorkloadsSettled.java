package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;

/**
 * Runbook, step 2: all Deployments are up to date and nothing of the release is still moving, in two looks.
 *
 * <p>What an autoscaler scales may be off for a moment, so there the second look decides and the first only warns; everything else
 * must be settled in both.
 */
public final class WorkloadsSettled {
    private static final int MOST_LINES = 15;
    private static final String CHANGES = "Somebody or something changes this release right now. Find out who, and wait until nothing moves.";

    private WorkloadsSettled() {}

    /**
     * Judges the two looks; one that could not be taken is {@link Result#UNKNOWN}.
     *
     * @param footprint what the release's manifests name
     * @param nodes asked where a DaemonSet is short
     */
    public static Finding check(Target target, Footprint footprint, Fact<Samples> fact, Fact<Nodes> nodes) {
        return fact.either(samples -> judge(target, footprint, samples, nodes),
                missing -> Unknown.of(Step.WORKLOADS_SETTLED, "the workloads could not be read twice", missing, byHand(target)));
    }

    private static Finding judge(Target target, Footprint footprint, Samples samples, Fact<Nodes> nodes) {
        Workloads now = samples.second();
        List<Judged> all = new ArrayList<>(bothLooks(samples, nodes));
        all.addAll(NamedWorkloads.judge(target, footprint, now));
        now.jobs().forEach(job -> job.failed()
                .ifPresent(why -> all.add(Judgement.failed((job.hook() ? "hook Job " : "Job ") + job.name(), why.words()))));
        now.pods().stream().filter(pod -> pod.hook() && pod.failed())
                .forEach(pod -> all.add(Judgement.failed("hook Pod " + pod.name(), pod.reason())));
        all.addAll(OldPods.stillGoing(now));
        now.autoscalers().forEach(autoscaler -> all.addAll(Judgement.autoscaler(autoscaler)));

        List<String> seen = new ArrayList<>();
        for (Result result : List.of(Result.STOP, Result.UNKNOWN, Result.WARN))
            seen.addAll(Judged.words(all, result));
        seen = new ArrayList<>(Formats.most(seen, MOST_LINES));
        seen.add(looked(footprint, samples));
        return new Finding(Step.WORKLOADS_SETTLED, Judged.worst(all), summary(now, all), seen, Judged.next(all), List.of(), byHand(target),
                WorkloadTable.of(now, all));
    }

    private static List<Judged> bothLooks(Samples samples, Fact<Nodes> nodes) {
        Map<String, Judgement> first = judgements(samples.first(), nodes);
        List<Judged> all = new ArrayList<>();
        judgements(samples.second(), nodes).forEach((name, second) -> {
            Optional<Judgement> before = Optional.ofNullable(first.remove(name));
            all.addAll(second.judged());
            if (second.settled() && before.isPresent() && !before.get().settled()) {
                Judged unrest = before.get().judged().stream().filter(judged -> judged.result() == Result.STOP).findFirst().orElseThrow();
                String words = "was not settled at the first look: " + unrest.words();
                all.add(second.scaled() ? Judged.warn(words) : Judged.stop(words, CHANGES));
            }
            before.filter(earlier -> earlier.generation() != second.generation() && !onlyScaled(earlier, second))
                    .ifPresent(earlier -> all.add(Judged.stop(name + " was changed between the two looks (generation "
                            + earlier.generation() + ", then " + second.generation() + ")", CHANGES)));
            if (before.isEmpty()) all.add(Judged.stop(name + " appeared between the two looks", CHANGES));
        });
        // a Job or a hook that ended in between was judged by its absence; a workload that vanished is a change
        first.forEach((name, gone) -> {
            if (!name.startsWith("Job ") && !name.startsWith("Pod ")) {
                all.add(Judged.stop(name + " vanished between the two looks", CHANGES));
            }
        });
        return all;
    }

    /** An HPA writes the number of pods and nothing else. */
    private static boolean onlyScaled(Judgement earlier, Judgement later) {
        return later.scaled() && earlier.wanted() != later.wanted();
    }

    private static Map<String, Judgement> judgements(Workloads look, Fact<Nodes> nodes) {
        Map<String, Judgement> judgements = new TreeMap<>();
        look.deployments().forEach(deployment -> judgements.put("Deployment " + deployment.name(),
                Judgement.deployment(deployment, look.scaled("Deployment", deployment.name()))));
        look.statefulSets().forEach(set -> judgements.put("StatefulSet " + set.name(),
                Judgement.statefulSet(set, look.scaled("StatefulSet", set.name()))));
        look.daemonSets().forEach(set -> judgements.put("DaemonSet " + set.name(),
                new DaemonSetJudgement(set, look.of("DaemonSet", set.name()), nodes).judge()));
        look.jobs().stream().filter(job -> !job.over()).forEach(job -> judgements.put("Job " + job.name(), Judgement.job(job)));
        look.pods().stream().filter(pod -> pod.hook() && !pod.failed())
                .forEach(pod -> judgements.put("Pod " + pod.name(), Judgement.hookPod(pod)));
        return judgements;
    }

    private static String looked(Footprint footprint, Samples samples) {
        int unmarked = samples.second().unmarked();
        return numbers(samples.second()) + ", looked at twice, " + Formats.duration(samples.gap()) + " apart"
                + (footprint.namespaces().size() == 1 ? "" : ", in the namespaces " + String.join(", ", footprint.namespaces()))
                + (unmarked == 0 ? "" : "; " + Formats.count(unmarked, "Deployment") + " without this release's marks left out");
    }

    private static String summary(Workloads look, List<Judged> all) {
        String numbers = numbers(look);
        int warns = Judged.words(all, Result.WARN).size();
        return switch (Judged.worst(all)) {
            case STOP ->
                "Not settled: " + Formats.count(Judged.words(all, Result.STOP).size(), "reason") + " to stop among " + numbers + ".";
            case UNKNOWN -> "Could not look at all of it: " + Formats.count(Judged.words(all, Result.UNKNOWN).size(), "reason") + ", with "
                    + numbers + " read.";
            case WARN -> "Settled, with " + Formats.count(warns, "remark") + ": " + numbers + ".";
            case PASS, NOT_NEEDED -> "Settled: " + numbers + ".";
        };
    }

    private static String numbers(Workloads look) {
        List<String> parts = new ArrayList<>();
        parts.add(Formats.count(look.deployments().size(), "Deployment"));
        if (!look.statefulSets().isEmpty()) parts.add(Formats.count(look.statefulSets().size(), "StatefulSet"));
        if (!look.daemonSets().isEmpty()) parts.add(Formats.count(look.daemonSets().size(), "DaemonSet"));
        if (!look.autoscalers().isEmpty()) parts.add(Formats.count(look.autoscalers().size(), "HPA"));
        return String.join(", ", parts);
    }

    private static String byHand(Target target) {
        return target.kubectl() + " get deploy,sts,ds,job,hpa,pod -o wide   # then: " + target.kubectl()
                + " get deploy NAME -o json | jq .status";
    }
}
