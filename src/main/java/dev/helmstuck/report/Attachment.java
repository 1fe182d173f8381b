package dev.helmstuck.report;

/**
 * A text that is too long for a message.
 *
 * @param name of the file, unique in its thread
 * @param text plain, its lines end in line breaks
 */
public record Attachment(String name, String text) {}
