package dev.helmstuck.runbook;

import java.time.Instant;
import java.util.Optional;

/**
 * What keeps an object in the cluster after its delete until somebody takes it off.
 *
 * @param name such as {@code example.com/keep}
 * @param setBy the manager that owns it, as far as {@code managedFields} tell
 * @param at when that one last wrote
 */
public record Finalizer(String name, Optional<String> setBy, Optional<Instant> at) {

    /** The name, and who set it. */
    public String words() {
        return name + setBy.map(manager -> ", set by " + manager).orElse(", by whom is not told")
                + at.filter(time -> setBy.isPresent()).map(time -> " (" + Formats.moment(time) + ")").orElse("");
    }
}
