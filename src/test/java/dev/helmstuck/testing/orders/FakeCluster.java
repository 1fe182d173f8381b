package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import dev.helmstuck.ports.Cluster.BackupAnswer;
import dev.helmstuck.ports.Cluster.RecordPlace;
import dev.helmstuck.ports.Cluster.RestoreAnswer;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
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

    private final FakeClock clock;
    private final NavigableMap<Integer, StoredSecret> records = new TreeMap<>();
    private final Map<String, StoredSecret> copies = new HashMap<>();
    /** By copy: its resourceVersion, once somebody has touched it. */
    private final Map<String, Integer> touched = new HashMap<>();
    /** Who took an object away other than by the bot's delete: its uid. */
    private final List<String> takenByOthers = new ArrayList<>();
    private final String mark;
    private int numbers = 100;
    final Target target;
    boolean settled = true;
    boolean crashing;
    /** A remark that comes and goes: it voids no yes. */
    boolean nodeDown;
    boolean ready = true;
    boolean mayDelete = true;
    boolean mayCopy = true;
    final FakeGitlab gitlab;

    public FakeCluster(FakeClock clock) {
        this(clock, Some.target(), 0);
    }

    /** @param number another one for each, so that no two have an object or a job of the same id */
    FakeCluster(FakeClock clock, Target target, int number) {
        this.clock = clock;
        this.target = target;
        this.mark = number == 0 ? "" : number + "-";
        this.gitlab = new FakeGitlab(clock, target.ci().getFirst().project(), 2001 + 10_000L * number);
        put(Some.STUCK - 1, ReleaseStatus.DEPLOYED, Duration.ofHours(30));
        put(Some.STUCK, ReleaseStatus.PENDING_UPGRADE, Duration.ofHours(3));
    }

    private void put(int number, ReleaseStatus status, Duration age) {
        Instant created = clock.instant().minus(age);
        gitlab.wrote(number, created);
        records.put(number, new StoredSecret(number, "uid-" + mark + numbers++, "" + numbers++, created, status, true, true, numbers++));
    }

    // reads

    public List<StoredSecret> stored() {
        return new ArrayList<>(records.descendingMap().values());
    }

    public static Releases releases(List<StoredSecret> stored) {
        return releases(stored, Some.target().namespace());
    }

    static Releases releases(List<StoredSecret> stored, String namespace) {
        return new Releases(stored.stream().map(FakeCluster::revision).toList(),
                stored.stream().findFirst().map(it -> payload(it, namespace)),
                stored.stream().skip(1).findFirst().map(it -> payload(it, namespace)), Releases.ConfigMaps.NONE, List.of());
    }

    public static Revision revision(StoredSecret it) {
        String label = it.labelled() ? it.status().word() : "superseded";
        return new Revision(it.secret(), it.number(), it.uid(), it.version(), it.created(), Optional.of(label),
                Optional.of(Integer.toString(it.number())));
    }

    private static Payload payload(StoredSecret it, String namespace) {
        return it.decodes()
                ? new Payload.Decoded(new ReleaseRecord("gitlab-cny", namespace, it.number(), it.status(), "Preparing upgrade",
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
        return gitlab.deploys();
    }

    public List<CiJob> jobs() {
        return gitlab.jobs();
    }

    public JobLog log() {
        return FakeGitlab.log();
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

    /** All copies, as a list of them shows each. */
    List<Copy> copies() {
        return copies.entrySet().stream().map(each -> new Copy(self(each.getKey()), each.getValue().secret(), each.getValue().number(),
                clock.instant(), "", 7)).sorted(Comparator.comparing(copy -> copy.self().name())).toList();
    }

    private SecretRef self(String copy) {
        return new SecretRef(copy, "uid of " + copy, "" + touched.getOrDefault(copy, 1));
    }

    Payload copied(String copy) {
        return payload(copies.get(copy), target.namespace());
    }

    RecordPlace place(Copy copy) {
        Optional<StoredSecret> there = named(copy.record());
        if (there.isEmpty()) return new RecordPlace.Free();
        StoredSecret was = copies.get(copy.self().name());
        return there.get().data() == was.data() && there.get().status() == was.status()
                ? new RecordPlace.Same(there.get().uid())
                : new RecordPlace.Taken(there.get().uid());
    }

    RestoreAnswer restore(Copy copy) {
        if (!self(copy.self().name()).equals(copy.self())) return new RestoreAnswer.NotRestored("the copy was changed");
        if (!mayCopy) return new RestoreAnswer.NotRestored("secrets is forbidden: cannot create");
        if (named(copy.record()).isPresent()) return new RestoreAnswer.NotRestored("it exists again; nothing was overwritten");
        StoredSecret was = copies.get(copy.self().name());
        StoredSecret back = new StoredSecret(was.number(), "uid-" + numbers++, "" + numbers++, clock.instant(), was.status(), was.decodes(),
                was.labelled(), was.data());
        records.put(was.number(), back);
        return new RestoreAnswer.Restored(back.secret(), back.uid());
    }

    private String touchCopy(Chance chance) {
        String copy = chance.one(copies.keySet().stream().sorted().toList());
        touched.merge(copy, 2, Integer::sum);
        return "the copy " + copy + " is touched";
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
                return again(it, "uid-" + mark + numbers++, it.status(), true, true, numbers++);
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
                gitlab.gated = chance.of(0.7);
                yield gitlab.othersDeploy(chance) + (gitlab.gated ? ", a person is waited for" : "");
            }
            case 14 -> {
                gitlab.owner = chance.one(FakeGitlab.Owner.values());
                yield "the owner's job: " + gitlab.owner;
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
                if (!copies.isEmpty() && chance.of(0.5)) yield touchCopy(chance);
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

    /** Its newest record is a deployed one. */
    void healthy() {
        while (locked())
            takenByOthers.add(records.pollLastEntry().getValue().uid());
    }

    /** The newest record was written minutes ago, by a Helm of which time proves nothing yet. */
    String lately() {
        if (!locked()) return "no record is locked";
        StoredSecret it = records.lastEntry().getValue();
        takenByOthers.add(it.uid());
        put(it.number(), it.status(), Duration.ofMinutes(25));
        return "the lock is a new one: " + records.lastEntry().getValue();
    }

    /** Everything is as the runbook likes it: a stuck record over a deployed one, and nobody at work. */
    String stuckAgain() {
        settled = ready = mayDelete = mayCopy = true;
        crashing = false;
        gitlab.nobodyDeploys();
        gitlab.owner = FakeGitlab.Owner.ENDED;
        gitlab.mayRerun = true;
        List<StoredSecret> now = stored();
        boolean fine = now.size() > 1 && now.get(0).status().isPending() && now.get(0).decodes() && now.get(0).labelled()
                && !now.get(1).status().isPending() && now.get(1).decodes() && now.get(1).labelled();
        if (fine) return "the world is calm";
        next(ReleaseStatus.DEPLOYED, Duration.ofHours(5));
        return next(ReleaseStatus.PENDING_UPGRADE, Duration.ofHours(3));
    }

    // a rerun on its way

    /** A job that was rerun goes on: Helm writes its record first, and then what came of it, or nothing. */
    String jobGoesOn(Chance chance) {
        Optional<CiJob> job = gitlab.runningAgain();
        if (job.isEmpty()) return "no job runs again";
        return job.get().started().isEmpty() ? begins(job.get(), chance) : ends(job.get(), chance);
    }

    private String begins(CiJob job, Chance chance) {
        if (chance.of(0.05)) return "it ended before it began: " + gitlab.end(job, "canceled");
        CiJob runs = gitlab.start(job);
        if (locked() || chance.of(0.2)) return "it runs: " + runs;
        String record = next(ReleaseStatus.PENDING_UPGRADE, Duration.ZERO);
        gitlab.wrote(records.lastKey(), runs);
        return "it runs: " + runs + " and writes " + record;
    }

    /** The newest record says something else now. */
    void onTop(ReleaseStatus status) {
        String unused = onTop("it is " + status, it -> again(it, it.uid(), status, true, true, numbers++));
    }

    /** This job's Helm leaves a new revision like that. */
    void written(CiJob by, ReleaseStatus status) {
        String unused = next(status, Duration.ZERO);
        gitlab.wrote(records.lastKey(), by);
    }

    private boolean locked() {
        return !records.isEmpty() && records.lastEntry().getValue().status().isPending();
    }

    private String ends(CiJob job, Chance chance) {
        boolean writes = gitlab.writer(records.isEmpty() ? 0 : records.lastKey()).equals(Optional.of(job.id())) && locked();
        if (!writes) return "it wrote nothing: " + gitlab.end(job, chance.one("success", "failed", "failed", "canceled"));
        return switch (chance.below(10)) {
            case 0 -> "it leaves its record: " + gitlab.end(job, "canceled");
            case 1, 2 -> "it leaves its record: " + gitlab.end(job, "failed");
            case 3 -> written(ReleaseStatus.FAILED, gitlab.end(job, "failed"));
            case 4 -> written(ReleaseStatus.FAILED, gitlab.end(job, "success"));
            default -> written(ReleaseStatus.DEPLOYED, gitlab.end(job, "success"));
        };
    }

    private String written(ReleaseStatus status, CiJob job) {
        return onTop("it ended: " + job, it -> again(it, it.uid(), status, true, true, numbers++));
    }
}
