package dev.helmstuck.ports;

/** The version of this bot, as it says it. */
public record Version(String text) {}
