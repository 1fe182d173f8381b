package dev.helmstuck.remediation;

/** A state was given an event that it does not take: a bug, named by both. */
public final class IllegalMove extends IllegalStateException {
    private static final long serialVersionUID = 1;

    IllegalMove(State state, Event event) {
        super(state.word() + " does not take " + event.word());
    }
}
