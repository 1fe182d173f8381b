package dev.helmstuck.simulator.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** All that a page shows of a workspace: names, people, channels, and every message with its reactions and files, whoever may see it. */
final class ShownChat {
    private final SlackMemory memory;
    private final ObjectNode state = SlackJson.object();
    private final ObjectNode names = state.putObject("names");
    private final ArrayNode people = state.putArray("people");
    private final ArrayNode channels = state.putArray("channels");
    private final ArrayNode messages = state.putArray("messages");

    private ShownChat(SlackMemory memory) {
        this.memory = memory;
    }

    static ObjectNode of(SlackMemory memory) {
        return memory.read(() -> new ShownChat(memory).state());
    }

    private ObjectNode state() {
        memory.members().forEach(this::add);
        memory.groups().forEach(group -> names.put(group.id(), group.handle()));
        memory.channels().forEach(channel -> {
            names.put(channel.id(), channel.name());
            channels.add(channel.id());
            memory.messages(channel.id()).forEach(this::add);
        });
        memory.ephemerals().stream().filter(Ephemeral::shown).forEach(this::add);
        memory.commands().forEach(this::add);
        return state.put("bot", SlackWorkspace.BOT_USER);
    }

    private void add(Member member) {
        names.put(member.id(), member.name());
        if (member.id().equals(SlackWorkspace.BOT_USER)) return;
        people.addObject().put("id", member.id()).put("name", member.name()).put("guest", member.flag("is_restricted"));
    }

    private void add(Message message) {
        ObjectNode json = message.toJson(false, Integer.MAX_VALUE).put("channel", message.channel());
        ArrayNode files = SlackJson.array();
        memory.files().stream().filter(file -> file.channel().equals(message.channel()) && file.ts().equals(message.ts()))
                .forEach(file -> files.addObject().put("name", file.name()).put("text", file.text()));
        if (!files.isEmpty()) json.set("files", files);
        messages.add(json);
    }

    private void add(Ephemeral whisper) {
        ObjectNode json = messages.addObject().put("ts", whisper.ts()).put("channel", whisper.channel())
                .put("user", SlackWorkspace.BOT_USER).put("text", whisper.text()).put("only", whisper.user());
        whisper.thread().ifPresent(thread -> json.put("thread_ts", thread));
        if (!whisper.blocks().isEmpty()) json.set("blocks", whisper.blocks());
    }

    private void add(Command command) {
        String typed = command.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        messages.addObject().put("ts", command.ts()).put("channel", command.channel()).put("user", command.user())
                .put("text", "`/helm-stuck " + typed + "`").put("only", command.user());
    }
}
