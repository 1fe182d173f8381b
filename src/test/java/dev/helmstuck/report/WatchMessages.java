package dev.helmstuck.report;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.testing.Some;

/** What the watcher says in its channel. */
public final class WatchMessages {
    private WatchMessages() {}

    public static List<Said> all() {
        return List.of(stuck("longer than five jobs took", Duration.ofMinutes(23), 5),
                stuck("longer than one job took", Duration.ofMinutes(23), 1),
                stuck("no job to compare with", Duration.ofHours(1), 0),
                new Said("it cannot look", WatchReport.blind(List.of("gitlab-cny"),
                        "the cluster: cluster gprd-gitlab-gke forbids to list secrets in namespace \"gitlab-cny\" (403)")),
                new Said("it cannot look at many", WatchReport.blind(IntStream.range(1, 41).mapToObj(number -> "web-" + number).toList(),
                        "the cluster: cluster gprd-gitlab-gke gave no answer")));
    }

    private static Said stuck(String when, Duration usual, int jobs) {
        return new Said(when,
                WatchReport.stuck(Some.target(), Some.revision(Some.STUCK, ReleaseStatus.PENDING_UPGRADE), usual, jobs, Some.NOW));
    }
}
