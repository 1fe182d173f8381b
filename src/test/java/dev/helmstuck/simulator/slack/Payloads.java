package dev.helmstuck.simulator.slack;

import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Slack sends to the app, in Slack's shape. */
final class Payloads {

    private static final String VERIFICATION_TOKEN = "simulated-verification-token";

    private final SlackMemory memory;
    private final Supplier<String> webUrl;

    Payloads(SlackMemory memory, Supplier<String> webUrl) {
        this.memory = memory;
        this.webUrl = webUrl;
    }

    Delivery reaction(String type, Message message, Channel channel, String user, String name) {
        ObjectNode event = SlackJson.object().put("type", type).put("user", user).put("reaction", name);
        event.put("item_user", message.user());
        event.putObject("item").put("type", "message").put("channel", channel.id()).put("ts", message.ts());
        event.put("event_ts", memory.nextTs());
        return event(event, channel.extShared());
    }

    private Delivery event(ObjectNode event, boolean shared) {
        String id = memory.nextId("Ev");
        ObjectNode payload = SlackJson.object().put("token", VERIFICATION_TOKEN).put("team_id", SlackWorkspace.TEAM)
                .put("context_team_id", SlackWorkspace.TEAM).putNull("context_enterprise_id").put("api_app_id", SlackWorkspace.APP);
        payload.set("event", event);
        payload.put("type", "event_callback").put("event_id", id).put("event_time", memory.now().getEpochSecond());
        payload.putArray("authorizations").addObject().putNull("enterprise_id").put("team_id", SlackWorkspace.TEAM)
                .put("user_id", SlackWorkspace.BOT_USER).put("is_bot", true).put("is_enterprise_install", false);
        payload.put("is_ext_shared_channel", shared).put("event_context", "4-" + id);
        return new Delivery(Delivery.DeliveryKind.EVENT, id, payload);
    }

    Delivery command(Member user, Channel channel, String trigger, String text, String responsePath) {
        ObjectNode payload = SlackJson.object().put("token", VERIFICATION_TOKEN).put("team_id", SlackWorkspace.TEAM)
                .put("team_domain", "acme")
                .put("channel_id", channel.id()).put("channel_name", channel.isPrivate() ? "privategroup" : channel.name())
                .put("user_id", user.id()).put("user_name", user.name()).put("command", "/helm-stuck").put("text", text)
                .put("api_app_id", SlackWorkspace.APP).put("is_enterprise_install", "false")
                .put("response_url", webUrl.get() + responsePath)
                .put("trigger_id", trigger);
        return new Delivery(Delivery.DeliveryKind.COMMAND, trigger, payload);
    }
}
