package dev.helmstuck.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.helmstuck.approval.Named;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names that were looked up, for an hour, and that a name could not be had, for a minute: no message waits for them twice. */
@Singleton
final class NameCache {
    private static final Logger LOG = LoggerFactory.getLogger(NameCache.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Map<String, CachedName> known = new ConcurrentHashMap<>();
    private final Clock clock;

    private record CachedName(Optional<Named> named, Instant until) {}

    @Inject
    NameCache(Clock clock) {
        this.clock = clock;
    }

    /** The name under this key, looked up if it must be; else what is given for the case that it cannot be had. */
    Named of(String key, Supplier<Named> lookup, Named otherwise) {
        Instant now = clock.instant();
        CachedName before = known.get(key);
        if (before == null || !now.isBefore(before.until())) {
            before = looked(lookup, before, now);
            known.put(key, before);
        }
        return before.named().orElse(otherwise);
    }

    private static CachedName looked(Supplier<Named> lookup, CachedName before, Instant now) {
        try {
            return new CachedName(Optional.of(lookup.get()), now.plus(FRESH));
        } catch (UnavailableException silent) {
            LOG.warn("a name could not be looked up: {}", silent.why());
            return new CachedName(before == null ? Optional.empty() : before.named(), now.plus(AGAIN));
        }
    }
}
