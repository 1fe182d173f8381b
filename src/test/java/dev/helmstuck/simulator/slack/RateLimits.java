package dev.helmstuck.simulator.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slack's limits, per method and for {@code chat.postMessage} per channel: buckets that fill with the workspace's clock. On by default:
 * one message a second and channel after a burst of {@value #POST_BURST}, the documented tiers for the other methods.
 */
public final class RateLimits {

    private static final int POST_BURST = 10;
    private static final Limit SPECIAL = Limit.perMinute(300);
    private static final Map<String, Limit> TIERS = Map.ofEntries(Map.entry("chat.postMessage", new Limit(POST_BURST, 60)),
            Map.entry("chat.update", Limit.perMinute(50)), Map.entry("chat.postEphemeral", Limit.perMinute(100)),
            Map.entry("reactions.add", Limit.perMinute(50)), Map.entry("reactions.get", Limit.perMinute(50)),
            Map.entry("reactions.remove", Limit.perMinute(20)), Map.entry("users.info", Limit.perMinute(100)),
            Map.entry("users.lookupByEmail", Limit.perMinute(50)), Map.entry("usergroups.list", Limit.perMinute(20)),
            Map.entry("usergroups.users.list", Limit.perMinute(20)), Map.entry("conversations.info", Limit.perMinute(50)),
            Map.entry("conversations.list", Limit.perMinute(20)),
            Map.entry("conversations.join", Limit.perMinute(50)), Map.entry("conversations.replies", Limit.perMinute(50)),
            Map.entry("conversations.history", Limit.perMinute(50)), Map.entry("conversations.open", Limit.perMinute(50)),
            Map.entry("files.getUploadURLExternal", Limit.perMinute(100)),
            Map.entry("files.completeUploadExternal", Limit.perMinute(100)),
            Map.entry("apps.connections.open", Limit.perMinute(50)));

    private final Clock clock;
    private final Map<String, Limit> limits = new HashMap<>(TIERS);
    private final Map<String, Bucket> buckets = new HashMap<>();
    private boolean on = true;

    RateLimits(Clock clock) {
        this.clock = clock;
    }

    private record Limit(int burst, int perMinute) {
        static Limit perMinute(int calls) {
            return new Limit(calls, calls);
        }
    }

    private record Bucket(double left, Instant at) {}

    /** No call is limited. */
    public synchronized void off() {
        on = false;
    }

    /** Calls are limited, from a full allowance on. */
    public synchronized void on() {
        on = true;
        buckets.clear();
    }

    /** Another limit for a method: so many calls at once, and so many a minute in the long run. */
    public synchronized void set(String method, int burst, int perMinute) {
        limits.put(method, new Limit(burst, perMinute));
        buckets.clear();
    }

    /** Counts the call, or says how long to wait. */
    synchronized Optional<Duration> take(String method, Params params) {
        if (!on) {
            return Optional.empty();
        }
        Limit limit = limits.getOrDefault(method, SPECIAL);
        String key = method.equals("chat.postMessage") ? method + params.get("channel").orElse("") : method;
        Instant now = clock.instant();
        Bucket bucket = buckets.getOrDefault(key, new Bucket(limit.burst, now));
        double perSecond = limit.perMinute / 60.0;
        double gained = Duration.between(bucket.at, now).toMillis() / 1000.0 * perSecond;
        double left = Math.min(limit.burst, bucket.left + gained);
        buckets.put(key, new Bucket(left >= 1 ? left - 1 : left, now));
        return left >= 1 ? Optional.empty() : Optional.of(Duration.ofSeconds(Math.max(1, (long) Math.ceil((1 - left) / perSecond))));
    }
}
