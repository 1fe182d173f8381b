package dev.helmstuck.simulator.slack;

import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Slack sends to the app, in Slack's shape. */
final class Payloads {

    private static final String VERIFICATION_TOKEN = "simulated-verification-token";
    /** The callback id of the shortcut in the app's manifest. */
    private static final String SHORTCUT = "helm-stuck-look";

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

    /** A bot's message carries its bot_id; nothing says so of an app that speaks as a person. */
    Delivery mention(Message message, Channel channel, boolean bot) {
        ObjectNode event = SlackJson.object().put("type", "app_mention").put("user", message.user()).put("text", message.text())
                .put("ts", message.ts()).put("channel", channel.id()).put("event_ts", message.ts()).put("team", SlackWorkspace.TEAM)
                .put("client_msg_id", memory.nextId("m"));
        message.thread().ifPresent(thread -> event.put("thread_ts", thread).put("parent_user_id", message.user()));
        if (bot) {
            event.put("bot_id", "B" + message.user()).put("app_id", "A0ANOTHER");
        }
        return event(event, channel.extShared());
    }

    Delivery shortcut(Member user, Channel channel, Message message, String trigger, String responsePath) {
        ObjectNode payload = interaction("message_action", user, trigger).put("callback_id", SHORTCUT).put("action_ts", memory.nextTs())
                .put("message_ts", message.ts()).put("response_url", webUrl.get() + responsePath);
        payload.putObject("channel").put("id", channel.id()).put("name", channel.isPrivate() ? "privategroup" : channel.name());
        payload.set("message", message.toJson(true, Integer.MAX_VALUE));
        return new Delivery(Delivery.DeliveryKind.INTERACTION, trigger, payload);
    }

    Delivery submission(Member user, Dialog dialog, JsonNode option, String trigger) {
        ObjectNode payload = interaction("view_submission", user, trigger);
        ObjectNode view = dialog.json();
        JsonNode input = view.path("blocks").get(0);
        ObjectNode value = view.withObject("/state/values").putObject(input.path("block_id").asText())
                .putObject(input.at("/element/action_id").asText()).put("type", "static_select");
        value.set("selected_option", option);
        payload.set("view", view);
        payload.putArray("response_urls");
        return new Delivery(Delivery.DeliveryKind.INTERACTION, trigger, payload);
    }

    private static ObjectNode interaction(String type, Member user, String trigger) {
        ObjectNode payload = SlackJson.object().put("type", type).put("token", VERIFICATION_TOKEN).put("api_app_id", SlackWorkspace.APP)
                .put("trigger_id", trigger).put("is_enterprise_install", false).putNull("enterprise");
        payload.putObject("team").put("id", SlackWorkspace.TEAM).put("domain", "acme");
        payload.putObject("user").put("id", user.id()).put("username", user.name()).put("name", user.name()).put("team_id",
                SlackWorkspace.TEAM);
        return payload;
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
