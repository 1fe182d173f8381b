package dev.helmstuck.simulator.slack;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slack's markup as plain text: mentions by name, links with their label, dates in UTC, emoji as signs, no escapes. */
final class Mrkdwn {

    private static final Pattern CODE = Pattern.compile("```[\\s\\S]*?```|`[^`\\n]+`");
    private static final Pattern CONTROL = Pattern.compile("<([^<>]+)>");
    private static final Pattern BOLD = Pattern.compile("(?<![\\w*])\\*([^*\\s](?:[^*\\n]*[^*\\s])?)\\*(?![\\w*])");
    private static final Pattern ITALIC = Pattern.compile("(?<![\\w_])_([^_\\s](?:[^_\\n]*[^_\\s])?)_(?![\\w_])");
    private static final Pattern DATE = Pattern.compile("(\\d{1,11})\\^([^^]+)(?:\\^.*)?");
    private static final Pattern DATE_TOKEN = Pattern.compile("\\{([a-z_]+)}");
    private static final Map<String, String> DATE_FORMATS = Map.ofEntries(Map.entry("date", "MMMM d, uuuu"), Map.entry("date_num",
            "uuuu-MM-dd"), Map.entry("date_slash", "MM/dd/uuuu"), Map.entry("date_short", "MMM d, uuuu"),
            Map.entry("date_long",
                    "EEEE, MMMM d, uuuu"),
            Map.entry("date_pretty", "MMMM d, uuuu"), Map.entry("date_short_pretty", "MMM d, uuuu"), Map
                    .entry("date_long_pretty", "EEEE, MMMM d, uuuu"),
            Map.entry("day_divider_pretty", "EEEE, MMMM d"), Map.entry("time",
                    "HH:mm"),
            Map.entry("time_secs", "HH:mm:ss"));

    private final SlackMemory memory;

    Mrkdwn(SlackMemory memory) {
        this.memory = memory;
    }

    String plain(String text) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (MatchResult code : CODE.matcher(text).results().toList()) {
            out.append(prose(text.substring(from, code.start()))).append(unescape(code.group()));
            from = code.end();
        }
        return out.append(prose(text.substring(from))).toString();
    }

    private String prose(String text) {
        String bare = ITALIC.matcher(BOLD.matcher(text).replaceAll("$1")).replaceAll("$1");
        return unescape(CONTROL.matcher(Emoji.signs(bare)).replaceAll(match -> Matcher.quoteReplacement(control(match.group(
                1)))));
    }

    private String control(String inside) {
        int bar = inside.indexOf('|');
        String target = bar < 0 ? inside : inside.substring(0, bar);
        String label = bar < 0 ? "" : inside.substring(bar + 1);
        if (target.startsWith("@")) {
            return name(target.substring(1));
        }
        if (target.startsWith("#")) {
            return memory.channel(target.substring(1)).map(channel -> "#" + channel.name()).orElse("#" + label);
        }
        if (target.startsWith("!subteam^")) {
            return memory.group(target.substring("!subteam^".length())).map(group -> "@" + group.handle()).orElse(label);
        }
        if (target.startsWith("!date^")) {
            return date(target.substring("!date^".length()), label);
        }
        if (target.startsWith("!")) {
            return "@" + target.substring(1);
        }
        return label.isEmpty() || label.equals(target) ? target : label + " (" + target + ")";
    }

    String name(String user) {
        return "@" + memory.member(user).map(Member::name).orElse(user);
    }

    private String date(String spec, String fallback) {
        Matcher parts = DATE.matcher(spec);
        if (!parts.matches()) {
            return fallback;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
        return DATE_TOKEN.matcher(parts.group(2))
                .replaceAll(token -> Optional.ofNullable(DATE_FORMATS.get(token.group(1)))
                        .map(format -> (token.group(1).endsWith("_pretty") ? near(at) : Optional.<String>empty()).orElseGet(
                                () -> DateTimeFormatter.ofPattern(format, Locale.ENGLISH).withZone(ZoneOffset.UTC).format(at)))
                        .orElse(token.group()));
    }

    /** What the "pretty" formats say of days that have a name. */
    private Optional<String> near(Instant at) {
        return switch ((int) (at.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay()
                - memory.now().atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay())) {
            case -1 -> Optional.of("yesterday");
            case 0 -> Optional.of("today");
            case 1 -> Optional.of("tomorrow");
            default -> Optional.empty();
        };
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
