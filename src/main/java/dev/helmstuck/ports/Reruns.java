package dev.helmstuck.ports;

import dev.helmstuck.runbook.CiJob;

/** Reruns a job of the ops GitLab, with a token that is used for nothing else. */
public interface Reruns {

    /** Whether there is such a token. */
    boolean allowed();

    /**
     * Asks once for a rerun of this job; never sent twice by itself.
     *
     * @throws UnavailableException if it is not known whether there is a new job
     */
    RerunAnswer rerun(CiJob job);

    /** What became of it. */
    sealed interface RerunAnswer {
        /** GitLab has made a new job. */
        record Made(long id) implements RerunAnswer {}

        /** It has not, in its own words, and what would help. */
        record NotMade(String why) implements RerunAnswer {}
    }
}
