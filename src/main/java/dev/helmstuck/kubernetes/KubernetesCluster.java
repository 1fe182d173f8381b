package dev.helmstuck.kubernetes;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.doctor.ClusterAccount;
import dev.helmstuck.doctor.FenceAnswer;
import dev.helmstuck.doctor.Right;
import dev.helmstuck.doctor.ServerFacts;
import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.Wanted;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.ClusterProbe;
import dev.helmstuck.ports.Copies;
import dev.helmstuck.ports.Drills;
import dev.helmstuck.ports.PendingRecords;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.FieldConflict;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.WarningEvent;
import dev.helmstuck.runbook.Workloads;
import jakarta.inject.Inject;

/** Every target's cluster, by its kubeconfig context or the Pod's own service account. Connects at first use; close it at the end. */
public final class KubernetesCluster implements Cluster, ClusterProbe, Copies, Drills, PendingRecords, AutoCloseable {
    private final Clients clients;
    private final HelmSecrets records;
    private final ReleaseWorkloads workloads;
    private final GuardedDelete delete;
    private final Backups backups;
    private final RecordRestore restore;
    private final AccessProbe access;

    /** Nobody is told of its requests. */
    public KubernetesCluster(ClusterSettings settings, Clock clock, Sleeper sleeper) {
        this(settings, clock, sleeper, new Signals());
    }

    @Inject
    public KubernetesCluster(ClusterSettings settings, Clock clock, Sleeper sleeper, Signals signals) {
        this(new Clients(settings, InCluster.USUAL, Timeouts.USUAL, new Means(clock, sleeper, signals)));
    }

    KubernetesCluster(Clients clients) {
        this.access = new AccessProbe(clients);
        this.clients = clients;
        ReadRecords read = new ReadRecords();
        this.records = new HelmSecrets(clients, read);
        this.workloads = new ReleaseWorkloads(clients);
        this.delete = new GuardedDelete(clients);
        this.backups = new Backups(clients, read);
        this.restore = new RecordRestore(clients);
    }

    @Override
    public Releases releases(Target target) {
        return records.read(target);
    }

    @Override
    public Optional<Revision> revision(Target target, String secret) {
        return records.revision(target, secret);
    }

    @Override
    public Workloads workloads(Target target, Footprint footprint) {
        return workloads.read(target, footprint);
    }

    @Override
    public Nodes nodes(Target target) {
        return new ClusterTrouble(clients).nodes(target);
    }

    @Override
    public List<WarningEvent> warnings(Target target, Footprint footprint) {
        return new ClusterTrouble(clients).warnings(target, footprint);
    }

    @Override
    public RunnerPods runnerPods(RunnerPlace place) {
        return new JobPods(clients).read(place);
    }

    @Override
    public Payload payload(Target target, Revision revision) {
        return records.payload(target, revision);
    }

    @Override
    public Payload copied(Target target, String backup) {
        return backups.payload(target, backup);
    }

    @Override
    public Live live(Target target, List<Wanted> wanted) {
        return new LiveObjects(clients).read(target, wanted);
    }

    @Override
    public List<FieldConflict> fieldConflicts(Target target, List<ManifestObject> wanted) {
        return new AppliedFields(clients).conflicts(target, wanted);
    }

    @Override
    public String ready(Target target) {
        return new ApiReadiness(clients).ask(target);
    }

    @Override
    public DeleteAnswer tryDelete(Target target, SecretRef secret) {
        return delete.rehearse(target, secret);
    }

    @Override
    public CopyAnswer tryBackUp(Target target, SecretRef secret) {
        return backups.rehearse(target, secret);
    }

    @Override
    public DeleteAnswer delete(Target target, SecretRef secret) {
        return delete.run(target, secret);
    }

    @Override
    public BackupAnswer backUp(Target target, SecretRef secret, String remediation) {
        return backups.keep(target, secret, remediation);
    }

    @Override
    public List<Copy> copies(Target target) {
        return new CopyKeeper(clients).list(target);
    }

    @Override
    public RecordPlace placeOf(Target target, Copy copy) {
        return restore.place(target, copy);
    }

    @Override
    public RestoreAnswer restore(Target target, Copy copy) {
        return restore.run(target, copy);
    }

    @Override
    public DeleteAnswer remove(Target target, Copy copy) {
        return new CopyKeeper(clients).remove(target, copy);
    }

    @Override
    public DrillAnswer make(Target target) {
        return new DrillMaker(clients, target).make();
    }

    @Override
    public ServerFacts server(Target target, ClusterAccount account) {
        return access.server(target, account);
    }

    @Override
    public boolean allows(Target target, Right right) {
        return access.allows(target, right);
    }

    @Override
    public FenceAnswer fence(Target target) {
        return access.fence(target);
    }

    @Override
    public Optional<DeleteAnswer.Held> held(Target target, String secret) {
        return access.held(target, secret);
    }

    @Override
    public FenceAnswer practice(Target target) {
        return access.practice(target);
    }

    @Override
    public List<PendingRecord> pending(String cluster, String namespace) {
        return new PendingSecrets(clients).list(cluster, namespace);
    }

    @Override
    public boolean isNewest(Target target, Revision revision) {
        return new PendingSecrets(clients).isNewest(target, revision);
    }

    /** What is wrong with the way to these targets, as far as the files tell; for the start, when nobody waits. */
    public List<String> problems(Collection<Target> targets) {
        return clients.problems(targets);
    }

    @Override
    public void close() {
        clients.close();
    }
}
