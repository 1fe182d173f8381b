package dev.helmstuck.ports;

import java.util.Optional;

/** What doctor does by itself while the bot serves; asked each time, for the configuration may change. */
public interface DoctorDuty {

    /** Whether it looks at all. */
    boolean isOn();

    /** The id of the channel in which it says what went bad; empty if the log and the metrics are enough. */
    Optional<String> channel();
}
