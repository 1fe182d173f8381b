package dev.helmstuck.slack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said to the bot in a message: what follows its name. Where the message only speaks of the bot, that asks for help. */
final class MentionText {
    private static final Pattern MENTION = Pattern.compile("<@([A-Z0-9]+)(?:\\|[^>]*)?>");
    private static final String HELP = "help";

    private MentionText() {}

    /** @param us the bot's own id, if it is known: then nobody else's mention counts */
    static String words(String text, Optional<String> us) {
        Matcher mention = MENTION.matcher(text);
        while (mention.find()) {
            if (us.isPresent() && !us.get().equals(mention.group(1))) continue;
            String after = text.substring(mention.end());
            boolean spokenOf = after.isBlank() && !text.substring(0, mention.start()).isBlank();
            return spokenOf ? HELP : unescaped(after.strip());
        }
        return HELP;
    }

    /** Slack escapes these three, and nothing else. */
    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
