package dev.helmstuck.flow.engine;

import java.util.Optional;

import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.report.thread.ThreadView;
import jakarta.inject.Inject;

/** Where remediations are told of: in a thread that the first message begins, of its own or of its sweep, or in the thread that it was asked in. */
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
        return given(remediation).or(() -> first(remediation.id()));
    }

    /** The same where it does not begin that thread itself. */
    Optional<MessageRef> given(Remediation remediation) {
        return asked(remediation.channel(), remediation.thread()).or(() -> remediation.sweep().flatMap(this::first));
    }

    /** The message in whose thread it was asked. */
    static Optional<MessageRef> asked(Sweep sweep) {
        return asked(sweep.channel(), sweep.thread());
    }

    private static Optional<MessageRef> asked(String channel, Optional<String> thread) {
        return thread.map(ts -> new MessageRef(channel, ts));
    }

    private Optional<MessageRef> first(String id) {
        return message(id, ThreadView.ROOT);
    }

    private Optional<MessageRef> message(String id, String key) {
        return remediations.postings(id).stream().filter(posting -> posting.key().equals(key)).findFirst().flatMap(Posting::at);
    }

    /** A link to its first message, or to its sweep's; empty before that is there, and while the chat or the store does not tell. */
    public Optional<String> link(Remediation remediation) {
        try {
            return first(remediation.id()).or(() -> remediation.sweep().flatMap(this::first))
                    .map(message -> link(message, of(remediation)));
        } catch (UnavailableException noLink) {
            return Optional.empty();
        }
    }

    /** A link to a message of it. */
    Optional<String> link(Remediation remediation, MessageRef message) {
        try {
            return Optional.of(link(message, of(remediation)));
        } catch (UnavailableException noLink) {
            return Optional.empty();
        }
    }

    /** A link to the message of it that has this key. */
    Optional<String> link(Remediation remediation, String key) {
        try {
            return message(remediation.id(), key).map(message -> link(message, of(remediation)));
        } catch (UnavailableException noLink) {
            return Optional.empty();
        }
    }

    private String link(MessageRef message, Optional<MessageRef> thread) {
        return conversation.permalink(message, thread.filter(root -> !root.equals(message)));
    }
}
