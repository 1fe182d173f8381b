package dev.helmstuck.ports;

/** This process was told to stop. What was under way is taken up at the next start. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Told without an interrupt. */
    public StoppedException() {
        super("told to stop");
    }

    /** Told by an interrupt, whose flag is set again. */
    public StoppedException(InterruptedException told) {
        super("told to stop", told);
    }
}
