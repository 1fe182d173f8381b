package dev.helmstuck.runbook;

/** What the end of a CI job's log says of the Helm in it. The lines themselves may hold secrets. */
public enum LogEnd {
    /** Helm said its last word, and the runner closed the log: nothing of the script follows. */
    HELM_ENDED("ends with Helm's own error and the runner's closing line"),
    /** Its Helm was turned away by a record that was there already, so the job wrote none. */
    MET_THE_LOCK("has no other error of Helm than that somebody else's record was in its way"),
    /** Something ran after Helm's error, perhaps Helm again. */
    WENT_ON("shows that the script went on after Helm's error"),
    /** Closed by the runner, and Helm said nothing. */
    NO_HELM_ERROR("is closed by the runner, but has no closing error of Helm"),
    /** GitLab Runner, {@code common/build.go}: what it could not end within five minutes it leaves alone. */
    TIMED_OUT("says that the runner timed out waiting for the build to finish"),
    /** {@code su} ended the shell; Helm in it got no signal. */
    SESSION_TERMINATED("says \"session terminated\", and Helm gets no signal then"),
    /** The runner died, or GitLab had ended the job before the runner knew. */
    NO_CLOSING_LINE("breaks off without the runner's closing line"),
    /** Erased, or never written. */
    EMPTY("is empty");

    private final String words;

    LogEnd(String words) {
        this.words = words;
    }

    /** Whether the runner's closing line is its last: nothing comes after that. */
    public boolean isClosed() {
        return switch (this) {
            case HELM_ENDED, WENT_ON, NO_HELM_ERROR -> true;
            case MET_THE_LOCK, TIMED_OUT, SESSION_TERMINATED, NO_CLOSING_LINE, EMPTY -> false;
        };
    }

    /** A clause whose subject is the log. */
    public String words() {
        return words;
    }
}
