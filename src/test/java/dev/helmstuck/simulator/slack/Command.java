package dev.helmstuck.simulator.slack;

/** A slash command as somebody typed it; only they see it. */
record Command(String user, String channel, String ts, String text) {}
