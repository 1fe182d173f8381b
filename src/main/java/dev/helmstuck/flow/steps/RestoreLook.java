package dev.helmstuck.flow.steps;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/** Which copy a restore would put back, and whether it may: nothing is put over a record or below a newer one. */
final class RestoreLook {
    private static final int MOST_NAMED = 5;

    private final Cluster cluster;
    private final Remediations remediations;

    /** What the look comes to. */
    sealed interface Restorable {
        /** This copy, with the records that are there now, newest first. */
        record CanRestore(RestorePlan plan, List<Revision> records) implements Restorable {}

        /** None; why, and what to do, in whole sentences. */
        record CannotRestore(String why) implements Restorable {}
    }

    @Inject
    RestoreLook(Cluster cluster, Remediations remediations) {
        this.cluster = cluster;
        this.remediations = remediations;
    }

    /**
     * Looks for it.
     *
     * @param wanted a copy's name, a revision, or empty text
     */
    Restorable look(Target target, String wanted) {
        List<Copy> copies = cluster.copies(target);
        List<Copy> meant = copies.stream().filter(copy -> wanted.isEmpty() || copy.self().name().equals(wanted)
                || Integer.toString(copy.revision()).equals(wanted)).toList();
        if (meant.size() != 1) return new Restorable.CannotRestore(meant.isEmpty() ? none(target, wanted, copies) : several(target, meant));
        return judged(target, meant.getFirst(), cluster.releases(target));
    }

    /** Why it is not, or not surely, the same any more that people were asked about; empty if it is. */
    Optional<String> changed(Target target, RestorePlan plan) {
        if (!plan.isOf(target)) return Optional.of("The target is another release by now.");
        try {
            return changedSince(target, plan);
        } catch (UnavailableException silent) {
            if (silent.isOfDatabase()) throw silent;
            return Optional
                    .of("Whether copy and records are as they were could not be read: " + silent.source() + ": " + silent.why() + ".");
        }
    }

    private Optional<String> changedSince(Target target, RestorePlan plan) {
        return switch (look(target, plan.copy().name())) {
            case Restorable.CannotRestore(String why) -> Optional.of(why);
            case Restorable.CanRestore(RestorePlan now, var records) -> now.fingerprint().equals(plan.fingerprint())
                    ? Optional.empty()
                    : Optional.of(now.copy().equals(plan.copy())
                            ? "The records of the release changed since people were asked."
                            : "The copy " + plan.copy().name() + " was changed since people were asked.");
        };
    }

    private Restorable judged(Target target, Copy copy, Releases now) {
        String look = " Type /helm-stuck " + target.name() + " to see where Helm stands.";
        Optional<Revision> same = now.revisions().stream().filter(it -> it.secret().equals(copy.record())).findFirst();
        if (same.isPresent())
            return new Restorable.CannotRestore("A record of revision " + copy.revision() + " is there ("
                    + same.get().statusLabel().orElse("without a status") + ", uid " + same.get().uid()
                    + "), and nothing is put over it." + look);
        Optional<Revision> newer = now.highest().filter(highest -> highest.number() > copy.revision());
        if (newer.isPresent())
            return new Restorable.CannotRestore("Helm has gone on since then: revision " + newer.get().number()
                    + " is there (" + newer.get().statusLabel().orElse("without a status") + "), and revision " + copy.revision()
                    + " below it would only confuse." + look);
        return switch (cluster.copied(target, copy.self().name())) {
            case Payload.Undecodable(String reason) -> unreadable(copy, reason);
            case Payload.Doubtful(String reason) -> unreadable(copy, reason);
            case Payload.Decoded(ReleaseRecord record) -> new Restorable.CanRestore(plan(target, copy, record, now), now.revisions());
        };
    }

    private static Restorable unreadable(Copy copy, String reason) {
        return new Restorable.CannotRestore("What the copy " + copy.self().name() + " holds is no record that Helm could read: "
                + Formats.sentence(reason) + " Look at it with somebody who knows Helm's storage.");
    }

    private RestorePlan plan(Target target, Copy copy, ReleaseRecord record, Releases now) {
        return new RestorePlan(target.cluster(), target.namespace(), target.release(), copy.self(), copy.record(), copy.revision(),
                record.status(), copy.bytes(), copy.created(), by(copy), now.revisions().stream()
                        .map(it -> it.secret() + " " + it.uid() + " " + it.resourceVersion()).collect(Collectors.joining(", ")));
    }

    /** Who had it deleted, if it is still known. */
    private String by(Copy copy) {
        try {
            return copy.remediation().isEmpty() ? "" : remediations.find(copy.remediation()).map(RestoreLook::people).orElse("");
        } catch (UnavailableException unread) {
            // what an older row says is no reason to keep a record away
            return "";
        }
    }

    private static String people(Remediation deleted) {
        List<Approval> yes = Stream.concat(deleted.notes().stream().filter(Note.HelmUnlocked.class::isInstance)
                .map(note -> ((Note.HelmUnlocked) note).unlock().approvals()), deleted.state().end().map(Ending::approvals).stream())
                .filter(all -> !all.isEmpty()).findFirst().orElse(List.of());
        return "asked for by " + deleted.requester().name()
                + (yes.isEmpty() ? "" : ", yes from " + yes.stream().map(Approval::name).collect(Collectors.joining(", ")));
    }

    private static String none(Target target, String wanted, List<Copy> copies) {
        if (copies.isEmpty())
            return "There is no copy of a record of " + target.release() + " in namespace " + target.namespace()
                    + ", so there is nothing to put back.";
        return "There is no copy \"" + wanted + "\" of a record of " + target.release() + ". " + named(target, copies);
    }

    private static String several(Target target, List<Copy> meant) {
        return meant.size() + " copies are kept, and it is not for me to choose. " + named(target, meant);
    }

    /** By revision where that says enough. */
    private static String named(Target target, List<Copy> copies) {
        return "Name one: " + copies.stream().limit(MOST_NAMED).map(copy -> "/helm-stuck restore " + target.name() + " "
                + (copies.stream().filter(other -> other.revision() == copy.revision()).count() == 1
                        ? copy.revision() + ""
                        : copy.self().name())
                + " (revision " + copy.revision() + ", deleted " + Formats.moment(copy.created()) + ")").collect(Collectors.joining("; "))
                + (copies.size() > MOST_NAMED ? "; and " + (copies.size() - MOST_NAMED) + " more" : "") + ".";
    }
}
