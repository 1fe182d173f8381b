package dev.helmstuck.flow;

/** The version of this bot, as it says it. */
public record Version(String text) {}
