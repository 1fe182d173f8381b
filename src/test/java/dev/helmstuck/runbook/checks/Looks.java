package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.Workloads.Autoscaler;
import dev.helmstuck.runbook.Workloads.Condition;
import dev.helmstuck.runbook.Workloads.DaemonSet;
import dev.helmstuck.runbook.Workloads.Deployment;
import dev.helmstuck.runbook.Workloads.Job;
import dev.helmstuck.runbook.Workloads.StatefulSet;

/** Builds looks at workloads: each begins settled, and a test spoils what it is about. */
final class Looks {
    private Looks() {}

    static Workloads look(Deployment... deployments) {
        return new Workloads(List.of(deployments), List.of(), List.of(), List.of(), List.of(), 0);
    }

    static Workloads look(List<Deployment> deployments, List<Autoscaler> autoscalers) {
        return new Workloads(deployments, List.of(), List.of(), List.of(), autoscalers, 0);
    }

    static Workloads look(List<Deployment> deployments, Job job) {
        return new Workloads(deployments, List.of(), List.of(), List.of(job), List.of(), 0);
    }

    static Workloads look(StatefulSet set) {
        return new Workloads(List.of(), List.of(set), List.of(), List.of(), List.of(), 0);
    }

    static Workloads look(DaemonSet set) {
        return new Workloads(List.of(), List.of(), List.of(set), List.of(), List.of(), 0);
    }

    static DeploymentBuilder deployment(String name) {
        return new DeploymentBuilder(name);
    }

    static StatefulSetBuilder statefulSet(String name) {
        return new StatefulSetBuilder(name);
    }

    static DaemonSetBuilder daemonSet(String name) {
        return new DaemonSetBuilder(name);
    }

    static JobBuilder job(String name) {
        return new JobBuilder(name);
    }

    static Autoscaler hpa(String name, String kind, String target, Condition... conditions) {
        return new Autoscaler(name, kind, target, List.of(conditions));
    }

    static final class DeploymentBuilder {
        private final String name;
        private final List<Condition> conditions = new ArrayList<>(
                List.of(new Condition("Available", "True", "MinimumReplicasAvailable", "message"),
                        new Condition("Progressing", "True", "NewReplicaSetAvailable", "message")));
        private long generation = 7;
        private long observed = 7;
        private int wanted = 3;
        private int replicas = 3;
        private int updated = 3;
        private int available = 3;
        private boolean paused;
        private boolean deleting;

        private DeploymentBuilder(String name) {
            this.name = name;
        }

        DeploymentBuilder generations(long newest, long seen) {
            generation = newest;
            observed = seen;
            return this;
        }

        DeploymentBuilder numbers(int ofWanted, int ofReplicas, int ofUpdated, int ofAvailable) {
            wanted = ofWanted;
            replicas = ofReplicas;
            updated = ofUpdated;
            available = ofAvailable;
            return this;
        }

        DeploymentBuilder without(String type) {
            conditions.removeIf(condition -> condition.type().equals(type));
            return this;
        }

        DeploymentBuilder with(Condition condition) {
            without(condition.type());
            conditions.add(condition);
            return this;
        }

        DeploymentBuilder available(String status, String reason) {
            return with(new Condition("Available", status, reason, "message"));
        }

        DeploymentBuilder progressing(String status, String reason) {
            return with(new Condition("Progressing", status, reason, "message"));
        }

        DeploymentBuilder paused() {
            paused = true;
            return this;
        }

        DeploymentBuilder deleting() {
            deleting = true;
            return this;
        }

        Deployment build() {
            return new Deployment(name, generation, observed, wanted, replicas, updated, available, paused, deleting, conditions);
        }
    }

    static final class StatefulSetBuilder {
        private final String name;
        private long generation = 7;
        private long observed = 7;
        private int wanted = 3;
        private int replicas = 3;
        private int ready = 3;
        private int updated = 3;
        private String current = "a";
        private String update = "a";
        private int partition;
        private boolean onDelete;

        private StatefulSetBuilder(String name) {
            this.name = name;
        }

        StatefulSetBuilder generations(long newest, long seen) {
            generation = newest;
            observed = seen;
            return this;
        }

        StatefulSetBuilder numbers(int ofWanted, int ofReplicas, int ofReady, int ofUpdated) {
            wanted = ofWanted;
            replicas = ofReplicas;
            ready = ofReady;
            updated = ofUpdated;
            return this;
        }

        StatefulSetBuilder revisions(String from, String to) {
            current = from;
            update = to;
            return this;
        }

        StatefulSetBuilder strategy(int from, boolean byHand) {
            partition = from;
            onDelete = byHand;
            return this;
        }

        StatefulSet build() {
            return new StatefulSet(name, generation, observed, wanted, replicas, ready, updated, current, update, partition, onDelete);
        }
    }

    static final class DaemonSetBuilder {
        private final String name;
        private long generation = 7;
        private long observed = 7;
        private int wanted = 5;
        private int updated = 5;
        private int available = 5;
        private int ready = 5;
        private boolean onDelete;

        private DaemonSetBuilder(String name) {
            this.name = name;
        }

        DaemonSetBuilder generations(long newest, long seen) {
            generation = newest;
            observed = seen;
            return this;
        }

        DaemonSetBuilder numbers(int ofWanted, int ofUpdated, int ofAvailable, int ofReady) {
            wanted = ofWanted;
            updated = ofUpdated;
            available = ofAvailable;
            ready = ofReady;
            return this;
        }

        DaemonSetBuilder onDelete(boolean byHand) {
            onDelete = byHand;
            return this;
        }

        DaemonSet build() {
            return new DaemonSet(name, generation, observed, wanted, updated, available, ready, onDelete);
        }
    }

    static final class JobBuilder {
        private final String name;
        private int active = 1;
        private boolean over;

        private JobBuilder(String name) {
            this.name = name;
        }

        JobBuilder over() {
            active = 0;
            over = true;
            return this;
        }

        Job build() {
            return new Job(name, true, active, over, false);
        }
    }
}
