package dev.helmstuck.testing.orders;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.Wanted;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Reruns;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.FieldConflict;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.WarningEvent;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.testing.orders.FakeCluster.StoredSecret;
import dev.helmstuck.testing.orders.Ground.Party;
import dev.helmstuck.testing.orders.Readings.Source;

/** One process's view of the cluster and of GitLab. */
record ClusterPort(Replica replica) implements Cluster, Pipelines, Reruns {

    private FakeCluster cluster(Target target) {
        return replica.ground.cluster(target.name());
    }

    private <T> T look(Party system, FakeCluster of, Source source, Supplier<T> question) {
        return replica.read(system, source.name(), question, reading -> replica.readings.took(of.target.name(), source, reading));
    }

    @Override
    public Releases releases(Target target) {
        List<StoredSecret> stored = look(Party.CLUSTER, cluster(target), Source.RECORDS, cluster(target)::stored);
        return FakeCluster.releases(stored, target.namespace());
    }

    @Override
    public Optional<Revision> revision(Target target, String secret) {
        return look(Party.CLUSTER, cluster(target), Source.RECORD_AGAIN, () -> cluster(target).named(secret)).map(FakeCluster::revision);
    }

    @Override
    public Workloads workloads(Target target, Footprint footprint) {
        boolean calm = look(Party.CLUSTER, cluster(target), Source.SETTLED, () -> cluster(target).settled && !cluster(target).crashing);
        return FakeCluster.workloads(calm || cluster(target).crashing, !calm && cluster(target).crashing);
    }

    @Override
    public Nodes nodes(Target target) {
        return look(Party.CLUSTER, cluster(target), Source.NODES, cluster(target)::nodes);
    }

    @Override
    public List<WarningEvent> warnings(Target target, Footprint footprint) {
        return look(Party.CLUSTER, cluster(target), Source.WARNINGS, () -> List.<WarningEvent>of());
    }

    @Override
    public List<FieldConflict> fieldConflicts(Target target, List<ManifestObject> wanted) {
        throw new UnsupportedOperationException("no record here was applied server-side");
    }

    @Override
    public Payload payload(Target target, Revision revision) {
        return new Payload.Undecodable("only the two highest are kept here");
    }

    @Override
    public Payload copied(Target target, String backup) {
        return replica.read(Party.CLUSTER, "what " + backup + " holds", () -> cluster(target).copied(backup));
    }

    @Override
    public Live live(Target target, List<Wanted> wanted) {
        return new Live(List.of(), List.of(), Set.of());
    }

    @Override
    public RunnerPods runnerPods(RunnerPlace place) {
        throw new UnsupportedOperationException("no target says where its runner's pods are");
    }

    @Override
    public String ready(Target target) {
        return look(Party.CLUSTER, cluster(target), Source.READY, () -> cluster(target).ready) ? "ok" : "etcd is not ready";
    }

    @Override
    public List<Copy> copies(Target target) {
        return look(Party.CLUSTER, cluster(target), Source.COPIES, cluster(target)::copies);
    }

    @Override
    public RecordPlace placeOf(Target target, Copy copy) {
        return replica.read(Party.CLUSTER, "the place of " + copy.record(), () -> cluster(target).place(copy));
    }

    @Override
    public RestoreAnswer restore(Target target, Copy copy) {
        replica.ground.oracle.sendsRestore(replica, copy.self());
        replica.ground.meanwhile("the restore of " + copy.record(), 8);
        return replica.act(Party.CLUSTER, "restore " + copy.record(), () -> {
            replica.ground.oracle.beforeRestore(replica, copy.self());
            RestoreAnswer answer = cluster(target).restore(copy);
            if (answer instanceof RestoreAnswer.Restored) replica.ground.oracle.restored(copy.self());
            return answer;
        });
    }

    @Override
    public DeleteAnswer tryDelete(Target target, SecretRef secret) {
        return look(Party.CLUSTER, cluster(target), Source.REHEARSAL, () -> cluster(target).rehearse(secret));
    }

    @Override
    public CopyAnswer tryBackUp(Target target, SecretRef secret) {
        return look(Party.CLUSTER, cluster(target), Source.COPY_REHEARSAL, () -> cluster(target).rehearseCopy(secret));
    }

    private FakeCluster of(String project) {
        return replica.ground.clusters.stream().filter(each -> each.target.ci().getFirst().project().equals(project)).findFirst()
                .orElseThrow();
    }

    private FakeGitlab gitlab(String project) {
        return of(project).gitlab;
    }

    @Override
    public Deploys deploys(String project, List<String> resourceGroups) {
        var unused = look(Party.GITLAB, of(project), Source.DEPLOYING, () -> gitlab(project).deploying());
        return gitlab(project).deploys();
    }

    @Override
    public Pipeline pipeline(String project, long id) {
        boolean unused = look(Party.GITLAB, of(project), Source.GATE, () -> gitlab(project).gated);
        return gitlab(project).pipeline(id);
    }

    @Override
    public CiJob job(String project, long id) {
        CiJob job = replica.read(Party.GITLAB, "job " + id, () -> gitlab(project).job(id).orElseThrow());
        if (job.started().isEmpty() && job.status().equals("pending"))
            replica.readings.notBegun(id,
                    RerunRules.records(replica.readings, of(project).target.name()).stream().map(StoredSecret::uid).toList());
        return job;
    }

    @Override
    public boolean allowed() {
        return replica.ground.reruns;
    }

    @Override
    public RerunAnswer rerun(CiJob job) {
        othersRerun(job.project());
        replica.ground.meanwhile("the rerun of " + job.id(), 8);
        long before = replica.ground.count.reruns;
        boolean heard = false;
        try {
            RerunAnswer heardOf = replica.act(Party.GITLAB, "rerun " + job.id(), () -> {
                replica.ground.oracle.beforeRerun(replica, job);
                RerunAnswer answer = gitlab(job.project()).rerun(job.id());
                if (answer instanceof RerunAnswer.Made(long made)) replica.ground.oracle.rerun(job, made);
                return answer;
            });
            heard = true;
            return heardOf;
        } finally {
            if (!heard) replica.ground.count.unheardReruns += replica.ground.count.reruns - before;
        }
    }

    /** Somebody was quicker by a moment. */
    private void othersRerun(String project) {
        if (!replica.ground.chance.of(replica.ground.mood.meanwhile() > 0 ? 0.05 : 0)) return;
        replica.ground.count.meanwhile++;
        String what = gitlab(project).retriedByOthers();
        replica.ground.note(() -> "right before the rerun: " + what);
    }

    @Override
    public List<CiJob> jobsSince(String project, Instant since) {
        return look(Party.GITLAB, of(project), Source.OWNER, gitlab(project)::read).jobs();
    }

    @Override
    public JobLog log(String project, long job) {
        return replica.read(Party.GITLAB, "the log of " + job, FakeGitlab::log, reading -> {});
    }

    @Override
    public DeleteAnswer delete(Target target, SecretRef secret) {
        replica.ground.oracle.beforeDelete(replica, secret);
        removedByOthers(target);
        replica.ground.meanwhile("the delete of " + secret.name(), 8);
        try {
            return replica.act(Party.CLUSTER, "delete " + secret, () -> {
                DeleteAnswer answer = cluster(target).delete(secret);
                if (answer instanceof DeleteAnswer.Done) replica.ground.oracle.deleted(replica, secret);
                return answer;
            });
        } catch (UnavailableException unknown) {
            replica.ground.oracle.unknown(replica);
            throw unknown;
        }
    }

    /** Somebody was quicker by a moment: what chance alone would let happen too seldom to be counted. */
    private void removedByOthers(Target target) {
        if (!replica.ground.chance.of(replica.ground.mood.meanwhile() > 0 ? 0.05 : 0)) return;
        replica.ground.count.meanwhile++;
        String what = cluster(target).remove();
        replica.ground.note(() -> "right before the delete: " + what);
    }

    @Override
    public BackupAnswer backUp(Target target, SecretRef secret, String remediation) {
        replica.ground.oracle.carriesOut(replica, remediation, secret, "a copy");
        return replica.act(Party.CLUSTER, "copy " + secret, () -> cluster(target).copy(secret));
    }
}
