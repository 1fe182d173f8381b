package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.ReleasePod;
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
        return new Workloads(List.of(deployments), List.of(), List.of(), List.of(), List.of(), List.of(), 0);
    }

    static Workloads look(List<Deployment> deployments, List<Autoscaler> autoscalers) {
        return new Workloads(deployments, List.of(), List.of(), List.of(), autoscalers, List.of(), 0);
    }

    static Workloads look(List<Deployment> deployments, Job job) {
        return new Workloads(deployments, List.of(), List.of(), List.of(job), List.of(), List.of(), 0);
    }

    static Workloads look(StatefulSet set) {
        return new Workloads(List.of(), List.of(set), List.of(), List.of(), List.of(), List.of(), 0);
    }

    static Workloads look(DaemonSet set) {
        return new Workloads(List.of(), List.of(), List.of(set), List.of(), List.of(), List.of(), 0);
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

    /** The same with these pods. */
    static Workloads with(Workloads look, ReleasePod... pods) {
        return new Workloads(look.deployments(), look.statefulSets(), look.daemonSets(), look.jobs(), look.autoscalers(), List.of(pods),
                look.unmarked());
    }

    /** A pod of {@code Deployment web}, say, that runs on {@code node-1}. */
    static PodBuilder pod(String name, String owner) {
        return new PodBuilder(name, owner);
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
        private int terminating;
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

        DeploymentBuilder terminating(int pods) {
            terminating = pods;
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
            return new Deployment(name, generation, observed, wanted, replicas, updated, available, terminating, paused, deleting,
                    conditions);
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
        private Optional<Condition> failed = Optional.empty();

        private JobBuilder(String name) {
            this.name = name;
        }

        JobBuilder over() {
            active = 0;
            over = true;
            return this;
        }

        JobBuilder failed(String reason, String message) {
            failed = Optional.of(new Condition("Failed", "True", reason, message));
            return over();
        }

        Job build() {
            return new Job(name, true, active, over, false, failed);
        }
    }

    static final class PodBuilder {
        private final String name;
        private final String owner;
        private final List<ReleasePod.Container> waiting = new ArrayList<>();
        private boolean hook;
        private String phase = "Running";
        private String reason = "";
        private String revision = "new";
        private String node = "node-1";
        private boolean ready = true;
        private boolean going;
        private String unscheduled = "";
        private int restarts;

        private PodBuilder(String name, String owner) {
            this.name = name;
            this.owner = owner;
        }

        PodBuilder hook() {
            hook = true;
            return this;
        }

        PodBuilder phase(String word, String why) {
            phase = word;
            reason = why;
            ready = word.equals("Running");
            return this;
        }

        PodBuilder revision(String hash) {
            revision = hash;
            return this;
        }

        PodBuilder on(String where) {
            node = where;
            return this;
        }

        PodBuilder unready() {
            ready = false;
            return this;
        }

        PodBuilder going() {
            going = true;
            return this;
        }

        PodBuilder unscheduled(String why) {
            unscheduled = why;
            return phase("Pending", "").on("");
        }

        PodBuilder waits(String why, String lastEnd) {
            waiting.add(new ReleasePod.Container("web", "registry.example.com/web:v18", why, lastEnd));
            return unready();
        }

        PodBuilder restarts(int many) {
            restarts = many;
            return this;
        }

        ReleasePod build() {
            return new ReleasePod(name, owner, hook, phase, reason, revision, node, ready, going, unscheduled, waiting, restarts);
        }
    }
}
