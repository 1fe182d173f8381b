package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.helmstuck.ports.Cluster.BackupAnswer;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.LogEnd;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.testing.FakeClock;
import dev.helmstuck.testing.Some;

/**
 * One namespace with the release's records and its workloads, and the GitLab that deploys to it. Keeps the API server's promise: a
 * delete hits the object with this uid at this resourceVersion, or nothing.
 */
public final class FakeCluster {

    /** A record as it lies there. {@code data} stands for its bytes. */
    public record StoredSecret(int number, String uid, String version, Instant created, ReleaseStatus status, boolean decodes,
            boolean labelled,
            long data) {
        String secret() {
            return "sh.helm.release.v1.gitlab-cny.v" + number;
        }

        boolean is(SecretRef ref) {
            return secret().equals(ref.name()) && uid.equals(ref.uid()) && version.equals(ref.resourceVersion());
        }
    }

    /** How the jobs that wrote the records are. */
    enum Owner {
        ENDED("failed", "script_failure"),
        RUNNING("running", ""),
        LOST("failed", "runner_system_failure"),
        CANCELED("canceled", ""),
        NONE("", "");

        private final String status;
        private final String reason;

        Owner(String status, String reason) {
            this.status = status;
            this.reason = reason;
        }
    }

    private final FakeClock clock;
    private final NavigableMap<Integer, StoredSecret> records = new TreeMap<>();
    private final Map<String, StoredSecret> copies = new HashMap<>();
    /** Who took an object away other than by the bot's delete: its uid. */
    private final List<String> takenByOthers = new ArrayList<>();
    private int numbers = 100;
    boolean settled = true;
    boolean crashing;
    /** A remark that comes and goes: it voids no yes. */
    boolean nodeDown;
    boolean ready = true;
    boolean mayDelete = true;
    boolean mayCopy = true;
    Optional<String> deploying = Optional.empty();
    /** Whether the pipeline of the deploying job waits for a person. */
    boolean gated = true;
    Owner owner = Owner.ENDED;

    public FakeCluster(FakeClock clock) {
        this.clock = clock;
        put(Some.STUCK - 1, ReleaseStatus.DEPLOYED, Duration.ofHours(30));
        put(Some.STUCK, ReleaseStatus.PENDING_UPGRADE, Duration.ofHours(3));
    }

    private void put(int number, ReleaseStatus status, Duration age) {
        Instant created = clock.instant().minus(age);
        records.put(number, new StoredSecret(number, "uid-" + numbers++, "" + numbers++, created, status, true, true, numbers++));
    }

    // reads

    public List<StoredSecret> stored() {
        return new ArrayList<>(records.descendingMap().values());
    }

    public static Releases releases(List<StoredSecret> stored) {
        return new Releases(stored.stream().map(FakeCluster::revision).toList(), stored.stream().findFirst().map(FakeCluster::payload),
                stored.stream().skip(1).findFirst().map(FakeCluster::payload), Releases.ConfigMaps.NONE, List.of());
    }

    public static Revision revision(StoredSecret it) {
        String label = it.labelled() ? it.status().word() : "superseded";
        return new Revision(it.secret(), it.number(), it.uid(), it.version(), it.created(), Optional.of(label),
                Optional.of(Integer.toString(it.number())));
    }

    private static Payload payload(StoredSecret it) {
        return it.decodes()
                ? new Payload.Decoded(new ReleaseRecord("gitlab-cny", "gitlab-cny", it.number(), it.status(), "Preparing upgrade",
                        "gitlab-9.6.1", "v18.6.1", Optional.empty()))
                : new Payload.Undecodable("it is not base64");
    }

    Optional<StoredSecret> named(String secret) {
        return records.values().stream().filter(it -> it.secret().equals(secret)).findFirst();
    }

    /**
     * One Deployment and its pod.
     *
     * @param crashing a pod crashes although every number is right
     */
    public static Workloads workloads(boolean settled, boolean crashing) {
        Workloads.Deployment web = new Workloads.Deployment("web", 4, 4, 3, 3, settled ? 3 : 1, 3, 0, false, false,
                List.of(new Workloads.Condition("Available", "True", "MinimumReplicasAvailable", ""),
                        new Workloads.Condition("Progressing", "True", settled ? "NewReplicaSetAvailable" : "ReplicaSetUpdated", "")));
        ReleasePod pod = new ReleasePod("web-1", "Deployment web", false, "Running", "", "5d8f", "node-1", true, false, "",
                crashing ? List.of(new ReleasePod.Container("web", "gitlab/web:1", "CrashLoopBackOff", "Error, exit code 1")) : List.of(),
                0);
        return new Workloads(List.of(web), List.of(), List.of(), List.of(), List.of(), List.of(pod), 0);
    }

    public Nodes nodes() {
        return new Nodes.Seen(List.of(new Nodes.ClusterNode("node-1", true, false, List.of()),
                new Nodes.ClusterNode("node-2", !nodeDown, false, List.of())));
    }

    public Deploys deploys() {
        return new Deploys(Some.PROJECT,
                deploying.map(status -> List.of(job(9, "gprd-cny:upgrade", status, "", clock.instant()))).orElse(List.of()),
                List.of());
    }

    public Pipeline pipeline() {
        List<CiJob> gate = List.of(job(8, "approve", gated ? "manual" : "running", "", clock.instant()));
        return new Pipeline(77, gated ? "manual" : "running", Stream.concat(gate.stream(), deploys().active().stream()).toList(), "");
    }

    public List<CiJob> jobs() {
        if (owner == Owner.NONE) return List.of();
        return records.values().stream()
                .map(it -> job(1000 + it.number(), "gprd-cny:auto-deploy", owner.status, owner.reason, it.created())).toList();
    }

    /** Proves nothing: whether the owner is dead stays what its job's end says. */
    public JobLog log() {
        return new JobLog(Optional.of("kubernetes"), Optional.of("runners"), LogEnd.NO_CLOSING_LINE);
    }

    private static CiJob job(long id, String name, String status, String reason, Instant around) {
        boolean over = status.equals("failed") || status.equals("canceled");
        return new CiJob(Some.PROJECT, id, name, status, Optional.of(around.minusSeconds(600)),
                status.equals("created") ? Optional.empty() : Optional.of(around.minusSeconds(500)),
                over ? Optional.of(around.plusSeconds(500)) : Optional.empty(),
                status.equals("failed") ? Optional.of(reason) : Optional.empty(), 77,
                "deployer", "https://ops.example.com/jobs/" + id);
    }

    // what the bot may do

    DeleteAnswer rehearse(SecretRef ref) {
        if (!mayDelete) return new DeleteAnswer.Forbidden("secrets is forbidden");
        Optional<StoredSecret> there = named(ref.name());
        if (there.isEmpty()) return new DeleteAnswer.Gone();
        return there.get().is(ref) ? new DeleteAnswer.Done() : new DeleteAnswer.Changed("the precondition does not hold");
    }

    DeleteAnswer delete(SecretRef ref) {
        DeleteAnswer answer = rehearse(ref);
        if (answer instanceof DeleteAnswer.Done) records.remove(named(ref.name()).orElseThrow().number());
        return answer;
    }

    CopyAnswer rehearseCopy(SecretRef ref) {
        Optional<StoredSecret> there = named(ref.name());
        if (there.isEmpty() || !there.get().is(ref)) return new CopyAnswer.RecordReplaced("it was written since");
        return mayCopy ? new CopyAnswer.Possible() : new CopyAnswer.CopyRefused("secrets is forbidden: cannot create");
    }

    BackupAnswer copy(SecretRef ref) {
        Optional<StoredSecret> there = named(ref.name());
        if (there.isEmpty() || !there.get().is(ref)) return new BackupAnswer.Replaced("it was written since");
        if (!mayCopy) return new BackupAnswer.NotKept("secrets is forbidden: cannot create");
        String name = "copy." + ref.uid() + "." + ref.resourceVersion();
        copies.putIfAbsent(name, there.get());
        return new BackupAnswer.Kept(name);
    }

    Optional<StoredSecret> copyOf(SecretRef ref) {
        return copies.values().stream().filter(copy -> copy.is(ref)).findFirst();
    }

    boolean takenByOthers(String uid) {
        return takenByOthers.contains(uid);
    }

    // what others do

    /** Somebody does something to the release, the workloads or GitLab; what it was. */
    String change(Chance chance) {
        return switch (chance.below(20)) {
            case 0, 1 -> touch();
            case 2, 3 -> onTop("another record under the same name", it -> {
                takenByOthers.add(it.uid());
                return again(it, "uid-" + numbers++, it.status(), true, true, numbers++);
            });
            case 4, 5 -> remove();
            case 6 -> next(ReleaseStatus.PENDING_UPGRADE, Duration.ZERO);
            case 7 -> next(ReleaseStatus.DEPLOYED, Duration.ZERO);
            case 8 -> onTop("the record says deployed now",
                    it -> again(it, it.uid(), ReleaseStatus.DEPLOYED, true, true, numbers++));
            case 9 -> onlyOne();
            case 10 -> onTop("the record does not decode any more", it -> again(it, it.uid(), it.status(), false, true, numbers++));
            case 11 -> onTop("the label says something else", it -> again(it, it.uid(), it.status(), true, false, it.data()));
            case 12 -> {
                settled = !settled;
                yield "workloads settled: " + settled;
            }
            case 13 -> {
                deploying = deploying.isPresent()
                        ? Optional.empty()
                        : Optional.of(chance.one("running", "pending", "waiting_for_resource", "created", "created", "canceling",
                                "a_status_of_tomorrow"));
                gated = chance.of(0.7);
                yield "deploying: " + deploying + (gated ? ", a person is waited for" : "");
            }
            case 14 -> {
                owner = chance.one(Owner.values());
                yield "the owner's job: " + owner;
            }
            case 15 -> {
                mayDelete = !mayDelete;
                yield "may delete: " + mayDelete;
            }
            case 16 -> {
                mayCopy = !mayCopy;
                yield "may copy: " + mayCopy;
            }
            case 17 -> {
                crashing = !crashing;
                yield "a pod crashes: " + crashing;
            }
            case 18 -> {
                nodeDown = !nodeDown;
                yield "a node is down: " + nodeDown;
            }
            default -> {
                ready = !ready;
                yield "the API server is ready: " + ready;
            }
        };
    }

    /** Somebody writes the highest record without changing what it says. */
    public String touch() {
        return onTop("the record is touched", it -> again(it, it.uid(), it.status(), it.decodes(), it.labelled(), it.data()));
    }

    private String onTop(String what, UnaryOperator<StoredSecret> change) {
        if (records.isEmpty()) return "no record is there to change";
        StoredSecret top = records.lastEntry().getValue();
        records.put(top.number(), change.apply(top));
        return what + ": " + records.lastEntry().getValue();
    }

    private StoredSecret again(StoredSecret it, String uid, ReleaseStatus status, boolean decodes, boolean labelled, long data) {
        return new StoredSecret(it.number(), uid, "" + numbers++, it.created(), status, decodes, labelled, data);
    }

    String remove() {
        if (records.isEmpty()) return "no record is there to remove";
        StoredSecret gone = records.pollLastEntry().getValue();
        takenByOthers.add(gone.uid());
        return "somebody removes " + gone;
    }

    private String next(ReleaseStatus status, Duration age) {
        put(records.isEmpty() ? 1 : records.lastKey() + 1, status, age);
        return "a new revision: " + records.lastEntry().getValue();
    }

    private String onlyOne() {
        while (records.size() > 1)
            takenByOthers.add(records.pollFirstEntry().getValue().uid());
        return "at most one record is left";
    }

    /** Everything is as the runbook likes it: a stuck record over a deployed one, and nobody at work. */
    String stuckAgain() {
        settled = ready = mayDelete = mayCopy = true;
        crashing = false;
        deploying = Optional.empty();
        owner = Owner.ENDED;
        List<StoredSecret> now = stored();
        boolean fine = now.size() > 1 && now.get(0).status().isPending() && now.get(0).decodes() && now.get(0).labelled()
                && !now.get(1).status().isPending() && now.get(1).decodes() && now.get(1).labelled();
        if (fine) return "the world is calm";
        next(ReleaseStatus.DEPLOYED, Duration.ofHours(5));
        return next(ReleaseStatus.PENDING_UPGRADE, Duration.ofHours(3));
    }
}
