package dev.helmstuck.config;

import java.net.URI;

/** How to reach Slack. {@code SLACK_MODE} decides which secret there is. */
public sealed interface SlackSettings {

    /** {@code SLACK_BOT_TOKEN}. */
    Token botToken();

    /** {@code SLACK_API_URL}, ending in {@code /api/}. */
    URI apiUrl();

    /** {@code SLACK_MODE=socket}: events come over a WebSocket that we open with {@code SLACK_APP_TOKEN}. */
    record Socket(Token botToken, URI apiUrl, Token appToken) implements SlackSettings {}

    /** {@code SLACK_MODE=http}: Slack posts to {@code /slack/events}, signed with {@code SLACK_SIGNING_SECRET}, never blank. */
    record Http(Token botToken, URI apiUrl, Token signingSecret) implements SlackSettings {}
}
