package dev.helmstuck.runbook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A GitLab CI job as its JSON says, statuses as GitLab spells them (also ones that no library knows yet).
 *
 * @param project the full path of the project whose job it is, as the target names it
 * @param pipeline the pipeline's id
 * @param user who started it, a user name
 * @param url its page
 */
public record CiJob(String project, long id, String name, String status, Optional<Instant> created, Optional<Instant> started,
        Optional<Instant> finished, Optional<String> failureReason, long pipeline, String user, String url) {

    /** The statuses of a job that may still do something, as GitLab knows them; {@link #active} takes any other one for such a status too. */
    public static final List<String> ACTIVE = List.of("running", "pending", "waiting_for_resource", "created", "preparing",
            "waiting_for_callback", "canceling", "scheduled");

    /** {@code manual} waits for a person and holds nothing; the others are over. Anything else counts as active. */
    private static final Set<String> AT_REST = Set.of("success", "failed", "canceled", "skipped", "manual");

    /** Whether the job may still do something: every status that is not known to be final, unknown ones included. */
    public boolean active() {
        return !AT_REST.contains(status);
    }

    /** Whether it waits for a person to start it. */
    public boolean waits() {
        return status.equals("manual");
    }

    /** The job that GitLab has made of it for a rerun, of which nothing more is known yet than its id. */
    public CiJob again(long newId) {
        return new CiJob(project, newId, name, "pending", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), pipeline,
                user, url.replace("/jobs/" + id, "/jobs/" + newId));
    }

    /** How it stands, as the end of a sentence. */
    public String stands() {
        return switch (status) {
            case "success" -> "has succeeded";
            case "failed" -> "has failed" + failureReason.map(reason -> " (" + reason + ")").orElse("");
            case "canceled" -> "was canceled";
            case "manual" -> "waits for somebody to start it (manual)";
            default -> "is " + status;
        };
    }

    /** How long ago it began, or was created if it has not begun. */
    public Optional<Duration> age(Instant now) {
        return started.or(() -> created).map(since -> Duration.between(since, now));
    }
}
