package dev.helmstuck.simulator.slack;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** conversations.*: channels and what was said in them. */
final class ConversationMethods {

    private final SlackMemory memory;
    private final Rooms rooms;
    private final Scopes scopes;

    ConversationMethods(SlackMemory memory, Rooms rooms, Scopes scopes) {
        this.memory = memory;
        this.rooms = rooms;
        this.scopes = scopes;
    }

    Map<String, ApiMethod> methods() {
        return Map.of("conversations.list", this::list, "conversations.info", this::info, "conversations.join", this::join,
                "conversations.history", this::history,
                "conversations.replies", this::replies);
    }

    /** The channels of the types that are asked for: every public one, and the private ones that the app is in, a page at a time. */
    private ObjectNode list(Params params) {
        List<String> types = List.of(params.get("types").orElse("public_channel").split(",", -1));
        if (types.contains("public_channel")) scopes.need("channels:read");
        if (types.contains("private_channel")) scopes.need("groups:read");
        List<Channel> all = memory.channels().stream().filter(channel -> !channel.isPrivate() || channel.botIsMember())
                .filter(channel -> types.contains(channel.isPrivate() ? "private_channel" : "public_channel"))
                .filter(channel -> !channel.archived() || !params.flag("exclude_archived"))
                .sorted(Comparator.comparing(Channel::id)).toList();
        Optional<String> after = params.get("cursor").filter(cursor -> !cursor.isEmpty());
        List<Channel> rest = all.stream().filter(channel -> after.map(id -> channel.id().compareTo(id) > 0).orElse(true)).toList();
        List<Channel> page = rest.subList(0, Math.min(Math.clamp(params.number("limit", 100), 1, 1000), rest.size()));
        ObjectNode answer = SlackJson.object();
        ArrayNode channels = answer.putArray("channels");
        page.forEach(channel -> channels.add(channel.toJson()));
        answer.putObject("response_metadata").put("next_cursor", page.size() < rest.size() ? page.getLast().id() : "");
        return answer;
    }

    private ObjectNode info(Params params) {
        Channel channel = rooms.seen(params);
        scopes.need(channel.isPrivate() ? "groups:read" : "channels:read");
        return answer(channel);
    }

    private ObjectNode join(Params params) {
        scopes.need("channels:join");
        Channel channel = rooms.seen(params);
        if (channel.isPrivate()) {
            throw new SlackError("method_not_supported_for_channel_type");
        }
        if (channel.archived()) {
            throw new SlackError("is_archived");
        }
        Channel joined = channel.withBot(true);
        memory.put(joined);
        return channel.botIsMember() ? answer(joined).put("warning", "already_in_channel") : answer(joined);
    }

    private static ObjectNode answer(Channel channel) {
        ObjectNode answer = SlackJson.object();
        answer.set("channel", channel.toJson());
        return answer;
    }

    /** The channel's own messages and broadcast replies, newest first. */
    private ObjectNode history(Params params) {
        Channel channel = readable(params);
        List<Message> messages = new ArrayList<>(memory.messages(channel.id()).stream()
                .filter(message -> message.thread().isEmpty() || message.broadcast()).filter(message -> within(message, params)).toList());
        Collections.reverse(messages);
        Optional<String> after = cursor(params);
        List<Message> rest = messages.stream().filter(message -> after.map(ts -> message.ts().compareTo(ts) < 0).orElse(true)).toList();
        return page(rest, params, 100);
    }

    /** The root on every first page, whatever the window, then the replies, oldest first. */
    private ObjectNode replies(Params params) {
        Channel channel = readable(params);
        String ts = params.need("ts", "thread_not_found");
        if (memory.message(channel.id(), ts).isEmpty()) {
            throw new SlackError("thread_not_found");
        }
        Optional<String> after = cursor(params);
        List<Message> rest = memory.thread(channel.id(), ts).stream()
                .filter(message -> message.ts().equals(ts) ? after.isEmpty() : within(message, params))
                .filter(message -> after.map(last -> message.ts().compareTo(last) > 0).orElse(true)).toList();
        return page(rest, params, 1000);
    }

    private Channel readable(Params params) {
        Channel channel = rooms.joined(params);
        scopes.need(channel.isPrivate() ? "groups:history" : "channels:history");
        return channel;
    }

    private static boolean within(Message message, Params params) {
        boolean inclusive = params.flag("inclusive");
        int oldest = params.get("oldest").map(ts -> compare(message.ts(), ts)).orElse(1);
        int latest = params.get("latest").map(ts -> compare(ts, message.ts())).orElse(1);
        return inclusive ? oldest >= 0 && latest >= 0 : oldest > 0 && latest > 0;
    }

    private static int compare(String ts, String other) {
        return new BigDecimal(ts).compareTo(new BigDecimal(other));
    }

    private ObjectNode page(List<Message> rest, Params params, int usual) {
        int limit = Math.clamp(params.number("limit", usual), 1, usual == 100 ? 999 : 1000);
        List<Message> page = rest.subList(0, Math.min(limit, rest.size()));
        ObjectNode answer = SlackJson.object();
        ArrayNode messages = answer.putArray("messages");
        page.forEach(message -> messages.add(shown(message, params.flag("include_all_metadata"))));
        boolean more = page.size() < rest.size();
        answer.put("has_more", more);
        if (more) {
            answer.putObject("response_metadata").put("next_cursor", cursorAfter(page.getLast()));
        }
        return answer;
    }

    private ObjectNode shown(Message message, boolean withMetadata) {
        ObjectNode json = message.toJson(withMetadata, ReactionMethods.SHOWN);
        memory.files().stream().filter(file -> file.channel().equals(message.channel()) && file.ts().equals(message.ts()))
                .forEach(file -> json.withArray("files").addObject().put("id", file.id()).put("name", file.name()).put("size",
                        file.text().length()));
        List<Message> replies = memory.messages(message.channel()).stream().filter(message::hasReply).toList();
        if (!replies.isEmpty()) {
            json.put("thread_ts", message.ts()).put("reply_count", replies.size()).put("latest_reply", replies.getLast().ts());
            json.set("reply_users", SlackJson.strings(Message.repliers(replies)));
        }
        message.thread().flatMap(root -> memory.message(message.channel(), root))
                .ifPresent(root -> json.put("parent_user_id", root.user()));
        return json;
    }

    private static String cursorAfter(Message last) {
        return Base64.getEncoder().encodeToString(("next_ts:" + last.ts()).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> cursor(Params params) {
        return params.get("cursor").map(cursor -> {
            try {
                return new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8).substring("next_ts:".length());
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new SlackError("invalid_cursor");
            }
        });
    }
}
