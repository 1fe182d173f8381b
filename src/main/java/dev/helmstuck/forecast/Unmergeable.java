package dev.helmstuck.forecast;

/** Two values that Helm itself cannot merge, so that its deploy fails on them. The message names a field, never a value. */
final class Unmergeable extends Exception {
    private static final long serialVersionUID = 1;

    Unmergeable(String message) {
        super(message);
    }
}
