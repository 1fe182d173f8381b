package dev.helmstuck.runbook;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.release.Hook;
import dev.helmstuck.release.ReleaseStatus;

/**
 * How long after it made a record the Helm that made it can live. Helm's {@code --timeout} limits each of its waits and not its run (its
 * own help: "any individual Kubernetes operation"): one hook after another may take it three times (its old object is waited for, itself,
 * its deletion), then comes the wait for the workloads. Under {@code atomic} the undoing does the same again.
 *
 * <p>{@code helmTimeout × (3 × hooks of this operation + 1)}, and with {@code atomic} the same again with the hooks of the undoing, and
 * a tenth more, in whole minutes and at most five, for what no timeout limits.
 */
public sealed interface HelmLifetime {

    /** The most that is added: applying the objects has no limit of Helm's own, and the clocks of the cluster and the bot may differ. */
    Duration MOST_APPLYING = Duration.ofMinutes(5);

    /** So long at most; {@code how} says how that is known. */
    record AtMost(Duration limit, String how) implements HelmLifetime {}

    /** No limit is known; {@code why} says what is missing. */
    record NoLimit(String why) implements HelmLifetime {}

    /** The longest that any project of the target allows: nobody knows yet which of them it was. */
    static HelmLifetime of(Target target, StuckRevision stuck) {
        List<AtMost> limits = new ArrayList<>();
        for (Ci ci : target.ci()) {
            switch (of(ci, stuck)) {
                case AtMost limit ->
                    limits.add(target.ci().size() == 1 ? limit : new AtMost(limit.limit(), ci.project() + ": " + limit.how()));
                case NoLimit none -> {
                    return none;
                }
            }
        }
        return limits.stream().reduce((one, other) -> one.limit().compareTo(other.limit()) >= 0 ? one : other).orElseThrow();
    }

    private static HelmLifetime of(Ci ci, StuckRevision stuck) {
        if (ci.helmLifetime().isPresent()) return new AtMost(ci.helmLifetime().get(), "ci.helmLifetime");
        ReleaseStatus status = stuck.record().status();
        int own = runs(stuck.record().hooks(), operation(status));
        String how = "helmTimeout " + times(ci, own);
        Duration limit = ci.helmTimeout().multipliedBy(waits(own));
        // a rollback undoes nothing if it fails
        if (!ci.atomic() || status == ReleaseStatus.PENDING_ROLLBACK) return applied(limit, how);
        Optional<Integer> undoing = undoing(status, stuck);
        if (undoing.isEmpty()) {
            return new NoLimit("with atomic Helm would go back to a revision below " + stuck.below().number() + ", which is "
                    + stuck.belowStatus().word() + "; how many hooks that one runs was not read");
        }
        return applied(limit.plus(ci.helmTimeout().multipliedBy(waits(undoing.get()))),
                how + ", and " + times(ci, undoing.get()) + " to undo it (atomic)");
    }

    private static AtMost applied(Duration waits, String how) {
        Duration tenth = waits.dividedBy(10).truncatedTo(ChronoUnit.MINUTES);
        Duration more = tenth.compareTo(MOST_APPLYING) > 0 ? MOST_APPLYING : tenth;
        return more.isZero()
                ? new AtMost(waits, how)
                : new AtMost(waits.plus(more), how + ", and " + Formats.duration(more) + " more to apply");
    }

    /** How many hooks the undoing of a failed operation runs; empty if the revision that it goes back to is not known. */
    private static Optional<Integer> undoing(ReleaseStatus status, StuckRevision stuck) {
        if (status == ReleaseStatus.PENDING_INSTALL) {
            return Optional.of(runs(stuck.record().hooks(), Set.of("pre-delete", "post-delete")));
        }
        // Helm goes back to the newest revision that is deployed or superseded (Helm pkg/action/upgrade.go, failRelease)
        return stuck.belowStatus() == ReleaseStatus.DEPLOYED || stuck.belowStatus() == ReleaseStatus.SUPERSEDED
                ? Optional.of(runs(stuck.belowRecord().hooks(), operation(ReleaseStatus.PENDING_ROLLBACK)))
                : Optional.empty();
    }

    private static Set<String> operation(ReleaseStatus status) {
        return switch (status) {
            case PENDING_INSTALL -> Set.of("pre-install", "post-install");
            case PENDING_UPGRADE -> Set.of("pre-upgrade", "post-upgrade");
            case PENDING_ROLLBACK -> Set.of("pre-rollback", "post-rollback");
            case UNKNOWN, DEPLOYED, UNINSTALLED, SUPERSEDED, FAILED, UNINSTALLING ->
                throw new IllegalArgumentException("nothing stuck is " + status.word());
        };
    }

    /** A hook before and after an operation runs twice in it. */
    private static int runs(List<Hook> hooks, Set<String> events) {
        return (int) hooks.stream().flatMap(hook -> hook.events().stream().distinct()).filter(events::contains).count();
    }

    private static long waits(int hooks) {
        return 3L * hooks + 1;
    }

    private static String times(Ci ci, int hooks) {
        return Formats.duration(ci.helmTimeout()) + " × (3 × " + Formats.count(hooks, "hook") + " + 1)";
    }
}
