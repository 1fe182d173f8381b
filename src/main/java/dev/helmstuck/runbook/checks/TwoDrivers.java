package dev.helmstuck.runbook.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.checks.ReleaseIsStuck.ReleaseFinding;

/**
 * Records of the release in Secrets and in ConfigMaps: a Helm sees those of its own driver only, and nothing in the cluster says which one
 * the jobs use. Their numbers cannot be compared either, for a driver that is new to a release begins at 1 again. So if either newest one
 * is or may be pending, a person has to say which it is.
 */
final class TwoDrivers {

    private TwoDrivers() {}

    /** Empty if there is no choice, or neither of them is a lock. */
    static Optional<ReleaseFinding> judge(Target target, Releases releases, Instant now) {
        Optional<Revision> secret = releases.highest();
        Optional<Revision> configMap = releases.configMaps().revisions().stream().findFirst();
        if (secret.isEmpty() || configMap.isEmpty()) return Optional.empty();
        boolean secretLocks = mayLock(secret.get(), releases.top());
        boolean configMapLocks = mayLock(configMap.get(), releases.configMaps().top());
        if (!secretLocks && !configMapLocks) return Optional.empty();
        List<String> seen = List.of(line("Secrets", secret.get(), releases.revisions().size(), now),
                line("ConfigMaps", configMap.get(), releases.configMaps().revisions().size(), now));
        Finding finding = new Finding(Step.RELEASE_IS_STUCK, Result.STOP,
                "Two storage drivers hold records of " + target.release() + ", and " + pending(secretLocks, configMapLocks) + ".", seen,
                next(target, secretLocks, configMapLocks), List.of(), byHand(target));
        boolean secretIsNewer = secret.get().created().isAfter(configMap.get().created());
        Revision newer = secretIsNewer ? secret.get() : configMap.get();
        Optional<ReleaseStatus> status = newer.statusLabel().flatMap(ReleaseStatus::of);
        return Optional.of(new ReleaseFinding(finding, new ReleaseState.Unclear(Optional.of(newer.number()), status)));
    }

    /** What Helm skips is no lock; what only we do not read may be one. */
    private static boolean mayLock(Revision revision, Optional<Payload> payload) {
        boolean labelled = revision.statusLabel().filter(label -> label.startsWith("pending-")).isPresent();
        return labelled || payload.filter(it -> switch (it) {
            case Payload.Decoded(ReleaseRecord record) -> record.status().isPending();
            case Payload.Doubtful doubtful -> true;
            case Payload.Undecodable skipped -> false;
        }).isPresent();
    }

    private static String line(String where, Revision top, int count, Instant now) {
        return "in " + where + ": " + Formats.count(count, "record") + ", the newest, revision " + top.number() + ", is "
                + top.statusLabel().orElse("without a status") + ", created " + Formats.moment(top.created()) + ", "
                + Formats.duration(Duration.between(top.created(), now)) + " ago";
    }

    private static String pending(boolean secret, boolean configMap) {
        if (secret && configMap) return "the newest of either is pending";
        return "the newest in " + (secret ? "Secrets" : "ConfigMaps") + " is pending";
    }

    private static String next(Target target, boolean secretLocks, boolean configMapLocks) {
        String again = " Then type /helm-stuck " + target.name() + " again.";
        return "Which driver do the jobs use? HELM_DRIVER of the failed CI job says it; without one it is Secrets. If it is Secrets, "
                + (secretLocks ? "" : "Helm is not locked by these records, and ")
                + "those in ConfigMaps are left over: take Helm's label off them (" + target.kubectl()
                + " label configmap -l owner=helm,name="
                + target.release() + " owner-)." + again + " If it is configmap, "
                + (configMapLocks
                        ? "this bot does not touch those: follow the runbook by hand with configmap in place of secret."
                        : "Helm is not locked: read the error of the failed job itself.");
    }

    /** What either Helm sees. */
    static String byHand(Target target) {
        String history = target.helm() + " history " + target.release();
        return history + "; HELM_DRIVER=configmap " + history;
    }
}
