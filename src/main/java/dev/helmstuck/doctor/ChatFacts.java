package dev.helmstuck.doctor;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the chat says of the bot.
 *
 * @param bot the bot's name there
 * @param scopes what its token may do; empty if that is not told
 * @param ahead how far the chat's clock is ahead of ours; empty if it does not tell the time
 */
public record ChatFacts(String bot, Optional<Set<String>> scopes, Optional<Duration> ahead) {}
