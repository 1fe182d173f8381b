package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.OverviewReply;
import dev.helmstuck.report.thread.ThreadView;
import jakarta.inject.Inject;

/** What is open, and how the last ones ended. */
final class Overview {
    private static final int MOST = 10;
    /** Of which those that somebody may not see are taken. */
    private static final int MOST_READ = 50;

    private final Remediations remediations;
    private final Conversation conversation;
    private final Clock clock;

    @Inject
    Overview(Remediations remediations, Conversation conversation, Clock clock) {
        this.remediations = remediations;
        this.conversation = conversation;
        this.clock = clock;
    }

    /** @param shown whether a target may be spoken of there */
    Report status(Predicate<String> shown) {
        return OverviewReply.status(remediations.unfinished().stream().filter(it -> shown.test(it.target())).limit(MOST)
                .map(it -> new OverviewReply.Open(it, thread(it))).toList(), clock.instant());
    }

    Report history(Optional<String> target, Predicate<String> shown) {
        return OverviewReply.history(remediations.newest(target, MOST_READ).stream()
                .filter(it -> it.state().ended() && shown.test(it.target())).limit(MOST).toList());
    }

    private Optional<String> thread(Remediation remediation) {
        try {
            Optional<MessageRef> root = remediations.postings(remediation.id()).stream()
                    .filter(posting -> posting.key().equals(ThreadView.ROOT)).findFirst().flatMap(Posting::at);
            return root.map(message -> conversation.permalink(message, Optional.empty()));
        } catch (UnavailableException noLink) {
            return Optional.empty(); // it is in the channel
        }
    }
}
