package dev.helmstuck.ports;

import java.util.Optional;

/** How somebody is told something that nobody else reads. */
public sealed interface Aside {

    /** By an address that the chat gave along: takes a few answers for half an hour, and works where the bot is no member. */
    record ByAddress(String url) implements Aside {}

    /**
     * By a message that only this person sees.
     *
     * @param thread the message in whose thread; empty: in the channel itself
     */
    record ByWhisper(String channel, Optional<String> thread, String user) implements Aside {}
}
