package dev.helmstuck.simulator.slack;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The emoji that a bot like ours uses, as signs; others stay as {@code :name:}. */
final class Emoji {

    private static final Pattern NAME = Pattern.compile(":([a-z0-9_+-]+)(?:::skin-tone-[2-6])?:");
    private static final Map<String, String> SIGNS = Map.ofEntries(Map.entry("white_check_mark", "✅"), Map.entry("x", "❌"),
            Map.entry("eyes",
                    "👀"),
            Map.entry("warning", "⚠️"), Map.entry("hourglass_flowing_sand", "⏳"), Map.entry("hourglass", "⌛"), Map.entry("lock", "🔒"),
            Map.entry("unlock", "🔓"), Map.entry("+1", "👍"), Map.entry("thumbsup", "👍"), Map.entry("-1", "👎"), Map.entry("rocket", "🚀"),
            Map.entry("no_entry", "⛔"), Map.entry("no_entry_sign", "🚫"), Map.entry("octagonal_sign", "🛑"), Map.entry("question", "❓"), Map
                    .entry("grey_question", "❔"),
            Map.entry("heavy_check_mark", "✔️"), Map.entry("wastebasket", "🗑️"), Map.entry(
                    "information_source", "ℹ️"),
            Map.entry("tada", "🎉"), Map.entry("floppy_disk", "💾"), Map.entry("link", "🔗"), Map
                    .entry("rotating_light", "🚨"),
            Map.entry("white_circle", "⚪"), Map.entry("large_green_circle", "🟢"), Map
                    .entry("red_circle", "🔴"),
            Map.entry("large_yellow_circle", "🟡"), Map.entry(
                    "arrows_counterclockwise", "🔄"),
            Map.entry("raised_hand", "✋"), Map.entry("bulb", "💡"), Map
                    .entry("memo", "📝"),
            Map.entry("mag", "🔍"), Map.entry("package", "📦"));

    private Emoji() {}

    /** The text with every known {@code :name:} as its sign. */
    static String signs(String text) {
        return NAME.matcher(text).replaceAll(match -> Matcher.quoteReplacement(SIGNS.getOrDefault(match.group(1), match.group())));
    }

    /** The sign of a reaction, or {@code :name:}. */
    static String sign(String reaction) {
        int tone = reaction.indexOf("::");
        return signs(":" + (tone < 0 ? reaction : reaction.substring(0, tone)) + ":");
    }
}
