package dev.helmstuck.flow.engine;

import java.util.Optional;

import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.thread.ThreadView;
import jakarta.inject.Inject;

/** Where remediations are told of: each in a thread that its first message begins, or in the thread that it was asked in. */
public final class Threads {
    private final Remediations remediations;
    private final Conversation conversation;

    @Inject
    public Threads(Remediations remediations, Conversation conversation) {
        this.remediations = remediations;
        this.conversation = conversation;
    }

    /** The message in whose thread it is told of, once there is one. */
    Optional<MessageRef> of(Remediation remediation) {
        return given(remediation).or(() -> first(remediation));
    }

    /** The message in whose thread it was asked. */
    static Optional<MessageRef> given(Remediation remediation) {
        return remediation.thread().map(ts -> new MessageRef(remediation.channel(), ts));
    }

    private Optional<MessageRef> first(Remediation remediation) {
        return remediations.postings(remediation.id()).stream().filter(posting -> posting.key().equals(ThreadView.ROOT)).findFirst()
                .flatMap(Posting::at);
    }

    /** A link to its first message; empty before that is there, and while the chat or the store does not tell. */
    public Optional<String> link(Remediation remediation) {
        try {
            return first(remediation).map(message -> conversation.permalink(message, given(remediation)));
        } catch (UnavailableException noLink) {
            return Optional.empty();
        }
    }

    /** A link to a message of it. */
    Optional<String> link(Remediation remediation, MessageRef message) {
        try {
            return Optional.of(conversation.permalink(message, of(remediation)));
        } catch (UnavailableException noLink) {
            return Optional.empty();
        }
    }
}
