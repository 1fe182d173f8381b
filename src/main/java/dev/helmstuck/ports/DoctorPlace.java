package dev.helmstuck.ports;

import java.util.Optional;

/** Where doctor says what went bad. */
public interface DoctorPlace {

    /** The channel's id; empty if it is to keep to the terminal. */
    Optional<String> channel();
}
