package dev.helmstuck.slack;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.Retry;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Calls Slack's Web API. Waits where Slack says 429, repeats what may be repeated, and gives up in words.
 *
 * <p>Something that posts is sent again only if Slack refused it or never got it: an unknown outcome is the caller's to look up.
 */
@Singleton
final class SlackApi {
    /** How long one call waits in all because of rate limits. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Retry.Limits AGAIN = new Retry.Limits(new Backoff(Duration.ofMillis(500), 4, Duration.ofSeconds(2)), 3,
            Integer.MAX_VALUE);
    /** For a 429 that names no time. */
    private static final Backoff UNTOLD = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(20));
    private static final Set<String> ONCE = Set.of("chat.postMessage", "chat.postEphemeral", "views.open", "files.completeUploadExternal");

    private final SlackWire wire;
    private final Waiting pause;
    private final Token botToken;

    @Inject
    SlackApi(SlackSettings settings, SlackWire wire, Waiting pause) {
        this.wire = wire;
        this.pause = pause;
        this.botToken = settings.botToken();
    }

    /** As the bot. Throws {@link SlackError} if Slack says no, {@link UnavailableException} if it does not answer usably. */
    JsonNode call(String method, Map<String, String> params) {
        return call(method, params, () -> {});
    }

    /** The same; {@code before} runs ahead of each attempt, after the wait for it, and ends the call by throwing. */
    JsonNode call(String method, Map<String, String> params, Runnable before) {
        return ask(botToken, method, params, before).body();
    }

    /** With another token, and with the scopes that the token has. */
    Attempt.Answered ask(Token token, String method, Map<String, String> params) {
        return ask(token, method, params, () -> {});
    }

    private Attempt.Answered ask(Token token, String method, Map<String, String> params, Runnable before) {
        return persist(method, !ONCE.contains(method), () -> {
            before.run();
            return wire.call(token, method, params, !ONCE.contains(method));
        });
    }

    /** To a {@code response_url}, which needs no token and takes a few answers only: sent once. */
    void answer(String responseUrl, String json) {
        persist("response_url", false, () -> wire.answer(responseUrl, json));
    }

    /** To an address that Slack gave for a file. Nobody sees it before it is shared, so it may be sent again. */
    void upload(String address, byte[] file) {
        persist("the upload of a file", true, () -> wire.upload(address, file));
    }

    private Attempt.Answered persist(String method, boolean repeatable, Try once) {
        Retry retry = new Retry(AGAIN, PATIENCE);
        for (int limited = 1;;) {
            switch (once.attempt()) {
                case Attempt.Answered answered -> {
                    return answered;
                }
                case Attempt.Refused refused -> throw refused.error();
                case Attempt.Later later -> {
                    Duration wanted = later.after().orElse(UNTOLD.after(limited++));
                    pause.pause(retry.after(Optional.of(wanted)).orElseThrow(() -> noTurn(method)));
                }
                case Attempt.Lost loss -> {
                    boolean again = repeatable || !loss.sent();
                    pause.pause(Optional.of(retry).filter(it -> again).flatMap(it -> it.after(Optional.empty()))
                            .orElseThrow(() -> noAnswer(method, loss, again)));
                }
            }
        }
    }

    private static UnavailableException noTurn(String method) {
        return new UnavailableException("Slack",
                "Slack limits how often it may be asked, and " + method + " had no turn within a minute. Try again later.");
    }

    private static UnavailableException noAnswer(String method, Attempt.Lost loss, boolean known) {
        return new UnavailableException("Slack", "Slack gave no usable answer to " + method + ": " + loss.why() + "."
                + (known ? "" : " It is not known whether Slack did it."));
    }

    /** One attempt. */
    private interface Try {
        Attempt attempt();
    }
}
