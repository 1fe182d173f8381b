package dev.helmstuck.doctor;

/** How bad a symptom is. */
public enum Severity {
    /** It would work. */
    GOOD("ok"),
    /** It would work, but for something that can be done without, or that somebody should know. */
    NOTE("note"),
    /** It would hold up a remediation, or make it unsafe. */
    PROBLEM("PROBLEM"),
    /** It could not be looked at. Nothing is known, so it counts as a problem. */
    UNKNOWN("UNKNOWN");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** As people read it. */
    public String word() {
        return word;
    }

    /** Whether something has to be done about it. */
    public boolean isBad() {
        return switch (this) {
            case GOOD, NOTE -> false;
            case PROBLEM, UNKNOWN -> true;
        };
    }
}
