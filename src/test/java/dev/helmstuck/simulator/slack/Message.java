package dev.helmstuck.simulator.slack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message as it stands, and how it came to it.
 *
 * @param text raw, as the app sent it
 * @param thread the root's ts; empty for a message that is not a reply
 * @param broadcast a reply that is shown in the channel too
 * @param earlier what it said before each edit, oldest first
 * @param editedAt the ts of the last edit that shows "(edited)"
 * @param reactions who reacted, by emoji name, in the order of their coming
 */
public record Message(String channel, String ts, String user, String text, ArrayNode blocks, Optional<JsonNode> metadata,
        Optional<String> thread, boolean broadcast, List<Version> earlier, Optional<String> editedAt, Map<String, List<String>> reactions) {

    /** What a message said before an edit. */
    public record Version(String text, ArrayNode blocks) {}

    /** A new message. */
    static Message posted(String channel, String ts, String user, Content content, Optional<String> thread, boolean broadcast) {
        return new Message(channel, ts, user, content.text(), content.blocks(), content.metadata(), thread, broadcast, List.of(),
                Optional.empty(), Map.of());
    }

    /** What an app sends to be shown. */
    record Content(String text, ArrayNode blocks, Optional<JsonNode> metadata) {}

    /** The texts that it ever had, oldest first, the present one last. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>(earlier.stream().map(Version::text).toList());
        texts.add(text);
        return List.copyOf(texts);
    }

    /** Who reacts with this emoji now. */
    public List<String> reacted(String name) {
        return reactions.getOrDefault(name, List.of());
    }

    /** The {@code type} of each block. */
    public List<String> blockTypes() {
        List<String> types = new ArrayList<>();
        blocks.forEach(block -> types.add(block.path("type").asText()));
        return List.copyOf(types);
    }

    /** Live mentions in this message: see {@link Mentions}. */
    public List<String> mentions() {
        return Mentions.in(text, blocks);
    }

    Message edited(Content content, Optional<String> at, boolean nowBroadcast) {
        List<Version> versions = new ArrayList<>(earlier);
        versions.add(new Version(text, blocks));
        return new Message(channel, ts, user, content.text(), content.blocks(), content.metadata(), thread, nowBroadcast,
                List.copyOf(versions), at.or(() -> editedAt), reactions);
    }

    /** With this reaction, or empty if it is there already. */
    Optional<Message> react(String person, String name) {
        if (reacted(name).contains(person)) {
            return Optional.empty();
        }
        List<String> people = new ArrayList<>(reacted(name));
        people.add(person);
        return Optional.of(withReactions(name, people));
    }

    /** Without this reaction, or empty if it is not there. */
    Optional<Message> unreact(String person, String name) {
        if (!reacted(name).contains(person)) {
            return Optional.empty();
        }
        List<String> people = new ArrayList<>(reacted(name));
        people.remove(person);
        return Optional.of(withReactions(name, people));
    }

    private Message withReactions(String name, List<String> people) {
        Map<String, List<String>> changed = new LinkedHashMap<>(reactions);
        changed.put(name, List.copyOf(people));
        if (people.isEmpty()) {
            changed.remove(name);
        }
        return new Message(channel, ts, user, text, blocks, metadata, thread, broadcast, earlier, editedAt, changed);
    }

    /** The message's own fields as the Web API shows them. */
    ObjectNode toJson(boolean withMetadata, int shownReactors) {
        ObjectNode json = SlackJson.object();
        json.put("type", "message").put("user", user).put("ts", ts).put("text", text).put("team", SlackWorkspace.TEAM);
        if (user.equals(SlackWorkspace.BOT_USER)) {
            json.put("bot_id", SlackWorkspace.BOT).put("app_id", SlackWorkspace.APP);
        }
        if (!blocks.isEmpty()) {
            json.set("blocks", blocks);
        }
        editedAt.ifPresent(at -> json.putObject("edited").put("user", user).put("ts", at));
        thread.ifPresent(root -> json.put("thread_ts", root));
        if (broadcast) {
            json.put("subtype", "thread_broadcast");
        }
        if (withMetadata) {
            metadata.ifPresent(data -> json.set("metadata", data));
        }
        if (!reactions.isEmpty()) {
            ArrayNode shown = json.putArray("reactions");
            reactions.forEach((name, people) -> shown.addObject().put("name", name).put("count", people.size()).set("users",
                    SlackJson.strings(people.subList(0, Math.min(people.size(), shownReactors)))));
        }
        return json;
    }

    /** Whether the other one is a reply to this one. */
    boolean hasReply(Message other) {
        return other.thread().equals(Optional.of(ts));
    }

    static Set<String> repliers(List<Message> replies) {
        Set<String> people = new LinkedHashSet<>();
        replies.forEach(reply -> people.add(reply.user()));
        return people;
    }
}
