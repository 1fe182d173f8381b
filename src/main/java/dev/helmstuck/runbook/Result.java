package dev.helmstuck.runbook;

/** What a check makes of its facts. */
public enum Result {
    PASS,
    WARN,
    STOP,
    UNKNOWN,
    /** There is nothing to delete: good news, and no delete all the same. */
    NOT_NEEDED;

    /** Whether nothing may be deleted because of it: "could not look" blocks like "no". */
    public boolean blocks() {
        return this != PASS && this != WARN;
    }
}
