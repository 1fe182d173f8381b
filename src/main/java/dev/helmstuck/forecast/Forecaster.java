package dev.helmstuck.forecast;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.Revision;

/** Foretells, from the records and from what the cluster has, what the delete of the stuck record leaves and what the next deploy does. */
public final class Forecaster {
    private final ReleaseHistory history;
    private final Manifests manifests;
    private final String namespace;
    private final String release;

    /** @param namespace the release's, where its records lie */
    public Forecaster(ReleaseHistory history, String namespace, String release) {
        this.history = history;
        this.manifests = new Manifests(history);
        this.namespace = namespace;
        this.release = release;
    }

    /** What has to be looked at in the cluster. */
    public List<Wanted> wanted() {
        return manifests.wanted();
    }

    /** The forecast; empty if the newest record is not a pending one, or cannot be read. */
    public Optional<Forecast> foretell(Live live) {
        return history.stuck().filter(stuck -> history.record(stuck).filter(record -> record.status().isPending()).isPresent())
                .map(stuck -> foretell(stuck, new Facts(history, manifests, live, namespace, release)));
    }

    private Forecast foretell(Revision stuck, Facts facts) {
        Unknowns unknowns = new Unknowns(facts);
        Foretelling foretelling = new Foretelling(facts, unknowns);
        Died died = new StuckOperation(facts, stuck).died();
        Deploy repeated = foretelling.foretell("ifRepeated", history.attempted());
        Deploy reverted = foretelling.foretell("ifReverted", history.reverted());
        return new Forecast(history.left().flatMap(history::record).map(ReleaseRecord::status), history.left().map(Revision::number), died,
                repeated, reverted, Remarks.of(facts), unknowns.all(), new Tracking(facts, repeated, reverted).baseline());
    }
}
