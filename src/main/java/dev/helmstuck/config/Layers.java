package dev.helmstuck.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.helmstuck.config.Written.Mapping;
import dev.helmstuck.config.Written.Sequence;
import dev.helmstuck.config.Written.Single;
import dev.helmstuck.config.Written.Spot;

/**
 * Lays what a target says over what holds for several: {@code ci}, {@code policy} and {@code policy.emoji} key by key, anything else as a
 * whole, so that a list of people is never mixed with another. Each value keeps the place where it was written.
 */
final class Layers {
    /** What holds where nobody says anything; in no file, so on line 0. */
    static final Mapping DEFAULTS = defaults();

    private static final Set<String> KEY_BY_KEY = Set.of("ci", "policy", "emoji");
    /** What may be taken back by {@code ~}, for a target that has none where the others have one. */
    private static final Set<String> CAN_BE_NONE = Set.of("deleter", "sameCluster", "resourceGroups", "helmLifetime", "runnerPods");

    private Layers() {}

    /** The second over the first; both are a target, or a part of one. */
    static Mapping over(Mapping base, Mapping upper) {
        Mapping both = new Mapping(upper.spot(), base.entries());
        for (var entry : upper.entries().entrySet()) {
            String key = entry.getKey();
            Optional<Written> below = base.get(key);
            if (below.isPresent() && CAN_BE_NONE.contains(key) && isNothing(entry.getValue()))
                both = both.without(key);
            else
                both = both.with(key,
                        below.filter(any -> KEY_BY_KEY.contains(key)).map(any -> over(any, entry.getValue())).orElse(entry.getValue()));
        }
        return both;
    }

    /** A mapping over or under a list of mappings holds for each of them. */
    static Written over(Written base, Written upper) {
        return switch (base) {
            case Mapping lower -> switch (upper) {
                case Mapping mapping -> over(lower, mapping);
                case Sequence(var spot, var items) -> new Sequence(spot, items.stream().map(item -> over(base, item)).toList());
                case Single other -> other;
            };
            case Sequence(var spot, var items) when upper instanceof Mapping -> new Sequence(spot,
                    items.stream().map(item -> over(item, upper)).toList());
            case Sequence list -> upper;
            case Single other -> upper;
        };
    }

    /** What a part of a target says, over the defaults for it; empty where it says nothing at all. */
    static Optional<Written> completed(String part, Optional<Written> said) {
        return said.map(upper -> over(DEFAULTS.get(part).orElseThrow(), upper));
    }

    private static boolean isNothing(Written value) {
        return value instanceof Single(var spot, var json) && json.isNull();
    }

    private static Mapping defaults() {
        Spot none = new Spot("", 0);
        Mapping empty = new Mapping(none, java.util.Map.of());
        Mapping emoji = empty.with("approve", list("white_check_mark")).with("deny", list("x"));
        Mapping policy = empty.with("channels", list("^inc-", "^incident-"))
                .with("requesters", empty.with("users", list()).with("groups", list()))
                .with("approvals", new Single(none, IntNode.valueOf(1))).with("deadline", Single.text(none, "15m"))
                .with("sampleGap", Single.text(none, "15s")).with("emoji", emoji)
                .with("vouching", new Single(none, BooleanNode.TRUE));
        // the longer wait is the safe one if nobody said how Helm is called
        Mapping ci = empty.with("resourceGroups", list()).with("atomic", new Single(none, BooleanNode.TRUE));
        return empty.with("policy", policy).with("ci", ci);
    }

    private static Sequence list(String... items) {
        Spot none = new Spot("", 0);
        return new Sequence(none, List.of(items).stream().map(item -> (Written) Single.text(none, item)).toList());
    }
}
