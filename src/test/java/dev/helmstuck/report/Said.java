package dev.helmstuck.report;

/**
 * A message that the bot can say.
 *
 * @param when it is said
 */
public record Said(String when, Report report) {}
