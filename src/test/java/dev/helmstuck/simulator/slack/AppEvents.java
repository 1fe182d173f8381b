package dev.helmstuck.simulator.slack;

import java.util.Optional;

/** The events that the app subscribed to: reactions and its own mentions, in channels that it is in, while it has the scope. */
final class AppEvents {

    private final SlackMemory memory;
    private final Scopes scopes;
    private final Deliveries deliveries;
    private final Payloads payloads;

    AppEvents(SlackMemory memory, Scopes scopes, Deliveries deliveries, Payloads payloads) {
        this.memory = memory;
        this.scopes = scopes;
        this.deliveries = deliveries;
        this.payloads = payloads;
    }

    Optional<Delivery> reaction(String type, Message message, String user, String name) {
        Optional<Delivery> event = memory.channel(message.channel())
                .filter(channel -> channel.botIsMember() && scopes.has("reactions:read"))
                .map(channel -> payloads.reaction(type, message, channel, user, name));
        event.ifPresent(deliveries::sendEvent);
        return event;
    }

    /** Nobody hears of a mention that an edit brings. */
    Optional<Delivery> mention(Message message) {
        boolean mentioned = Mentions.in(message.text()).stream().anyMatch(each -> each.startsWith("<@" + SlackWorkspace.BOT_USER));
        Optional<Delivery> event = memory.channel(message.channel())
                .filter(channel -> mentioned && channel.botIsMember() && scopes.has("app_mentions:read"))
                .map(channel -> payloads.mention(message, channel,
                        memory.member(message.user()).filter(member -> member.flags().getOrDefault("is_bot", false)).isPresent()));
        event.ifPresent(deliveries::sendEvent);
        return event;
    }
}
