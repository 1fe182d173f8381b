package dev.helmstuck.simulator.slack;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** reactions.*: the app's own emoji, and everybody's. */
final class ReactionMethods {

    /** Without {@code full}, Slack may cut the list of people while the count stays right; here it is cut to so many. */
    static final int SHOWN = 3;

    private static final Pattern NAME = Pattern.compile("[a-z0-9_+'-]+(::skin-tone-[2-6])?");

    private final SlackMemory memory;
    private final Rooms rooms;
    private final Scopes scopes;
    private final AppEvents events;

    ReactionMethods(SlackMemory memory, Rooms rooms, Scopes scopes, AppEvents events) {
        this.memory = memory;
        this.rooms = rooms;
        this.scopes = scopes;
        this.events = events;
    }

    Map<String, ApiMethod> methods() {
        return Map.of("reactions.add", this::add, "reactions.remove", this::remove, "reactions.get", this::get);
    }

    private ObjectNode add(Params params) {
        scopes.need("reactions:write");
        Channel channel = rooms.writable(params);
        Message message = rooms.message(channel, params, "timestamp");
        add(SlackWorkspace.BOT_USER, channel.id(), message.ts(), params.need("name", "invalid_name"));
        return SlackJson.object();
    }

    private ObjectNode remove(Params params) {
        scopes.need("reactions:write");
        Channel channel = rooms.writable(params);
        Message message = rooms.message(channel, params, "timestamp");
        remove(SlackWorkspace.BOT_USER, channel.id(), message.ts(), params.need("name", "invalid_name"));
        return SlackJson.object();
    }

    Optional<Delivery> add(String user, String channel, String ts, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new SlackError("invalid_name");
        }
        Message changed = memory.step(() -> {
            Message message = memory.message(channel, ts).orElseThrow(() -> new SlackError("message_not_found"));
            Message after = message.react(user, name).orElseThrow(() -> new SlackError("already_reacted"));
            memory.put(after);
            return after;
        });
        return events.reaction("reaction_added", changed, user, name);
    }

    Optional<Delivery> remove(String user, String channel, String ts, String name) {
        Message changed = memory.step(() -> {
            Message message = memory.message(channel, ts).orElseThrow(() -> new SlackError("message_not_found"));
            Message after = message.unreact(user, name).orElseThrow(() -> new SlackError("no_reaction"));
            memory.put(after);
            return after;
        });
        return events.reaction("reaction_removed", changed, user, name);
    }

    private ObjectNode get(Params params) {
        scopes.need("reactions:read");
        Channel channel = rooms.joined(params);
        Message message = rooms.message(channel, params, "timestamp");
        ObjectNode answer = SlackJson.object().put("type", "message").put("channel", channel.id());
        ObjectNode shown = message.toJson(false, params.flag("full") ? Integer.MAX_VALUE : SHOWN);
        answer.set("message", shown.put("permalink", ChatMethods.link(message)));
        return answer;
    }
}
