package dev.helmstuck.slack;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.Conversation.Place;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a channel is to the bot. */
final class SlackPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(SlackPlaces.class);
    private final SlackApi api;

    @Inject
    SlackPlaces(SlackApi api) {
        this.api = api;
    }

    Place place(String channel) {
        JsonNode found;
        try {
            found = api.call("conversations.info", Map.of("channel", channel)).path("channel");
        } catch (SlackError e) {
            if (e.code().equals("channel_not_found")) {
                return new Place.NotMember(channel);
            }
            throw e.inWords();
        }
        String name = found.path("name").asText(channel);
        if (shared(found, name)) {
            return new Place.ExternallyShared(name);
        }
        if (found.path("is_archived").asBoolean(false)) {
            return new Place.Archived(name);
        }
        if (found.path("is_member").asBoolean(false)) {
            return new Place.Usable(name);
        }
        boolean open = found.path("is_channel").asBoolean(false) && !found.path("is_private").asBoolean(true);
        return open ? join(channel, name) : new Place.NotMember(name);
    }

    private Place join(String channel, String name) {
        try {
            api.call("conversations.join", Map.of("channel", channel));
            return new Place.Usable(name);
        } catch (SlackError e) {
            if (e.code().equals("is_archived")) {
                return new Place.Archived(name);
            }
            LOG.warn("Cannot join the channel {} ({}): {}", name, channel, e.getMessage());
            return new Place.NotMember(name);
        }
    }

    /** {@code is_ext_shared}, not {@code is_shared}: that one is also true between workspaces of our own enterprise. */
    private static boolean shared(JsonNode channel, String name) {
        if (channel.path("is_ext_shared").asBoolean(false) || channel.path("is_pending_ext_shared").asBoolean(false)
                || !channel.path("pending_shared").isEmpty() || !channel.path("pending_connected_team_ids").isEmpty()) {
            return true;
        }
        // not told is not "no"; an unshared channel cannot be shared with another organisation either
        boolean told = channel.path("is_ext_shared").isBoolean()
                || (channel.path("is_shared").isBoolean() && !channel.path("is_shared").booleanValue());
        if (!told) {
            throw new UnavailableException("Slack",
                    "Slack does not say whether the channel " + name + " is shared with another organisation (conversations.info).");
        }
        return false;
    }
}
