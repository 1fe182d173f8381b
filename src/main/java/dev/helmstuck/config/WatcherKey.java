package dev.helmstuck.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The key {@code watcher}: the channel, by its id, in which the early warning is said. Without the key nobody is warned. */
public record WatcherKey(String channel) implements Extra {
    /** Slack posts to ids; a name may belong to another channel tomorrow. */
    private static final Pattern CHANNEL = Pattern.compile("[CG][A-Z0-9]{2,}");

    static Optional<WatcherKey> read(Node node) {
        if (!node.isMapping(List.of("channel"))) return Optional.empty();
        return channel(node.at("channel")).map(WatcherKey::new);
    }

    static Optional<String> channel(Node node) {
        return node.text("the id of a channel, such as C0123ABCDEF (at the bottom of \"View channel details\")",
                CHANNEL.asMatchPredicate());
    }
}
