package dev.helmstuck.forecast;

import java.util.Optional;

/**
 * One place in which two objects differ. What it holds may be a Secret's: {@link Words} says what may be shown of it.
 *
 * @param path such as {@code spec.template.spec.containers[main].image}
 * @param before empty if it was not there
 * @param after empty if it is no longer there
 */
record Difference(String path, Optional<Object> before, Optional<Object> after) {

    /** The path alone. */
    @Override
    public String toString() {
        return path;
    }
}
