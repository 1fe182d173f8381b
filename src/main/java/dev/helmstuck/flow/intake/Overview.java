package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.helmstuck.flow.engine.Threads;
import dev.helmstuck.flow.steps.ReactionTally;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.OverviewReply;
import jakarta.inject.Inject;

/** What is open, and how the last ones ended. */
final class Overview {
    private static final int MOST = 10;
    /** Of which those are taken that have ended and may be seen; of more, if they are too few. */
    private static final int READ = 50;
    private static final int MOST_READ = 500;

    private final Remediations remediations;
    private final Threads threads;
    private final Clock clock;

    private final Names names;
    private final ReactionTally people;

    @Inject
    Overview(Remediations remediations, Threads threads, Names names, ReactionTally people, Clock clock) {
        this.names = names;
        this.people = people;
        this.remediations = remediations;
        this.threads = threads;
        this.clock = clock;
    }

    /** @param shown whether a target may be spoken of there */
    Report status(Predicate<String> shown) {
        return OverviewReply.status(remediations.unfinished().stream().filter(it -> shown.test(it.target())).limit(MOST)
                .map(this::open).toList(), clock.instant());
    }

    /** With the names of those it waits for. */
    private OverviewReply.Open open(Remediation it) {
        Optional<String> thread = threads.link(it);
        if (!(it.state() instanceof State.AwaitingApproval waiting)) return new OverviewReply.Open(it, thread);
        return names.target(it.target()).map(entry -> entry.policy().on(waiting.plan()))
                .map(policy -> new OverviewReply.Open(it, thread, people.named(policy.approvers()),
                        policy.approvals() - waiting.yes().size()))
                .orElseGet(() -> new OverviewReply.Open(it, thread));
    }

    Report history(Optional<String> target, Predicate<String> shown) {
        List<Remediation> ended = ended(target, shown, READ);
        return OverviewReply.history(ended.size() < MOST ? ended(target, shown, MOST_READ) : ended);
    }

    private List<Remediation> ended(Optional<String> target, Predicate<String> shown, int read) {
        return remediations.newest(target, read).stream().filter(it -> it.state().ended() && shown.test(it.target())).limit(MOST).toList();
    }
}
