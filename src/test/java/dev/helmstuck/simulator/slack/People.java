package dev.helmstuck.simulator.slack;

import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** What people do. */
final class People {

    private final SlackMemory memory;
    private final Deliveries deliveries;
    private final ResponseUrls responseUrls;
    private final Payloads payloads;
    private final ReactionMethods reactions;
    private final AppEvents events;

    People(SlackMemory memory, Deliveries deliveries, ResponseUrls responseUrls, Payloads payloads, ReactionMethods reactions,
            AppEvents events) {
        this.memory = memory;
        this.deliveries = deliveries;
        this.responseUrls = responseUrls;
        this.payloads = payloads;
        this.reactions = reactions;
        this.events = events;
    }

    SlashReply slash(String user, String channel, String text) {
        Delivery command = untypedCommand(user, channel, text);
        memory.add(new Command(user, channel, memory.nextTs(), text));
        long started = System.nanoTime();
        Transport.DeliveryOutcome outcome = deliveries.sendCommand(command).join();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        String url = command.payload().path("response_url").asText();
        return switch (outcome) {
            case Transport.DeliveryOutcome.Acked(JsonNode payload) -> acked(command, url, payload, took);
            case Transport.DeliveryOutcome.Failed failed -> new SlashReply(
                    failed.late() ? SlashReply.SlashOutcome.TIMED_OUT : SlashReply.SlashOutcome.DISPATCH_FAILED, command.id(), url, "",
                    SlackJson.array(),
                    took,
                    command);
        };
    }

    private SlashReply acked(Delivery command, String url, JsonNode payload, Duration took) {
        String text = payload.path("text").asText();
        ArrayNode blocks = payload.path("blocks") instanceof ArrayNode array ? array : SlackJson.array();
        String channel = command.payload().path("channel_id").asText();
        if (payload.path("response_type").asText().equals("in_channel")) {
            memory.put(Message.posted(channel, memory.nextTs(), SlackWorkspace.BOT_USER,
                    new Message.Content(text, blocks, Optional.empty()), Optional.empty(), false));
        } else if (!text.isEmpty() || !blocks.isEmpty()) {
            memory.add(new Ephemeral(Ephemeral.AnswerTo.ACK, command.payload().path("user_id").asText(), channel, memory.nextTs(),
                    Optional.empty(), text, blocks, true));
        }
        return new SlashReply(SlashReply.SlashOutcome.ACKED, command.id(), url, text, blocks, took, command);
    }

    /** A command as Slack would send it, but not sent. */
    Delivery untypedCommand(String user, String channel, String text) {
        String trigger = memory.nextTrigger();
        return payloads.command(member(user), channel(channel), trigger, text, responseUrls.open(trigger, user, channel));
    }

    /** A reaction's event as Slack would send it, but not made and not sent. */
    Delivery unmadeReaction(String user, String channel, String ts, String name) {
        Message message = memory.message(channel, ts).orElseThrow(() -> new IllegalArgumentException("no message " + ts));
        return payloads.reaction("reaction_added", message, channel(channel), user, name);
    }

    Optional<Delivery> react(String user, String channel, String ts, String name) {
        member(user);
        return reactions.add(user, channel, ts, name);
    }

    Optional<Delivery> unreact(String user, String channel, String ts, String name) {
        return reactions.remove(user, channel, ts, name);
    }

    Message say(String user, String channel, Optional<String> thread, String text) {
        Message message = Message.posted(channel(channel).id(), memory.nextTs(), member(user).id(),
                new Message.Content(text, SlackJson.array(), Optional.empty()), thread, false);
        memory.put(message);
        Optional<Delivery> unused = events.mention(message);
        return message;
    }

    private Member member(String id) {
        return memory.member(id).orElseThrow(() -> new IllegalArgumentException("no member " + id));
    }

    private Channel channel(String id) {
        return memory.channel(id).orElseThrow(() -> new IllegalArgumentException("no channel " + id));
    }
}
