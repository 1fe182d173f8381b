package dev.helmstuck.runbook;

/** What a check makes of its facts. */
public enum Result {
    PASS,
    WARN,
    STOP,
    UNKNOWN;

    /** Whether nothing may be deleted because of it: "could not look" blocks like "no". */
    public boolean blocks() {
        return this == STOP || this == UNKNOWN;
    }
}
