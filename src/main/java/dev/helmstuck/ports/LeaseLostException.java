package dev.helmstuck.ports;

/** Somebody else, here or in another process, works on it by now or has moved it on: what was about to be done is not ours to do any more. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param what happened, for the log */
    public LeaseLostException(String what) {
        super(what);
    }
}
