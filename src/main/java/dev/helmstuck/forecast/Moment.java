package dev.helmstuck.forecast;

/** When in its work a Helm died, in the order in which it works. */
public enum Moment {
    /** Nothing was touched. */
    BEFORE_APPLYING("before-applying"),
    /** While a hook ran, or in the moment after it. */
    IN_HOOK("in-hook"),
    /** Some objects are new, some old. */
    WHILE_APPLYING("while-applying"),
    /** All are new: it waited, or only its last writes were lost. */
    AFTER_APPLYING("after-applying");

    private final String word;

    Moment(String word) {
        this.word = word;
    }

    /** Its name in JSON and in messages. */
    public String word() {
        return word;
    }
}
