package dev.helmstuck.simulator.slack;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** chat.*: what the app says. */
final class ChatMethods {

    private static final int LONGEST_POST = 40_000;
    private static final int LONGEST_UPDATE = 4_000;
    /** Slack does not publish its own number. */
    private static final int LARGEST_METADATA = 8_000;

    private final SlackMemory memory;
    private final Rooms rooms;
    private final Scopes scopes;
    private final SlackFaults faults;

    ChatMethods(SlackMemory memory, Rooms rooms, Scopes scopes, SlackFaults faults) {
        this.memory = memory;
        this.rooms = rooms;
        this.scopes = scopes;
        this.faults = faults;
    }

    Map<String, ApiMethod> methods() {
        return Map.of("chat.postMessage", this::post, "chat.update", this::update, "chat.postEphemeral", this::whisper, "chat.getPermalink",
                this::permalink);
    }

    private ObjectNode post(Params params) {
        scopes.need("chat:write");
        Channel channel = rooms.writable(params);
        Optional<Message> root = params.get("thread_ts").map(ts -> root(channel, ts));
        Message.Content content = content(params);
        Message message = Message.posted(channel.id(), memory.nextTs(), SlackWorkspace.BOT_USER, content, root.map(Message::ts),
                root.isPresent() && params.flag("reply_broadcast"));
        memory.put(message);
        return shown(message);
    }

    private Message root(Channel channel, String ts) {
        Message root = memory.message(channel.id(), ts).orElseThrow(() -> new SlackError("thread_not_found"));
        if (root.thread().isPresent()) {
            throw new SlackError("cannot_reply_to_message");
        }
        return root;
    }

    private ObjectNode update(Params params) {
        scopes.need("chat:write");
        Channel channel = rooms.writable(params);
        Message before = rooms.message(channel, params, "ts");
        if (!before.user().equals(SlackWorkspace.BOT_USER)) {
            throw new SlackError("cant_update_message");
        }
        Optional<String> text = params.get("text");
        if (text.filter(given -> given.length() > LONGEST_UPDATE).isPresent()) {
            throw new SlackError("msg_too_long");
        }
        Optional<JsonNode> metadata = metadata(params);
        Optional<ArrayNode> blocks = blocks(params);
        if (text.isEmpty() && blocks.isEmpty() && metadata.isEmpty()) {
            throw new SlackError("no_text");
        }
        boolean wordsStay = text.isEmpty() && blocks.isEmpty();
        Message.Content content = new Message.Content(text.orElse(before.text()),
                wordsStay ? before.blocks() : blocks.orElseGet(SlackJson::array),
                metadata.or(before::metadata));
        Optional<String> edited = text.isPresent() ? Optional.of(memory.nextTs()) : Optional.empty();
        Message after = before.edited(content, edited,
                before.broadcast() || (before.thread().isPresent() && params.flag("reply_broadcast")));
        memory.put(after);
        return shown(after).put("text", after.text());
    }

    private ObjectNode whisper(Params params) {
        scopes.need("chat:write");
        Channel channel = rooms.writable(params);
        String user = params.need("user", "user_not_found");
        if (memory.member(user).isEmpty() || channel.outsiders().contains(user)) {
            throw new SlackError("user_not_in_channel");
        }
        Message.Content content = content(params);
        Optional<String> thread = params.get("thread_ts");
        boolean shown = thread.map(ts -> memory.thread(channel.id(), ts).size() > 1).orElse(true);
        String ts = memory.nextTs();
        memory.add(
                new Ephemeral(Ephemeral.AnswerTo.POST_EPHEMERAL, user, channel.id(), ts, thread, content.text(), content.blocks(), shown));
        return SlackJson.object().put("message_ts", ts);
    }

    private ObjectNode permalink(Params params) {
        Channel channel = rooms.joined(params);
        Message message = rooms.message(channel, params, "message_ts");
        return SlackJson.object().put("channel", channel.id()).put("permalink", link(message));
    }

    static String link(Message message) {
        String link = SlackWorkspace.HOME + "archives/" + message.channel() + "/p" + message.ts().replace(".", "");
        return message.thread().map(root -> link + "?thread_ts=" + root + "&cid=" + message.channel()).orElse(link);
    }

    private static ObjectNode shown(Message message) {
        ObjectNode answer = SlackJson.object().put("channel", message.channel()).put("ts", message.ts());
        answer.set("message", message.toJson(true, Integer.MAX_VALUE));
        return answer;
    }

    /** What to say, by Slack's rules. */
    Message.Content content(Params params) {
        Optional<ArrayNode> blocks = blocks(params);
        Optional<String> text = params.get("text");
        if (text.isEmpty() && blocks.filter(some -> !some.isEmpty()).isEmpty()) {
            throw new SlackError("no_text");
        }
        String words = text.orElse("");
        return new Message.Content(words.substring(0, Math.min(words.length(), LONGEST_POST)), blocks.orElseGet(SlackJson::array),
                metadata(params));
    }

    private Optional<ArrayNode> blocks(Params params) {
        return params.json("blocks", "invalid_blocks_format").map(blocks -> BlockRules.check(blocks, faults.rejectedBlocks()));
    }

    private static Optional<JsonNode> metadata(Params params) {
        Optional<JsonNode> metadata = params.json("metadata", "invalid_metadata_format");
        metadata.ifPresent(data -> {
            if (data.toString().length() > LARGEST_METADATA) {
                throw new SlackError("metadata_too_large");
            }
            boolean good = data.isObject()
                    && (data.isEmpty() || (data.path("event_type").isTextual() && data.path("event_payload").isObject()));
            if (!good) {
                throw new SlackError("invalid_metadata_schema");
            }
        });
        return metadata;
    }
}
