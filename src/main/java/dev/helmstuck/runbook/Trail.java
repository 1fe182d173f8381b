package dev.helmstuck.runbook;

import java.time.Instant;
import java.util.Optional;

import dev.helmstuck.release.Revision;

/**
 * What the marks on the records tell of the operation N that got stuck over revision L, from the order in which Helm 3 and 4 write them
 * ({@code pkg/action/upgrade.go}, {@code rollback.go}, {@code install.go}). What they do not tell is said to be untold.
 *
 * <table>
 * <caption>status of N, status of L, what it tells</caption>
 * <tr><td>pending-upgrade<td>deployed<td>died before Helm marked L superseded, or both last writes were refused
 * <tr><td>pending-upgrade<td>superseded<td>everything was applied, if N's Helm marked it so: nothing older is deployed, L says nothing of a
 * failure, and it was written after N was created
 * <tr><td>pending-upgrade<td>failed<td>began over a failed operation; how far it came is untold
 * <tr><td>pending-rollback<td>deployed<td>typed by hand, for an atomic upgrade marks L failed first
 * <tr><td>pending-rollback<td>failed<td>undoes L, by itself (atomic) or by hand
 * <tr><td>pending-rollback<td>superseded<td>Helm marks it so when the rollback is done and also when it cannot be applied
 * <tr><td>pending-rollback<td>uninstalled, uninstalling<td>typed by hand
 * <tr><td>pending-install<td>superseded<td>replaces an uninstalled release; Helm marks L before it applies anything
 * <tr><td>pending-install<td>failed<td>replaces a failed install
 * <tr><td>any<td>pending-*<td>how two pending ones come about
 * <tr><td>any other<td><td>none of Helm's own doing
 * </table>
 *
 * @param words a clause on what L's status tells
 * @param applied whether everything of N had been applied
 */
public record Trail(String words, boolean applied) {
    private static final String DIED = "in a hook, while applying, while waiting or at its very end: none, some or all of its changes may be "
            + "in the cluster";
    /** What Helm writes to the record of an uninstalled release that an install replaces. */
    private static final String REPLACED = "superseded by new release";

    /** Reads the trail of a stuck revision. */
    public static Trail of(StuckRevision stuck) {
        return switch (stuck.record().status()) {
            case PENDING_UPGRADE -> upgrade(stuck);
            case PENDING_ROLLBACK -> rollback(stuck);
            case PENDING_INSTALL -> install(stuck);
            case DEPLOYED, SUPERSEDED, FAILED, UNINSTALLED, UNINSTALLING, UNKNOWN -> throw new IllegalArgumentException("it is not stuck");
        };
    }

    private static Trail upgrade(StuckRevision stuck) {
        String untold = "; how far revision " + stuck.revision().number() + " came the records do not tell";
        return switch (stuck.belowStatus()) {
            case DEPLOYED -> told("Helm died " + DIED);
            case SUPERSEDED -> upgradeOverSuperseded(stuck, untold);
            case FAILED -> told("the operation before had failed, and this upgrade began over it" + untold);
            case UNKNOWN, UNINSTALLED, UNINSTALLING ->
                told("unusual, Helm begins no upgrade over it unless an older one is marked deployed; look twice" + untold);
            case PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK -> told("Helm begins no upgrade over a pending one, so revision "
                    + stuck.below().number() + " was written again after this one began: by a Helm that was thought dead, or by hand");
        };
    }

    private static Trail upgradeOverSuperseded(StuckRevision stuck, String untold) {
        Optional<Revision> deployed = stuck.deployed().stream().findFirst();
        if (deployed.isPresent())
            return told("it need not be this upgrade that marked it so, for revision " + deployed.get().number() + " is marked deployed"
                    + untold);
        if (stuck.belowRecord().hasFailed()) return told("it had failed and was superseded later" + untold);
        Optional<Instant> written = stuck.below().written();
        if (written.isEmpty()) return told("when it was marked so is not told" + untold);
        Instant began = stuck.revision().created();
        if (written.get().isBefore(began))
            return told("it was marked so before this upgrade began, as after an earlier delete like this one" + untold);
        // times are whole seconds
        if (written.get().equals(began)) return told("it was marked so in the very second in which this upgrade began" + untold);
        return new Trail("everything had been applied, only Helm's very last write was lost (unless it was superseded before already)",
                true);
    }

    private static Trail rollback(StuckRevision stuck) {
        String untold = "; how far the rollback came the records do not tell";
        return switch (stuck.belowStatus()) {
            case DEPLOYED -> told("somebody typed helm rollback (an atomic upgrade would have marked it failed), and that died " + DIED);
            case FAILED -> told("that operation failed, and Helm died while rolling it back" + untold);
            case SUPERSEDED -> rollbackOverSuperseded(stuck, untold);
            case UNINSTALLED -> told("somebody typed helm rollback over an uninstalled release" + untold);
            case UNINSTALLING -> told("somebody typed helm rollback over an uninstall that was not finished" + untold);
            case UNKNOWN -> told("unusual below a rollback; look twice" + untold);
            case PENDING_UPGRADE ->
                told("an atomic upgrade failed, Helm could not mark it failed and died while rolling it back; or somebody "
                        + "typed helm rollback over the stuck upgrade");
            case PENDING_INSTALL, PENDING_ROLLBACK ->
                told("somebody typed helm rollback over it while it was stuck, for rollback does not look at the lock");
        };
    }

    private static Trail rollbackOverSuperseded(StuckRevision stuck, String untold) {
        if (stuck.belowRecord().hasFailed())
            return told("it had failed and was superseded later, as Helm does when the rollback of it cannot be applied" + untold);
        return told(stuck.deployed().stream().findFirst()
                .map(deployed -> "the rollback did not end, for revision " + deployed.number() + " is still marked deployed")
                .orElse("Helm marks it so when a rollback is applied, and also when it cannot be applied") + untold);
    }

    private static Trail install(StuckRevision stuck) {
        String untold = "; how far the install came the records do not tell";
        return switch (stuck.belowStatus()) {
            case SUPERSEDED -> told((stuck.belowRecord().description().equals(REPLACED)
                    ? "an install replaces an uninstalled release, which Helm marks so before it applies anything"
                    : "an install began over it, which Helm does over an uninstalled or a failed one only; look twice") + untold);
            case FAILED -> told("an install replaces one that had failed (helm install --replace)" + untold);
            case UNINSTALLED -> told("an install began over it, and Helm's mark that it is superseded is missing; look twice" + untold);
            case DEPLOYED, UNINSTALLING, UNKNOWN -> told("Helm begins no install over it; look twice" + untold);
            case PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK ->
                told("Helm begins no install over a pending one; look twice" + untold);
        };
    }

    private static Trail told(String words) {
        return new Trail(words, false);
    }
}
