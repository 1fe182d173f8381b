package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ApplyMethod;

/**
 * What the records tell of the next deploy, once the stuck one is gone.
 *
 * @param applied whether everything of the stuck revision had been applied; false means that it is not told
 * @param mergesFrom the revision that Helm merges from; {@code helm diff} compares with the newest, which may be another
 * @param stuck how the stuck revision was applied
 * @param next how Helm 4 applies the next one unless it is told otherwise: as the newest record that is left
 * @param conflicts fields that others took over, on which a server-side apply fails; a few words each
 * @param prospect what was foretold; empty in a plan that an older version stored
 */
public record Outlook(boolean applied, int mergesFrom, ApplyMethod stuck, ApplyMethod next, List<String> conflicts,
        Optional<Prospect> prospect) {

    private static final int MOST = 10;

    public Outlook {
        conflicts = List.copyOf(conflicts);
    }

    /** One without a forecast. */
    public Outlook(boolean applied, int mergesFrom, ApplyMethod stuck, ApplyMethod next, List<String> conflicts) {
        this(applied, mergesFrom, stuck, next, conflicts, Optional.empty());
    }

    /** The outlook once this one is gone. */
    public static Outlook of(StuckRevision stuck) {
        return new Outlook(Trail.of(stuck).applied(), stuck.mergedFrom().number(), stuck.record().applyMethod(),
                stuck.belowRecord().applyMethod(), Formats.most(stuck.conflicts().stream().map(FieldConflict::words).toList(), MOST),
                stuck.prospect());
    }

    /** Whether going back takes away the fields that only the stuck revision set: the API server does it, by who applied them. */
    public boolean prunesFields() {
        return stuck == ApplyMethod.SERVER_SIDE && next == ApplyMethod.SERVER_SIDE;
    }
}
