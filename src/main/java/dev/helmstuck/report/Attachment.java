package dev.helmstuck.report;

import java.util.function.Supplier;

/**
 * A text that is too long for a message.
 *
 * @param name of the file, unique in its thread
 * @param text plain, its lines end in line breaks; written when it is sent, for a thread is looked at far more often than that
 */
public record Attachment(String name, Supplier<String> text) {}
