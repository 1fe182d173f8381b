package dev.helmstuck.doctor;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** A scope of the Slack app, and what is lost without it. {@code manifests/slack} asks for all of them. */
public enum ChatScope {
    COMMANDS("commands", true, "nobody can type the command"),
    CHAT_WRITE("chat:write", true, "the bot cannot say anything"),
    REACTIONS_READ("reactions:read", true, "no yes can be read"),
    REACTIONS_WRITE("reactions:write", true, "the bot cannot put its emoji on a request"),
    USERS_READ("users:read", true, "the bot cannot tell a colleague from a guest or a bot"),
    CHANNELS_READ("channels:read", true, "the bot cannot tell where a command was typed"),
    GROUPS_READ("groups:read", true, "the same in private channels"),
    USERGROUPS_READ("usergroups:read", true, "a group of approvers cannot be read, so nobody in it can say yes"),
    USERS_READ_EMAIL("users:read.email", false, "two accounts of one person count as two, and nobody is known by an e-mail address"),
    CHANNELS_JOIN("channels:join", false, "the bot has to be invited into each public channel"),
    CHANNELS_HISTORY("channels:history", false, "a message whose posting got no answer is posted twice"),
    GROUPS_HISTORY("groups:history", false, "the same in private channels"),
    APP_MENTIONS_READ("app_mentions:read", false, "a mention in a thread begins nothing"),
    FILES_WRITE("files:write", false, "the record of a remediation and long forecasts are not attached");

    private final String scope;
    private final boolean needed;
    private final String lost;

    ChatScope(String scope, boolean needed, String lost) {
        this.scope = scope;
        this.needed = needed;
        this.lost = lost;
    }

    /** All of them, as Slack writes them. */
    public static Set<String> all() {
        return Arrays.stream(values()).map(ChatScope::scope).collect(Collectors.toUnmodifiableSet());
    }

    /** As Slack writes it. */
    public String scope() {
        return scope;
    }

    /** Whether no remediation works without it. */
    boolean isNeeded() {
        return needed;
    }

    String lost() {
        return lost;
    }
}
