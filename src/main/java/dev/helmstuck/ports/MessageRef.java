package dev.helmstuck.ports;

/** Where a message lies: the channel's id and the message's timestamp, Slack's key for it. */
public record MessageRef(String channel, String ts) {}
