package dev.helmstuck.remediation;

import java.time.Duration;
import java.time.Instant;

/** The approval request as posted: a message of its own per plan, complete at {@code posted}, answerable before {@code deadline}. */
public record Request(String channel, String ts, Instant posted, Instant deadline) {

    /** When people are reminded of it. */
    public Instant halfTime() {
        return posted.plus(Duration.between(posted, deadline).dividedBy(2));
    }
}
