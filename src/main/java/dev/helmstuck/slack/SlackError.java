package dev.helmstuck.slack;

import java.util.Map;
import java.util.Set;

import dev.helmstuck.ports.UnavailableException;

/** Slack answered, and refused: {@code ok:false} with a code. Never leaves this package; {@link #inWords} is what people get. */
final class SlackError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Set<String> BLOCKS_REFUSED = Set.of("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long");
    private static final Set<String> NOT_IN_CHANNEL = Set.of("user_not_in_channel", "user_not_found", "user_is_restricted", "is_bot",
            "user_disabled", "cannot_dm_bot", "user_not_visible", "messages_tab_disabled");
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("not_in_channel", "The bot is not in this channel. Type \"/invite @helm-stuck\" there, then repeat the command."),
            Map.entry("channel_not_found",
                    "The bot cannot see this channel: it is private, or gone. Type \"/invite @helm-stuck\" there, then repeat the command."),
            Map.entry("is_archived", "The channel is archived. Use another one, or unarchive it."),
            Map.entry("message_not_found", "The message is gone: somebody deleted it."),
            Map.entry("thread_not_found", "The thread is gone: somebody deleted its first message."),
            Map.entry("cant_update_message", "Slack does not let the bot edit this message."),
            Map.entry("edit_window_closed",
                    "The workspace allows edits only for a while after posting, and that is over. A workspace admin can change it."),
            Map.entry("restricted_action", "A workspace setting forbids the bot to post here. A workspace admin can change it."),
            Map.entry("restricted_action_read_only_channel", "The channel is read-only for the bot. A channel manager can change it."),
            Map.entry("restricted_action_thread_locked", "The thread is locked. Whoever locked it can unlock it."),
            Map.entry("thread_locked", "The thread is locked. Whoever locked it can unlock it."),
            Map.entry("invalid_name", "One of the configured emoji does not exist in this workspace. Correct it in the policy."),
            Map.entry("too_many_emoji", "The message carries as many kinds of emoji as Slack allows."),
            Map.entry("user_not_found", "Slack does not know this user id."),
            Map.entry("user_not_visible", "Slack does not show this user to the bot."),
            Map.entry("no_such_subteam", "There is no such user group, or it is disabled. Correct the group id in the policy."),
            Map.entry("subteam_not_found", "There is no such user group, or it is disabled. Correct the group id in the policy."),
            Map.entry("plan_upgrade_required", "User groups need a paid Slack plan. Name the approvers by user id or e-mail instead."),
            Map.entry("paid_teams_only", "User groups need a paid Slack plan. Name the approvers by user id or e-mail instead."),
            Map.entry("invalid_auth", "Slack does not accept the token. Set a current one and restart the bot."),
            Map.entry("not_authed", "Slack does not accept the token. Set a current one and restart the bot."),
            Map.entry("token_revoked", "The token was revoked. Install the app again, set the new token and restart the bot."),
            Map.entry("token_expired", "The token has expired. Install the app again, set the new token and restart the bot."),
            Map.entry("account_inactive",
                    "The bot's account is deactivated. Install the app again, set the new token and restart the bot."),
            Map.entry("not_allowed_token_type", "The token is of the wrong kind: a bot token begins with xoxb-, an app token with xapp-."),
            Map.entry("file_upload_size_restricted", "The workspace does not take a file of that size."),
            Map.entry("file_uploads_disabled", "The workspace takes no files from apps. A workspace admin can change it."),
            Map.entry("storage_limit_reached", "The workspace has no room for files left."),
            Map.entry("expired_url", "Slack no longer takes answers to this command: it is older than 30 minutes."),
            Map.entry("used_url", "Slack takes no more answers to this command: five were given."));

    private final String method;
    private final String code;
    private final String needed;

    /**
     * @param needed the scopes that Slack says are missing; empty if it does not say
     */
    SlackError(String method, String code, String needed) {
        super(method + ": " + code + (needed.isEmpty() ? "" : " (needed: " + needed + ")"), null, false, false);
        this.method = method;
        this.code = code;
        this.needed = needed;
    }

    String code() {
        return code;
    }

    /** Whether the message would do without these blocks. */
    boolean refusesBlocks() {
        return BLOCKS_REFUSED.contains(code);
    }

    /** Whether one person cannot be told something there. */
    boolean refusesPerson() {
        return NOT_IN_CHANNEL.contains(code);
    }

    /** For people: what happened and what would help. */
    UnavailableException inWords() {
        if (code.equals("missing_scope")) {
            String scopes = needed.isEmpty() ? "a scope that Slack does not name" : needed;
            return new UnavailableException("Slack", "The Slack app lacks " + scopes + " (for " + method
                    + "). Add it under \"OAuth & Permissions\", install the app again and restart the bot.", this);
        }
        String words = WORDS.getOrDefault(code, "Slack refused it.");
        return new UnavailableException("Slack", words + " (" + method + ": " + code + ")", this);
    }
}
