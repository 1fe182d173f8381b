package dev.helmstuck.runbook.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.ByHand;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.FieldConflict;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Trail;

/**
 * Runbook, step 3: identify the failed release. The highest revision by number decides, its decoded payload gives the status
 * (Helm's lock test), and its label must agree (Helm's search for the deployed one uses the label).
 */
public final class ReleaseIsStuck {

    /** The finding, and what the records come to. */
    public record ReleaseFinding(Finding finding, ReleaseState release) {}

    private ReleaseIsStuck() {}

    /** The record whose deploy got stuck, if Helm 4 would apply the next deploy server-side: as the newest record that is left was. */
    public static Optional<ReleaseRecord> nextIsServerSide(Target target, Fact<Releases> fact, Instant now) {
        return check(target, fact, new Fact.Known<>(List.of()), now).release() instanceof ReleaseState.Stuck(StuckRevision stuck)
                && stuck.belowRecord().applyMethod() == ApplyMethod.SERVER_SIDE ? Optional.of(stuck.attempted()) : Optional.empty();
    }

    /**
     * Judges the records; not being able to read them is {@link Result#UNKNOWN}.
     *
     * @param conflicts what others took over of the stuck deploy; it matters to the next deploy and not to the delete, so it is a remark
     */
    public static ReleaseFinding check(Target target, Fact<Releases> fact, Fact<List<FieldConflict>> conflicts, Instant now) {
        return fact.either(releases -> new Records(target, releases, conflicts, now).judge(),
                missing -> new ReleaseFinding(
                        Unknown.of(Step.RELEASE_IS_STUCK, "Helm's records could not be read", missing, byHand(target)),
                        new ReleaseState.Unclear(Optional.empty(), Optional.empty())));
    }

    private static String byHand(Target target) {
        return target.helm() + " history " + target.release();
    }

    private record Records(Target target, Releases releases, Fact<List<FieldConflict>> conflicts, Instant now) {

        ReleaseFinding judge() {
            if (releases.highest().isEmpty() || releases.top().isEmpty()) return NoRecords.judge(target, releases);
            Revision top = releases.highest().get();
            Optional<ReleaseFinding> drivers = TwoDrivers.judge(target, releases, now);
            if (drivers.isPresent()) return drivers.get();
            return switch (releases.top().get()) {
                case Payload.Undecodable(String reason) -> stop(top, Optional.empty(),
                        "The newest record, revision " + top.number() + ", cannot be decoded: " + reason + ".", List.of(object(top)),
                        "Helm skips such a record in silence and the next upgrade fails with `release: already exists`; that is another fault "
                                + "than a stuck release. Save the Secret to a file (kubectl get secret -o yaml), find out who wrote it, and "
                                + "take it away by hand: Helm then goes on from the revision below.");
                case Payload.Doubtful(String reason) -> stop(top, Optional.empty(),
                        "The newest record, revision " + top.number() + ", is not one that I read: " + reason + ".", List.of(object(top)),
                        "Helm may read it all the same, and is then locked if its status is pending: see what helm history shows. I delete "
                                + "nothing that I cannot read; do it by hand as the runbook says, with the team that owns the release.");
                case Payload.Decoded(ReleaseRecord record) -> decoded(top, record);
            };
        }

        private ReleaseFinding decoded(Revision top, ReleaseRecord record) {
            List<String> seen = describe(top, record);
            Optional<ReleaseFinding> contradiction = contradiction(top, record, top, record, seen);
            if (contradiction.isPresent()) return contradiction.get();
            if (!record.status().isPending()) return notStuck(top, record, seen);
            return stuck(top, record, seen);
        }

        /** What is wrong between a Secret's name and labels and the record in it; {@code top} is what the answer is about. */
        private Optional<ReleaseFinding> contradiction(Revision top, ReleaseRecord record, Revision of, ReleaseRecord content,
                List<String> seen) {
            Optional<ReleaseStatus> status = Optional.of(record.status());
            if (!content.name().equals(target.release()) || !content.namespace().equals(target.namespace())
                    || content.version() != of.number()) {
                return Optional.of(stop(top, status, "The record " + of.secret() + " holds another release than its name says.", seen,
                        "Somebody copied or edited it by hand. Nothing is deleted; find out who."));
            }
            if (!of.statusLabel().equals(Optional.of(content.status().word()))
                    || !of.versionLabel().equals(Optional.of(Integer.toString(of.number())))) {
                seen.add("labels: status=" + of.statusLabel().orElse("(none)") + ", version=" + of.versionLabel().orElse("(none)"));
                return Optional.of(stop(top, status, "The labels of revision " + of.number() + " contradict its content: the label says "
                        + of.statusLabel().orElse("nothing") + ", the record says " + content.status().word() + ".", seen,
                        "Labels were edited by hand or a write was lost. Helm uses both, so settle by hand which is true before anything is deleted."));
            }
            return Optional.empty();
        }

        private ReleaseFinding stuck(Revision top, ReleaseRecord record, List<String> seen) {
            Optional<ReleaseStatus> status = Optional.of(record.status());
            if (releases.next().isEmpty() || releases.below().isEmpty()) {
                return stop(top, status, "Revision " + top.number() + " is " + record.status().word() + " and is the only one.", seen,
                        "Without it Helm would know nothing of this release: this runbook does not apply to a first install. "
                                + "Decide by hand between `helm uninstall` and `helm upgrade --install`, with the team that owns the release.");
            }
            Revision below = releases.next().get();
            String but = "Revision " + top.number() + " is " + record.status().word() + ", but revision " + below.number() + " below it ";
            return switch (releases.below().get()) {
                case Payload.Undecodable(String reason) -> stop(top, status, but + "cannot be decoded: " + reason + ".", seen,
                        "After the delete Helm would skip that record in silence. Look at it with somebody who knows Helm's storage.");
                case Payload.Doubtful(String reason) -> stop(top, status, but + "is not one that I read: " + reason + ".", seen,
                        "Helm may read it, so what it would take for the current one after the delete cannot be told. See what helm history "
                                + "shows, and do it by hand as the runbook says, with the team that owns the release.");
                case Payload.Decoded(ReleaseRecord under) -> {
                    Optional<ReleaseFinding> contradiction = contradiction(top, record, below, under, seen);
                    if (contradiction.isPresent()) yield contradiction.get();
                    yield over(new StuckRevision(top, record, below, under, releases.revisions().stream().skip(2).toList()), seen);
                }
            };
        }

        private ReleaseFinding over(StuckRevision stuck, List<String> seen) {
            Revision top = stuck.revision();
            Revision below = stuck.below();
            seen.add("revision " + below.number() + " below it is " + stuck.belowStatus().word() + ": " + Trail.of(stuck).words());
            seen.addAll(History.of(stuck));
            if (stuck.belowStatus().isPending()) {
                return bothPending(stuck, seen);
            }
            List<String> remarks = new ArrayList<>(History.remarks(stuck));
            remarks.addAll(conflicts.either(found -> TakenOver.words(stuck, found), missing -> List.of(TakenOver.unread(missing))));
            seen.addAll(0, remarks);
            return new ReleaseFinding(finding(remarks.isEmpty() ? Result.PASS : Result.WARN,
                    "Stuck: revision " + top.number() + " is " + stuck.record().status().word() + ".", seen, ""),
                    new ReleaseState.Stuck(conflicts.either(stuck::with, missing -> stuck)));
        }

        private ReleaseFinding bothPending(StuckRevision stuck, List<String> seen) {
            Revision top = stuck.revision();
            int below = stuck.below().number();
            String next = "People get out of it from the top, one record at a time, and never with helm rollback, which would put a third one on "
                    + "it. First prove that no Helm lives that wrote either of them, and save revision " + top.number()
                    + " to a file (kubectl get secret -o yaml). Then take it away by hand: Helm stays locked by revision " + below
                    + ", so nothing can start in between. Then type /helm-stuck " + target.name() + " again, which judges revision " + below
                    + " as usual. To take revision " + top.number() + " away: "
                    + ByHand.delete(target, SecretRef.of(top));
            return stop(top, Optional.of(stuck.record().status()), "Revisions " + top.number() + " and " + below + " are both pending.",
                    seen,
                    next);
        }

        private ReleaseFinding notStuck(Revision top, ReleaseRecord record, List<String> seen) {
            long midHistory = releases.revisions().stream().skip(1)
                    .filter(revision -> revision.statusLabel().map(label -> label.startsWith("pending-")).orElse(false)).count();
            if (midHistory > 0) {
                seen.add(Formats.count(midHistory, "older revision")
                        + " in mid-history labelled pending: harmless, Helm's lock looks at the newest only");
            }
            releases.configMaps().revisions().stream().findFirst().ifPresent(other -> seen.add("records in ConfigMaps too (HELM_DRIVER="
                    + "configmap): the newest, revision " + other.number() + ", is " + other.statusLabel().orElse("without a status")));
            return new ReleaseFinding(finding(Result.NOT_NEEDED,
                    "Not stuck: the newest revision, " + top.number() + ", is " + record.status().word() + ".", seen,
                    "Nothing to delete. " + meaning(record.status())), new ReleaseState.NotStuck(top.number(), record.status()));
        }

        private List<String> describe(Revision top, ReleaseRecord record) {
            List<String> seen = new ArrayList<>();
            seen.add(object(top));
            seen.add("created " + Formats.moment(top.created()) + ", " + Formats.duration(Duration.between(top.created(), now)) + " ago");
            seen.add("chart " + record.chart() + (record.appVersion().isEmpty() ? "" : ", app version " + record.appVersion()));
            if (!record.description().isEmpty()) seen.add("Helm's description: " + record.description());
            return seen;
        }

        private static String object(Revision top) {
            return top.secret() + ", uid " + top.uid() + ", resourceVersion " + top.resourceVersion();
        }

        private ReleaseFinding stop(Revision top, Optional<ReleaseStatus> status, String summary, List<String> seen, String next) {
            return new ReleaseFinding(finding(Result.STOP, summary, seen, next),
                    new ReleaseState.Unclear(Optional.of(top.number()), status));
        }

        private Finding finding(Result result, String summary, List<String> seen, String next) {
            return new Finding(Step.RELEASE_IS_STUCK, result, summary, seen, next, List.of(), byHand(target));
        }
    }

    private static String meaning(ReleaseStatus status) {
        return switch (status) {
            case DEPLOYED -> "Helm is healthy: if a deploy still fails, its error is another one than the lock.";
            case FAILED -> "The last operation failed and Helm recorded it, so there is no lock: the next deploy can run.";
            case SUPERSEDED -> "The newest record was replaced and the newer one is gone; there is no lock and the next deploy can run.";
            case UNINSTALLING ->
                "An uninstall was begun and not finished: Helm then says `has no deployed releases`, which is another fault.";
            case UNINSTALLED -> "The release was uninstalled with its history kept; there is no lock.";
            case UNKNOWN -> "Helm itself calls this status unknown: look at the release by hand.";
            case PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK -> throw new IllegalStateException("pending is stuck");
        };
    }
}
