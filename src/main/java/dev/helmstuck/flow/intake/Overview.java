package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

import dev.helmstuck.flow.engine.Threads;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.OverviewReply;
import jakarta.inject.Inject;

/** What is open, and how the last ones ended. */
final class Overview {
    private static final int MOST = 10;
    /** Of which those that somebody may not see are taken. */
    private static final int MOST_READ = 50;

    private final Remediations remediations;
    private final Threads threads;
    private final Clock clock;

    @Inject
    Overview(Remediations remediations, Threads threads, Clock clock) {
        this.remediations = remediations;
        this.threads = threads;
        this.clock = clock;
    }

    /** @param shown whether a target may be spoken of there */
    Report status(Predicate<String> shown) {
        return OverviewReply.status(remediations.unfinished().stream().filter(it -> shown.test(it.target())).limit(MOST)
                .map(it -> new OverviewReply.Open(it, threads.link(it))).toList(), clock.instant());
    }

    Report history(Optional<String> target, Predicate<String> shown) {
        return OverviewReply.history(remediations.newest(target, MOST_READ).stream()
                .filter(it -> it.state().ended() && shown.test(it.target())).limit(MOST).toList());
    }
}
