package dev.helmstuck.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.helmstuck.forecast.Live.UnreadKind;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RunnerPlace;
import dev.helmstuck.runbook.RunnerPods;
import dev.helmstuck.runbook.Target;

/** What a target's cluster said, judged. */
public final class ClusterSymptoms {
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+).*");
    /** The first Kubernetes whose ValidatingAdmissionPolicy is there without switches. */
    private static final int FENCED_SINCE = 30;
    private static final String NO_CURE_KNOWN = "what the API server says; then run doctor again";

    private final Target target;

    public ClusterSymptoms(Target target) {
        this.target = target;
    }

    /** It answers. */
    public List<Symptom> answers(ServerFacts server) {
        return server.answers(Point.CLUSTER, "cluster " + target.cluster());
    }

    /** What would help where nothing else is known: where to look. */
    public String reach(ClusterAccount account) {
        return "make `" + Target.kubectl(context(account)) + " get --raw /version` work where the bot runs, or mend `" + account.key()
                + "` of target " + target.name() + " or KUBECONFIG";
    }

    private String context(ClusterAccount account) {
        return account == ClusterAccount.DELETER ? target.deleter().orElse(target.cluster()) : target.cluster();
    }

    /** A rehearsal that failed for a missing verb says no more than the line of that verb. */
    public static List<Symptom> once(List<Symptom> found) {
        boolean rights = found.stream().anyMatch(one -> one.point() == Point.RIGHTS && one.severity().isBad());
        return found.stream().filter(one -> !rights || (one.point() != Point.COPY && one.point() != Point.DELETE)
                || !(one.seen().contains(" cannot create ") || one.seen().contains(" cannot delete "))).toList();
    }

    /** Of these rights, those that are missing; one line for each account, namespace and Role, with the lines that the Role needs. */
    public List<Symptom> rights(int asked, Collection<Right> missing) {
        if (missing.isEmpty()) return List.of(Symptom.good(Point.RIGHTS, Formats.count(asked, "verb")));
        record RoleHolder(ClusterAccount account, String namespace, String role) {}
        Map<RoleHolder, List<Right>> places = missing.stream().collect(Collectors.groupingBy(
                right -> new RoleHolder(right.account(), right.namespace(), right.role()), LinkedHashMap::new, Collectors.toList()));
        List<Symptom> symptoms = new ArrayList<>();
        places.forEach((place, rights) -> symptoms.add(Symptom.problem(Point.RIGHTS,
                place.account().word() + " (context " + context(place.account()) + ") may not "
                        + rights.stream().map(Right::words).collect(Collectors.joining(", ")) + " in namespace " + place.namespace(),
                target.kubectlOfCluster() + " apply -n " + place.namespace() + " -k manifests/target/" + place.role()
                        + ", or add to the account's Role: " + rights.stream().map(Right::rule).collect(Collectors.joining(" ")))));
        return symptoms;
    }

    /** Whether a fence stands around the account that writes. */
    public Optional<Symptom> fence(FenceAnswer answer, ServerFacts server) {
        return switch (answer) {
            case FenceAnswer.NotReached() -> Optional.empty();
            case FenceAnswer.Holds(String said) -> Optional.of(Symptom.good(Point.POLICY, ""));
            case FenceAnswer.LetsPass() -> Optional.of(open(server));
        };
    }

    /** Whether a drill may be made. */
    public Optional<Symptom> practice(FenceAnswer answer) {
        return switch (answer) {
            case FenceAnswer.NotReached() -> Optional.empty();
            case FenceAnswer.LetsPass() -> Optional.of(Symptom.good(Point.POLICY, "lets a drill be made"));
            case FenceAnswer.Holds(String said) -> Optional.of(Symptom.problem(Point.POLICY,
                    "no drill can be made in namespace " + target.namespace() + ": " + said,
                    target.kubectlOfCluster() + " label namespace " + target.namespace() + " helm-stuck/drill=true; if it has that label: "
                            + target.kubectlOfCluster() + " apply -k manifests/target/cluster"));
        };
    }

    private Symptom open(ServerFacts server) {
        String seen = "no admission policy holds the deleter back: it may create any Secret of namespace " + target.namespace();
        return hasPolicies(server)
                ? Symptom.problem(Point.POLICY, seen,
                        target.kubectlOfCluster()
                                + " apply -k manifests/target/cluster, and let the target's contexts use its accounts")
                : Symptom.note(Point.POLICY, seen, "Kubernetes before 1.30 has no such policy (" + server.version()
                        + "): only the bot's own checks hold it back");
    }

    private static boolean hasPolicies(ServerFacts server) {
        Matcher version = VERSION.matcher(server.version());
        if (!version.matches()) return true;
        int major = Integer.parseInt(version.group(1));
        return major > 1 || Integer.parseInt(version.group(2)) >= FENCED_SINCE;
    }

    /** Whether there is a record, and one that can be read. */
    public Symptom record(Releases releases) {
        Optional<Revision> newest = releases.highest();
        if (newest.isEmpty()) return noRecord(releases);
        if (!releases.configMaps().revisions().isEmpty()) return bothDrivers();
        Revision revision = newest.get();
        return switch (releases.top().orElseThrow()) {
            case Payload.Undecodable(String reason) -> undecoded(revision, reason);
            case Payload.Doubtful(String reason) -> undecoded(revision, reason);
            case Payload.Decoded(ReleaseRecord record) -> record.status().isPending()
                    ? Symptom.note(Point.RECORD, "revision " + revision.number() + " is " + record.status().word() + " now",
                            "if no deploy runs: /helm-stuck " + target.name())
                    : Symptom.good(Point.RECORD, "revision " + revision.number() + " " + record.status().word());
        };
    }

    private Symptom noRecord(Releases releases) {
        String where = "release " + target.release() + " has no record in namespace " + target.namespace() + " of cluster "
                + target.cluster();
        if (!releases.configMaps().revisions().isEmpty())
            return Symptom.problem(Point.RECORD, where + "; its records lie in ConfigMaps, which the bot does not touch",
                    "take target " + target.name()
                            + " out of the targets file, or move the release to Helm's default driver (HELM_DRIVER)");
        if (target.drill() && releases.otherReleases().isEmpty()) return Symptom.good(Point.RECORD, "nothing made yet");
        String others = releases.otherReleases().isEmpty()
                ? "; no other release has one there either"
                : "; there are records of " + String.join(", ", releases.otherReleases());
        return Symptom.problem(Point.RECORD, where + others,
                "mend `release`, `namespace` or `cluster` of target " + target.name() + "; `" + target.helm()
                        + " list --all` shows what is there");
    }

    private Symptom bothDrivers() {
        return Symptom.problem(Point.RECORD, "records of release " + target.release()
                + " lie in Secrets and in ConfigMaps (HELM_DRIVER=configmap): while the newest of either is pending, nothing is deleted",
                "if the jobs use Helm's default driver: " + target.kubectl() + " label configmap -l owner=helm,name=" + target.release()
                        + " owner-; if they use configmap, take target " + target.name() + " out of the targets file");
    }

    private Symptom undecoded(Revision revision, String reason) {
        return Symptom.problem(Point.RECORD, "the newest record, revision " + revision.number() + ", cannot be read: " + reason,
                "look with `" + target.helm() + " history " + target.release() + "`: the bot never deletes what it cannot read");
    }

    /** The copy as a dry run. */
    public Symptom copy(CopyAnswer answer) {
        return switch (answer) {
            case CopyAnswer.Possible() -> Symptom.good(Point.COPY, "");
            case CopyAnswer.RecordReplaced(String message) -> moved(Point.COPY);
            case CopyAnswer.CopyRefused(String message) ->
                Symptom.problem(Point.COPY, "a copy of the newest record would be refused: " + message,
                        message.contains("quota") ? "raise the quota of Secrets in namespace " + target.namespace() : NO_CURE_KNOWN);
        };
    }

    /**
     * The delete as a dry run.
     *
     * @param stuck whether it named the very record; else it named another object under the record's name, so that it had to fail
     */
    public Symptom delete(DeleteAnswer answer, boolean stuck) {
        return switch (answer) {
            case DeleteAnswer.Done() -> Symptom.good(Point.DELETE, "");
            case DeleteAnswer.Changed(String message) -> stuck ? moved(Point.DELETE) : Symptom.good(Point.DELETE, "");
            case DeleteAnswer.Gone() -> Symptom.problem(Point.DELETE,
                    "the deleter (context " + context(ClusterAccount.DELETER) + ") does not find the record that the reader found",
                    "mend `deleter` of target " + target.name() + ": is its context another cluster?");
            case DeleteAnswer.Forbidden(String message) -> !stuck && message.contains("denied request")
                    ? Symptom.good(Point.DELETE, "the policy holds")
                    : Symptom.problem(Point.DELETE, "a delete would be refused: " + message, NO_CURE_KNOWN);
            case DeleteAnswer.Held held -> Symptom.problem(Point.DELETE, "a deleted record would stay: " + held.words(),
                    "find out who sets finalizers on Helm's records, and stop it");
        };
    }

    private static Symptom moved(Point point) {
        return Symptom.note(point, "the record changed while doctor looked: a Helm is at work", "run doctor again when no deploy runs");
    }

    /** Which kinds of the release may not be read. */
    public List<Symptom> forecast(int kinds, List<UnreadKind> unread) {
        if (unread.isEmpty()) return List.of(Symptom.good(Point.FORECAST, Formats.count(kinds, "kind")));
        return unread.stream().map(kind -> Symptom.note(Point.FORECAST,
                kind.kind() + " (" + kind.apiVersion() + ")" + (kind.namespace().isEmpty() ? "" : " in namespace " + kind.namespace())
                        + " may not be read, so no forecast tells of it: " + kind.why(),
                "optional: " + target.kubectlOfCluster() + " apply " + (kind.namespace().isEmpty()
                        ? "-k manifests/target/forecast-cluster"
                        : "-n " + kind.namespace() + " -k manifests/target/forecast")))
                .toList();
    }

    /** Whether the nodes may be looked at. */
    public Symptom nodes(Nodes nodes) {
        return switch (nodes) {
            case Nodes.Seen(var all) -> Symptom.good(Point.NODES, Integer.toString(all.size()));
            case Nodes.Withheld(String why) -> Symptom.note(Point.NODES, "the nodes may not be read",
                    "optional: " + target.kubectlOfCluster() + " apply -k manifests/target/nodes");
        };
    }

    /** Whether the pods of jobs can be told apart there. */
    public Symptom runners(RunnerPlace place, RunnerPods pods) {
        if (pods.pods().isEmpty() && !pods.unmarked().isEmpty())
            return Symptom.problem(Point.RUNNERS, "the pods of jobs in " + place + " do not say which job they run",
                    "upgrade GitLab Runner to 15.9 or newer, or take ci.runnerPods out of target " + target.name());
        return Symptom.good(Point.RUNNERS, place.toString());
    }
}
