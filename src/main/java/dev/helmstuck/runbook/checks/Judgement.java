package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Workloads;

/**
 * What one look says of one workload. Progressing=True holds during a rollout as well and Available=True counts old pods, so the
 * replica numbers decide and the two conditions of the runbook only add to them.
 *
 * @param generation {@code metadata.generation}
 * @param wanted how many pods it should have; an HPA changes this and with it the generation
 * @param scaled whether an HPA targets it, which allows the runbook's 10 %
 * @param judged what stops or warns; empty if all is well
 */
record Judgement(long generation, int wanted, boolean scaled, List<Judged> judged) {

    record Judged(Result result, String words) {
        static Judged stop(String words) {
            return new Judged(Result.STOP, words);
        }

        static Judged warn(String words) {
            return new Judged(Result.WARN, words);
        }
    }

    boolean settled() {
        return judged.stream().noneMatch(each -> each.result() == Result.STOP);
    }

    static Judgement deployment(Workloads.Deployment it, boolean scaled) {
        List<Judged> judged = new ArrayList<>();
        String name = "Deployment " + it.name();
        if (it.deleting()) judged.add(Judged.stop(name + " is being deleted"));
        if (it.observedGeneration() < it.generation()) {
            judged.add(Judged.stop(name + ": its newest change is not yet observed (generation " + it.generation() + ", observed "
                    + it.observedGeneration() + ")"));
        }
        it.condition("ReplicaFailure").filter(condition -> condition.status().equals("True"))
                .ifPresent(condition -> judged.add(Judged.stop(name + ": ReplicaFailure, " + reason(condition))));
        available(it, judged);
        int tolerance = scaled ? it.replicas() / 10 : 0;
        numbers(it, tolerance, judged);
        progressing(it, exact(it), judged);
        if (it.paused()) judged.add(Judged.warn(name + " is paused: its rollout waits for a person"));
        return new Judgement(it.generation(), it.wanted(), scaled, List.copyOf(judged));
    }

    private static void available(Workloads.Deployment it, List<Judged> judged) {
        boolean available = it.condition("Available").map(condition -> condition.status().equals("True")).orElse(false);
        if (!available) {
            judged.add(Judged.stop("Deployment " + it.name() + ": Available is "
                    + it.condition("Available").map(condition -> condition.status() + ", " + reason(condition)).orElse("not reported")));
        }
    }

    private static void progressing(Workloads.Deployment it, boolean exact, List<Judged> judged) {
        // absent with progressDeadlineSeconds at its maximum; Unknown while paused, unless the deadline was exceeded before
        it.condition("Progressing").ifPresent(condition -> {
            String name = "Deployment " + it.name();
            boolean paused = it.paused() && condition.status().equals("Unknown");
            if (!condition.status().equals("True") && !paused) {
                judged.add(Judged.stop(name + ": Progressing is " + condition.status() + ", " + reason(condition)));
            } else if (condition.status().equals("True") && !condition.reason().equals("NewReplicaSetAvailable")) {
                String words = name + ": a rollout is under way, " + reason(condition);
                judged.add(exact ? Judged.warn(words) : Judged.stop(words));
            }
        });
    }

    private static boolean exact(Workloads.Deployment it) {
        return it.updated() == it.wanted() && it.available() == it.wanted() && it.replicas() == it.wanted();
    }

    /** Updated and available must match (runbook), and both must match what is wanted, else old pods pass for new ones. */
    private static void numbers(Workloads.Deployment it, int tolerance, List<Judged> judged) {
        boolean off = Math.abs(it.updated() - it.available()) > tolerance || Math.abs(it.wanted() - it.updated()) > tolerance
                || Math.abs(it.wanted() - it.available()) > tolerance || it.replicas() - it.updated() > tolerance;
        if (off) {
            judged.add(Judged.stop("Deployment " + it.name() + ": " + it.updated() + " updated and " + it.available() + " available of "
                    + it.wanted() + " wanted, " + it.replicas() + " pods in all"
                    + (tolerance > 0 ? " (more than the 10 % that an HPA explains)" : "")));
        }
    }

    static Judgement statefulSet(Workloads.StatefulSet it, boolean scaled) {
        List<Judged> judged = new ArrayList<>();
        String name = "StatefulSet " + it.name();
        if (it.observedGeneration() < it.generation()) judged.add(Judged.stop(name + ": its newest change is not yet observed"));
        if (it.ready() < it.wanted() || it.replicas() != it.wanted()) {
            judged.add(Judged.stop(name + ": " + it.ready() + " ready of " + it.wanted() + " wanted"));
        }
        boolean behind = it.partition() > 0
                ? it.updated() < it.wanted() - it.partition()
                : !it.currentRevision().equals(it.updateRevision());
        if (behind && !it.onDelete())
            judged.add(Judged.stop(name + ": an update is under way, " + it.updated() + " of " + it.wanted() + " updated"));
        return new Judgement(it.generation(), it.wanted(), scaled, List.copyOf(judged));
    }

    static Judgement daemonSet(Workloads.DaemonSet it) {
        List<Judged> judged = new ArrayList<>();
        String name = "DaemonSet " + it.name();
        if (it.observedGeneration() < it.generation()) judged.add(Judged.stop(name + ": its newest change is not yet observed"));
        if (it.available() < it.wanted() || it.ready() < it.wanted() || (it.updated() < it.wanted() && !it.onDelete())) {
            judged.add(Judged
                    .stop(name + ": " + it.updated() + " updated and " + it.available() + " available of " + it.wanted() + " wanted"));
        }
        return new Judgement(it.generation(), it.wanted(), false, List.copyOf(judged));
    }

    /** A Job that is not over: a migration hook may still be at work. */
    static Judgement job(Workloads.Job it) {
        String words = (it.hook() ? "hook Job " : "Job ") + it.name();
        // one that was just suspended may still have pods
        if (it.suspended() && it.active() == 0) return new Judgement(0, 0, false, List.of(Judged.warn(words + " is suspended")));
        return new Judgement(0, 0, false, List.of(Judged.stop(words + " is still active (" + it.active() + " running)")));
    }

    private static final Set<String> CANNOT_SCALE = Set.of("FailedGetScale", "FailedUpdateScale", "FailedGetResourceMetric",
            "InvalidSelector");

    static List<Judged> autoscaler(Workloads.Autoscaler it) {
        return it.conditions().stream()
                .filter(condition -> condition.status().equals("False"))
                .filter(condition -> condition.type().equals("AbleToScale") || CANNOT_SCALE.contains(condition.reason()))
                .map(condition -> Judged.warn("HPA " + it.name() + " cannot scale: " + reason(condition))).toList();
    }

    private static String reason(Workloads.Condition condition) {
        return condition.reason() + (condition.message().isEmpty() ? "" : ": " + condition.message());
    }
}
