package dev.helmstuck.ports;

import java.util.Optional;

/** Where the watcher says what it sees; asked each time, for the configuration may change. */
public interface WatchPlace {

    /** The id of the channel; empty if nobody wants to be warned. */
    Optional<String> channel();
}
