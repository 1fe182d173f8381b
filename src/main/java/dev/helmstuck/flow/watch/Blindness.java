package dev.helmstuck.flow.watch;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.WatchReport;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks that fail time after time: silence would look as if all were well, so it is said, once a day for each place. */
final class Blindness {
    private static final Logger LOG = LoggerFactory.getLogger(Blindness.class);
    /** What passes within minutes is nobody's business. */
    private static final int IN_A_ROW = 5;

    private final Notices notices;
    private final Clock clock;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    @Inject
    Blindness(Notices notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
    }

    /** A look at this place succeeded. */
    void over(String place) {
        failures.remove(place);
    }

    /** One failed. */
    void again(String place, String channel, List<String> targets, UnavailableException why) {
        LOG.warn("the watcher cannot look at {}: {}: {}", place, why.source(), why.why());
        if (failures.merge(place, 1, Integer::sum) < IN_A_ROW) return;
        String day = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
        notices.say("watch-blind:" + place + ":" + day, channel, WatchReport.blind(targets, why.source() + ": " + why.why()),
                String.join(", ", targets));
    }
}
