package dev.helmstuck.simulator.slack;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A channel.
 *
 * @param extShared shared with another organisation (Slack Connect)
 * @param botIsMember whether the app is in; without it no event of the channel reaches the app
 * @param outsiders the people who are not in it; everybody else is
 */
public record Channel(String id, String name, boolean isPrivate, boolean archived, boolean extShared, boolean botIsMember,
        Set<String> outsiders) {

    /** A public channel with the bot and everybody in it. */
    public static Channel open(String id, String name) {
        return new Channel(id, name, false, false, false, true, Set.of());
    }

    /** A private channel with the bot and everybody in it. */
    public static Channel closed(String id, String name) {
        return new Channel(id, name, true, false, false, true, Set.of());
    }

    /** The same channel with or without the bot. */
    public Channel withBot(boolean member) {
        return new Channel(id, name, isPrivate, archived, extShared, member, outsiders);
    }

    /** The same channel, archived. */
    public Channel asArchived() {
        return new Channel(id, name, isPrivate, true, extShared, botIsMember, outsiders);
    }

    /** The same channel, shared with another organisation. */
    public Channel sharedOutside() {
        return new Channel(id, name, isPrivate, archived, true, botIsMember, outsiders);
    }

    /** The same channel without these people. */
    public Channel without(String... people) {
        return new Channel(id, name, isPrivate, archived, extShared, botIsMember, new TreeSet<>(List.of(people)));
    }

    ObjectNode toJson() {
        ObjectNode channel = SlackJson.object();
        channel.put("id", id).put("name", name).put("name_normalized", name);
        channel.put("is_channel", !isPrivate).put("is_group", isPrivate).put("is_im", false).put("is_mpim", false);
        channel.put("is_private", isPrivate).put("is_archived", archived).put("is_general", false).put("is_member", botIsMember);
        channel.put("is_shared", extShared).put("is_ext_shared", extShared).put("is_org_shared", false).put("is_pending_ext_shared", false);
        channel.put("context_team_id", SlackWorkspace.TEAM).put("created", 0).put("creator", "U0CREATOR").put("unlinked", 0);
        return channel;
    }
}
