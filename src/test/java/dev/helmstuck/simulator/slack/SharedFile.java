package dev.helmstuck.simulator.slack;

/** A file that is shared by a message. */
public record SharedFile(String id, String channel, String ts, String name, String text) {}
