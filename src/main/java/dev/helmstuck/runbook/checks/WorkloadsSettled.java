package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.checks.Judgement.Judged;

/**
 * Runbook, step 2: all Deployments are up to date and nothing of the release is still moving, in two looks.
 *
 * <p>What an autoscaler scales may be off for a moment, so there the second look decides and the first only warns; everything else
 * must be settled in both.
 */
public final class WorkloadsSettled {
    private static final int MOST_LINES = 15;

    private WorkloadsSettled() {}

    /** Judges the two looks; one that could not be taken is {@link Result#UNKNOWN}. */
    public static Finding check(Target target, Fact<Samples> fact) {
        return fact.either(samples -> judge(target, samples),
                missing -> Unknown.of(Step.WORKLOADS_SETTLED, "the workloads could not be read twice", missing, byHand(target)));
    }

    private static Finding judge(Target target, Samples samples) {
        Workloads now = samples.second();
        List<Judged> all = new ArrayList<>();
        if (!samples.ready().equals("ok")) all.add(Judged.stop("the API server is not ready: " + samples.ready()));
        all.addAll(bothLooks(samples));
        now.autoscalers().forEach(autoscaler -> all.addAll(Judgement.autoscaler(autoscaler)));
        if (now.deployments().isEmpty() && now.statefulSets().isEmpty() && now.daemonSets().isEmpty()) return nothing(target, now);

        List<String> stops = all.stream().filter(judged -> judged.result() == Result.STOP).map(Judged::words).toList();
        List<String> warns = all.stream().filter(judged -> judged.result() == Result.WARN).map(Judged::words).toList();
        List<String> seen = new ArrayList<>(stops);
        seen.addAll(warns);
        seen.add(numbers(now) + ", looked at twice, " + Formats.duration(samples.gap()) + " apart"
                + (now.unmarked() == 0
                        ? ""
                        : "; " + Formats.count(now.unmarked(), "Deployment") + " without this release's marks left out"));
        Result result = !stops.isEmpty() ? Result.STOP : !warns.isEmpty() ? Result.WARN : Result.PASS;
        return new Finding(Step.WORKLOADS_SETTLED, result, summary(now, stops.size(), warns.size()), Formats.most(seen, MOST_LINES),
                stops.isEmpty()
                        ? ""
                        : "The runbook: if any of these look suspicious, do not delete; investigate the workload first. "
                                + "If it is only slow, wait and run the command again.",
                List.of(), byHand(target));
    }

    private static List<Judged> bothLooks(Samples samples) {
        Map<String, Judgement> first = judgements(samples.first());
        List<Judged> all = new ArrayList<>();
        judgements(samples.second()).forEach((name, second) -> {
            Optional<Judgement> before = Optional.ofNullable(first.remove(name));
            all.addAll(second.judged());
            if (second.settled() && before.isPresent() && !before.get().settled()) {
                String words = "was not settled at the first look: " + before.get().judged().getFirst().words();
                all.add(second.scaled() ? Judged.warn(words) : Judged.stop(words));
            }
            before.filter(earlier -> earlier.generation() != second.generation() && !onlyScaled(earlier, second))
                    .ifPresent(earlier -> all.add(Judged.stop(name + " was changed between the two looks (generation "
                            + earlier.generation() + ", then " + second.generation() + ")")));
            if (before.isEmpty()) all.add(Judged.stop(name + " appeared between the two looks"));
        });
        // a Job that ended in between was judged by its absence; a workload that vanished is a change
        first.forEach((name, gone) -> {
            if (!name.startsWith("Job ")) all.add(Judged.stop(name + " vanished between the two looks"));
        });
        return all;
    }

    /** An HPA writes the number of pods and nothing else. */
    private static boolean onlyScaled(Judgement earlier, Judgement later) {
        return later.scaled() && earlier.wanted() != later.wanted();
    }

    private static Map<String, Judgement> judgements(Workloads look) {
        Map<String, Judgement> judgements = new TreeMap<>();
        look.deployments().forEach(deployment -> judgements.put("Deployment " + deployment.name(),
                Judgement.deployment(deployment, scaled(look, "Deployment", deployment.name()))));
        look.statefulSets().forEach(set -> judgements.put("StatefulSet " + set.name(),
                Judgement.statefulSet(set, scaled(look, "StatefulSet", set.name()))));
        look.daemonSets().forEach(set -> judgements.put("DaemonSet " + set.name(), Judgement.daemonSet(set)));
        look.jobs().stream().filter(job -> !job.over()).forEach(job -> judgements.put("Job " + job.name(), Judgement.job(job)));
        return judgements;
    }

    private static boolean scaled(Workloads look, String kind, String name) {
        return look.autoscalers().stream().anyMatch(scaler -> scaler.targetKind().equals(kind) && scaler.targetName().equals(name));
    }

    private static Finding nothing(Target target, Workloads look) {
        return new Finding(Step.WORKLOADS_SETTLED, Result.UNKNOWN, "No workload carries the marks of this release.",
                List.of("looked for the annotations meta.helm.sh/release-name=" + target.release() + " and meta.helm.sh/release-namespace="
                        + target.namespace() + "; " + Formats.count(look.unmarked(), "other Deployment") + " in the namespace"),
                "Whether the release's workloads are healthy cannot be told here. Check that the target names the right namespace.",
                List.of(),
                byHand(target));
    }

    private static String summary(Workloads look, int stops, int warns) {
        String all = numbers(look);
        if (stops > 0) return "Not settled: " + Formats.count(stops, "reason") + " to stop among " + all + ".";
        return warns > 0 ? "Settled, with " + Formats.count(warns, "remark") + ": " + all + "." : "Settled: " + all + ".";
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
        return target.kubectl() + " get deploy,sts,ds,job,hpa -o wide   # then: " + target.kubectl()
                + " get deploy NAME -o json | jq .status";
    }
}
