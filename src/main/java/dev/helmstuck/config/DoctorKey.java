package dev.helmstuck.config;

import java.util.List;
import java.util.Optional;

/**
 * The key {@code doctor}.
 *
 * @param channel by its id, in which doctor says what went bad; without it the log and the metrics say it alone
 * @param rounds whether {@code serve} looks by itself
 */
public record DoctorKey(Optional<String> channel, boolean rounds) implements Extra {
    static final List<String> KEYS = List.of("channel", "rounds");
    /** Without the key. */
    static final DoctorKey NONE = new DoctorKey(Optional.empty(), true);

    static Optional<DoctorKey> read(Node node) {
        if (!node.isMapping(KEYS)) return Optional.empty();
        Node named = node.at("channel");
        Optional<String> channel = named.absent() ? Optional.empty() : WatcherKey.channel(named);
        Optional<Boolean> rounds = node.at("rounds").or(Optional.of(NONE.rounds), Node::bool);
        return rounds.filter(read -> named.absent() || channel.isPresent()).map(on -> new DoctorKey(channel, on));
    }
}
