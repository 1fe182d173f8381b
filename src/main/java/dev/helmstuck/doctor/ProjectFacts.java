package dev.helmstuck.doctor;

import java.time.Duration;
import java.util.Optional;

/**
 * A project of the ops GitLab.
 *
 * @param archived whether nothing runs in it any more
 * @param timeout after which GitLab ends its jobs, unless a job says otherwise; empty if the token's owner is not shown it
 */
public record ProjectFacts(boolean archived, Optional<Duration> timeout) {}
