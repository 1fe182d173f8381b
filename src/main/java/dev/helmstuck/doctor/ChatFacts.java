package dev.helmstuck.doctor;

import java.util.Optional;
import java.util.Set;

/**
 * What the chat says of the bot.
 *
 * @param bot the bot's name there
 * @param scopes what its token may do; empty if that is not told
 */
public record ChatFacts(String bot, Optional<Set<String>> scopes, ServerClock clock) {}
