package dev.helmstuck.ports;

import java.util.Optional;
import java.util.Set;

import dev.helmstuck.report.Report;

/**
 * What people and the chat tell us. Every method returns at once: work goes on elsewhere, so that a chat adapter can acknowledge in
 * time. Deliveries may repeat, come late or in any order; each id has an effect once.
 */
public interface Inbox {

    /**
     * A slash command.
     *
     * @return what to acknowledge with, seen only by the person who typed it
     */
    Report command(Command command);

    /**
     * The bot was spoken to in a message, or a target was chosen for one. Nothing is acknowledged: the report goes to the command's thread,
     * and every other answer is an aside.
     */
    void mention(Command command);

    /** A look was asked for from a message: which target is asked next, unless there is only one. */
    void shortcut(Shortcut shortcut);

    /**
     * Somebody's reactions on a message changed; the message may be anybody's.
     *
     * @param eventId the chat's unique id of this event, the same over re-deliveries
     */
    void reaction(String eventId, MessageRef message);

    /** The chat was (re)connected: what happened meanwhile must be looked up. */
    void connected();

    /**
     * A command as typed, or as chosen.
     *
     * @param id unique for this command, the same over re-deliveries (Slack's trigger_id, or its event_id)
     * @param channelName as the chat says it; for a private channel it may be a placeholder, and empty if it was not said
     * @param text the command's words, raw
     * @param aside where a later answer goes
     * @param thread the message in whose thread it was asked, by its timestamp: the report goes there
     */
    record Command(String id, String user, String channel, String channelName, String text, Aside aside, Optional<String> thread) {
        /** The first words that are no name of a target; such a name could not be asked for. */
        public static final Set<String> VERBS = Set.of("help", "targets", "rollback", "status", "history", "cancel", "restore");

        /** A slash command: it cannot be typed in a thread, and is answered by the address that came with it. */
        public Command(String id, String user, String channel, String channelName, String text, String responseUrl) {
            this(id, user, channel, channelName, text, new Aside.ByAddress(responseUrl), Optional.empty());
        }

        /** The same where the channel's name is known. */
        public Command in(String name) {
            return new Command(id, user, channel, name, text, aside, thread);
        }

        /** The same with other words. */
        public Command saying(String words) {
            return new Command(id, user, channel, channelName, words, aside, thread);
        }
    }

    /**
     * Somebody asks for a look from a message's menu.
     *
     * @param command without words: the target is still to be chosen
     * @param trigger what the chat shows a choice for; good for some seconds
     */
    record Shortcut(Command command, String trigger) {}
}
