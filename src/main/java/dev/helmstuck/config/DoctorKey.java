package dev.helmstuck.config;

import java.util.Optional;

/** The key {@code doctor}: the channel, by its id, in which doctor says what went bad. Without the key {@code serve} does not look. */
public record DoctorKey(String channel) implements Extra {

    static Optional<DoctorKey> read(Node node) {
        return WatcherKey.read(node).map(same -> new DoctorKey(same.channel()));
    }
}
