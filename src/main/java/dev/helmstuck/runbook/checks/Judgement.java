package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.runbook.ReleasePod;
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
    static final String OBSERVE = "The cluster's controllers have not seen the newest change: that takes a moment. If it stays so, they do not "
            + "run, and whoever runs the cluster has to mend that first.";
    private static final String PODS = "Its pods say why (the check of the cluster names those in trouble). If it is only slow, wait and run "
            + "the command again. If it will never settle, mend it first: with a new version or new values, not with this delete.";
    private static final String ROLLOUT = "Wait until the rollout is over (kubectl rollout status) and run the command again.";
    private static final String GAVE_UP = "This rollout has given up and will not settle by itself: find out why its new pods do not run, and "
            + "mend that before the record is touched.";
    private static final String NO_PODS = "Its pods cannot even be made: a quota, an admission webhook or a missing account. Mend what the "
            + "message names.";
    private static final String HOOK = "Something of Helm's is still at work, a migration perhaps. Let it end; delete nothing of it by hand.";

    Judgement {
        judged = List.copyOf(judged);
    }

    boolean settled() {
        return judged.stream().noneMatch(each -> each.result() == Result.STOP);
    }

    static Judgement deployment(Workloads.Deployment it, boolean scaled) {
        List<Judged> judged = new ArrayList<>();
        String name = "Deployment " + it.name();
        if (it.deleting()) {
            judged.add(Judged.stop(name + " is being deleted", "Find out who deletes it, and what keeps it (its finalizers), first."));
        }
        if (it.observedGeneration() < it.generation()) {
            judged.add(Judged.stop(name + ": its newest change is not yet observed (generation " + it.generation() + ", observed "
                    + it.observedGeneration() + ")", OBSERVE));
        }
        it.condition("ReplicaFailure").filter(condition -> condition.status().equals("True"))
                .ifPresent(condition -> judged.add(Judged.stop(name + ": ReplicaFailure, " + condition.words(), NO_PODS)));
        available(it, judged);
        int tolerance = scaled ? it.replicas() / 10 : 0;
        numbers(it, tolerance, judged);
        progressing(it, exact(it), judged);
        if (it.paused()) judged.add(Judged.warn(name + " is paused: its rollout waits for a person"));
        return new Judgement(it.generation(), it.wanted(), scaled, judged);
    }

    private static void available(Workloads.Deployment it, List<Judged> judged) {
        boolean available = it.condition("Available").map(condition -> condition.status().equals("True")).orElse(false);
        if (!available) {
            judged.add(Judged.stop("Deployment " + it.name() + ": Available is "
                    + it.condition("Available").map(condition -> condition.status() + ", " + condition.words()).orElse("not reported"),
                    PODS));
        }
    }

    private static void progressing(Workloads.Deployment it, boolean exact, List<Judged> judged) {
        // absent with progressDeadlineSeconds at its maximum; Unknown while paused, unless the deadline was exceeded before
        it.condition("Progressing").ifPresent(condition -> {
            String name = "Deployment " + it.name();
            boolean paused = it.paused() && condition.status().equals("Unknown");
            if (!condition.status().equals("True") && !paused) {
                judged.add(Judged.stop(name + ": Progressing is " + condition.status() + ", " + condition.words(),
                        condition.status().equals("False") ? GAVE_UP : ROLLOUT));
            } else if (condition.status().equals("True") && !condition.reason().equals("NewReplicaSetAvailable")) {
                String words = name + ": a rollout is under way, " + condition.words();
                judged.add(exact ? Judged.warn(words) : Judged.stop(words, ROLLOUT));
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
                    + (tolerance > 0 ? " (more than the 10 % that an HPA explains)" : ""), PODS));
        }
    }

    static Judgement statefulSet(Workloads.StatefulSet it, boolean scaled) {
        List<Judged> judged = new ArrayList<>();
        String name = "StatefulSet " + it.name();
        int tolerance = scaled ? it.replicas() / 10 : 0;
        if (it.observedGeneration() < it.generation()) judged.add(Judged.stop(name + ": its newest change is not yet observed", OBSERVE));
        if (it.wanted() - it.ready() > tolerance || Math.abs(it.replicas() - it.wanted()) > tolerance) {
            judged.add(Judged.stop(name + ": " + it.ready() + " ready of " + it.wanted() + " wanted, " + it.replicas() + " pods in all",
                    PODS));
        }
        boolean differ = !it.currentRevision().equals(it.updateRevision());
        if (it.onDelete()) {
            if (it.old() > 0) judged.add(byHand(name, it.old()));
        } else if (it.partition() > 0) {
            if (it.updated() < it.wanted() - it.partition() - tolerance) judged.add(updating(name, it));
            else if (differ && it.old() > 0) {
                judged.add(Judged.warn(name + ": " + pods(it.old()) + " kept at the old revision, below its partition " + it.partition()));
            }
        } else if (differ) {
            judged.add(updating(name, it));
        }
        return new Judgement(it.generation(), it.wanted(), scaled, judged);
    }

    private static Judged updating(String name, Workloads.StatefulSet it) {
        return Judged.stop(name + ": an update is under way, " + it.updated() + " of " + it.wanted() + " updated", ROLLOUT);
    }

    /** Strategy OnDelete: nothing updates a pod but a person who deletes it. */
    static Judged byHand(String name, int old) {
        return Judged.warn(name + ": " + old + (old == 1 ? " pod waits" : " pods wait")
                + " for a hand: the strategy is OnDelete, the old revision runs until somebody deletes " + (old == 1 ? "it" : "them"));
    }

    private static String pods(int many) {
        return many == 1 ? "1 pod is" : many + " pods are";
    }

    /** A Job that is not over: a migration hook may still be at work. */
    static Judgement job(Workloads.Job it) {
        String words = (it.hook() ? "hook Job " : "Job ") + it.name();
        // one that was just suspended may still have pods
        if (it.suspended() && it.active() == 0) return new Judgement(0, 0, false, List.of(Judged.warn(words + " is suspended")));
        return new Judgement(0, 0, false, List.of(Judged.stop(words + " is still active (" + it.active() + " running)", HOOK)));
    }

    /** A hook that is a pod by itself and has not ended. */
    static Judgement hookPod(ReleasePod it) {
        return new Judgement(0, 0, false, List.of(Judged.stop("hook Pod " + it.name() + " has not ended, it is " + it.phase(), HOOK)));
    }

    /** One that failed is over; but what it was to do is not done. */
    static Judged failed(String what, String why) {
        return Judged.warn(what + " failed" + (why.isEmpty() ? "" : ": " + why));
    }

    /** A look that an autoscaler takes in vain. One that is switched off (scaled to 0) is no fault. */
    static List<Judged> autoscaler(Workloads.Autoscaler it) {
        return it.conditions().stream()
                .filter(condition -> condition.type().equals("AbleToScale") || condition.type().equals("ScalingActive"))
                .filter(condition -> !condition.status().equals("True") && !condition.reason().equals("ScalingDisabled"))
                .map(condition -> Judged.warn("HPA " + it.name() + " cannot scale: " + condition.words())).toList();
    }
}
