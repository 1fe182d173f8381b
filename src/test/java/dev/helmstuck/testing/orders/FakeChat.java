package dev.helmstuck.testing.orders;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.Conversation.Reaction;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.report.Report;

/** The channel with all its messages: what was posted, what it says now, who reacts. */
final class FakeChat {
    static final String CHANNEL = "C1";

    private final Map<MessageRef, ChatMessage> messages = new LinkedHashMap<>();
    private int ts = 1000;

    /** A message as posted and as it is now. The bot's own emoji are kept apart, as the port promises. */
    static final class ChatMessage {
        final MessageRef ref;
        final Draft draft;
        final Set<Reaction> reactions = new LinkedHashSet<>();
        Report now;
        boolean seeded;

        ChatMessage(MessageRef ref, Draft draft) {
            this.ref = ref;
            this.draft = draft;
            this.now = draft.report();
        }

        /** The part of the key after the remediation's id. */
        String key() {
            return draft.key().substring(draft.key().indexOf('/') + 1);
        }

        boolean of(String remediation) {
            return draft.key().startsWith(remediation + "/");
        }
    }

    MessageRef post(Draft draft) {
        MessageRef ref = new MessageRef(draft.channel(), "17." + ts++);
        messages.put(ref, new ChatMessage(ref, draft));
        return ref;
    }

    Optional<MessageRef> find(Draft draft) {
        return messages.values().stream().filter(message -> message.draft.key().equals(draft.key())).findFirst().map(it -> it.ref);
    }

    ChatMessage get(MessageRef ref) {
        return messages.get(ref);
    }

    List<ChatMessage> all() {
        return new ArrayList<>(messages.values());
    }

    List<ChatMessage> of(String remediation) {
        return messages.values().stream().filter(message -> message.of(remediation)).toList();
    }

    /** The requests, oldest first. */
    List<ChatMessage> requests() {
        return messages.values().stream().filter(message -> message.key().startsWith("request:") || message.key().startsWith("rerun:")
                || message.key().startsWith("restore:"))
                .toList();
    }
}
