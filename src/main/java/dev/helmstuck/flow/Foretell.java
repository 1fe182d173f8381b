package dev.helmstuck.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.forecast.Forecaster;
import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.ReleaseHistory;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Contents;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/**
 * Foretells what the delete leaves and what the next deploy does. It reads the records, then at once everything that their manifests name;
 * beside a look at a target it takes no longer than the gap between the look's two samples.
 */
public final class Foretell {
    private final Cluster cluster;

    @Inject
    public Foretell(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The forecast; known and empty if nothing is stuck, unavailable if not even the records can be read. */
    public Fact<Optional<Forecast>> of(Target target) {
        return Lookup.of(() -> read(cluster, target, cluster.releases(target)));
    }

    /** The same from records that were read already; throws {@link UnavailableException}. */
    static Optional<Forecast> read(Contents contents, Target target, Releases releases) {
        ReleaseHistory history = history(releases);
        if (!history.isStuck()) return Optional.empty();
        for (Optional<Revision> next = history.missing(); next.isPresent(); next = history.missing()) {
            history = history.with(next.get().number(), contents.payload(target, next.get()));
        }
        Forecaster forecaster = new Forecaster(history, target.namespace(), target.release());
        Live live = contents.live(target, forecaster.wanted());
        return forecaster.foretell(live);
    }

    private static ReleaseHistory history(Releases releases) {
        Map<Integer, Payload> payloads = new HashMap<>();
        releases.highest().ifPresent(one -> releases.top().ifPresent(payload -> payloads.put(one.number(), payload)));
        releases.next().ifPresent(one -> releases.below().ifPresent(payload -> payloads.put(one.number(), payload)));
        return new ReleaseHistory(releases.revisions(), payloads);
    }
}
