package dev.helmstuck.ports;

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
     * Somebody's reactions on a message changed; the message may be anybody's.
     *
     * @param eventId the chat's unique id of this event, the same over re-deliveries
     */
    void reaction(String eventId, MessageRef message);

    /** The chat was (re)connected: what happened meanwhile must be looked up. */
    void connected();

    /**
     * A slash command as typed.
     *
     * @param id unique for this command, the same over re-deliveries (Slack's trigger_id)
     * @param channelName as the chat says it; for a private channel it may be a placeholder
     * @param text what follows the command, raw
     * @param responseUrl where a later answer goes
     */
    record Command(String id, String user, String channel, String channelName, String text, String responseUrl) {}
}
