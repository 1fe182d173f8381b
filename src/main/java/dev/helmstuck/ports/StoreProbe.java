package dev.helmstuck.ports;

import dev.helmstuck.doctor.StoreAnswer;

/** Looks at the database without changing it, its tables included. */
public interface StoreProbe {

    /** Writes, and takes it back. Throws {@link UnavailableException} if the database does not answer, or could not keep anything. */
    StoreAnswer look();
}
