package dev.helmstuck.simulator.slack;

/** Which channel and message a call speaks of, and whether the app may: the errors that all methods share. */
final class Rooms {

    private final SlackMemory memory;

    Rooms(SlackMemory memory) {
        this.memory = memory;
    }

    /** A channel that the app can see: every public one, and the private ones that it is in. */
    Channel seen(Params params) {
        String id = params.need("channel", "channel_not_found");
        return memory.channel(id).filter(channel -> !channel.isPrivate() || channel.botIsMember())
                .orElseThrow(() -> new SlackError("channel_not_found"));
    }

    /** A channel that the app is in. */
    Channel joined(Params params) {
        Channel channel = seen(params);
        if (!channel.botIsMember()) {
            throw new SlackError("not_in_channel");
        }
        return channel;
    }

    /** A channel that the app can write to. */
    Channel writable(Params params) {
        Channel channel = joined(params);
        if (channel.archived()) {
            throw new SlackError("is_archived");
        }
        return channel;
    }

    Message message(Channel channel, Params params, String name) {
        return memory.message(channel.id(), params.need(name, "message_not_found")).orElseThrow(() -> new SlackError("message_not_found"));
    }
}
