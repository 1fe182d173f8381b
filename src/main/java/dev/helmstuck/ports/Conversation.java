package dev.helmstuck.ports;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Judge;
import dev.helmstuck.report.Attachment;
import dev.helmstuck.report.Report;

/**
 * The chat. Every method waits out rate limits within a bound and throws {@link UnavailableException} if the chat does not do it.
 */
public interface Conversation {

    /** What is known of a channel before anything is posted; joins a public one where the bot is not a member. */
    Place place(String channel);

    /**
     * Posts a message. An {@link UnavailableException} leaves open whether it is there: {@link #find} tells.
     *
     * @param stillOurs runs right before each time that the message is sent, after all waiting; what it throws ends the posting
     */
    MessageRef post(Draft draft, Runnable stillOurs);

    /** Posts a message whatever happened while it waited. */
    default MessageRef post(Draft draft) {
        return post(draft, () -> {});
    }

    /** The message posted earlier for this draft (same key), if the chat has it. */
    Optional<MessageRef> find(Draft draft);

    /**
     * Replaces a message's content.
     *
     * @param stillTrue runs right before each time that the edit is sent, after all waiting; what it throws ends it
     */
    void edit(MessageRef message, Report report, Runnable stillTrue);

    /** Puts the bot's own emoji on a message, so that people only click. */
    void seed(MessageRef message, List<String> emoji);

    /** Everybody who reacts to a message now, complete or {@link UnavailableException}; the bot's own reactions left out. */
    List<Reaction> reactions(MessageRef message);

    /** Says something to one person in a thread, unseen by others. */
    void whisper(MessageRef thread, String user, Report report);

    /** Tells one person something that nobody else reads. */
    void answer(Aside aside, Report report);

    /**
     * Shows somebody a choice of targets; what they choose comes to {@link Inbox#mention}.
     *
     * @param names what there is to choose from, in order, not empty
     */
    void offer(Inbox.Shortcut shortcut, List<String> names);

    /** A link to a message, and to the root of its thread if it is not one itself. Asks the chat only where the link cannot be told. */
    String permalink(MessageRef message, Optional<MessageRef> thread);

    /**
     * A message to post.
     *
     * @param key unique for this message in its channel; stored with it so that {@link #find} can recognise it
     * @param thread the message whose thread it goes to; empty for a root message
     * @param broadcast whether a thread message is shown in the channel too
     * @param file attached to it; where the chat does not take it, the message alone is posted and says why
     */
    record Draft(String key, String channel, Optional<MessageRef> thread, boolean broadcast, Report report, Optional<Attachment> file) {

        /** One without a file. */
        public Draft(String key, String channel, Optional<MessageRef> thread, boolean broadcast, Report report) {
            this(key, channel, thread, broadcast, report, Optional.empty());
        }
    }

    /** An emoji, as it counts, and one person's id. */
    record Reaction(String emoji, String user) {
        public Reaction {
            emoji = Judge.normalized(emoji);
        }
    }

    /** A channel: usable or not, and why not. */
    sealed interface Place {
        /** The bot is in; {@code name} is the channel's name. */
        record Usable(String name) implements Place {}

        /** Shared with another organisation. */
        record ExternallyShared(String name) implements Place {}

        /** The bot is not in and cannot join by itself. */
        record NotMember(String name) implements Place {}

        /** The channel is archived. */
        record Archived(String name) implements Place {}
    }
}
