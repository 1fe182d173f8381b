package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** What holds for every message whatever its words are: only our own markup is live, nothing is hidden, Slack's limits are kept. */
public final class Harmless {
    private static final Pattern DATE = Pattern.compile("<!date\\^-?\\d+\\^[^|<>]+\\|[^<>]+>");
    private static final Pattern ENTITY = Pattern.compile("&(?:amp|lt|gt);");
    /** Joiners belong to scripts and emoji; the zero-width space is ours. Every other invisible or turning character is taken out. */
    private static final Pattern HIDDEN = Pattern
            .compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\n\\u200B\\u200C\\u200D]]");
    private static final String FENCE = "```";

    private Harmless() {}

    /** @param live what of ours may be live beside moments */
    static void check(Rendered rendered, Pattern live) {
        check(rendered.text(), rendered.blocks(), live);
        check(rendered.text(), rendered.simpleBlocks(), live);
    }

    /** The same for a message as Slack got it. */
    public static void check(String text, JsonNode blocks, Pattern live) {
        limits(text, blocks);
        mrkdwn(text, live);
        for (String shown : texts(blocks))
            assertThat(HIDDEN.matcher(shown).find()).as(() -> "hidden characters in " + shown).isFalse();
        walk(blocks, live);
    }

    private static void walk(JsonNode node, Pattern live) {
        switch (node.path("type").asText()) {
            case "mrkdwn" -> mrkdwn(node.path("text").asText(), live);
            case "plain_text", "text" -> literal(node.path("text").asText());
            case "task_card" -> literal(node.path("title").asText());
            default -> {
            }
        }
        node.forEach(child -> walk(child, live));
    }

    private static void literal(String text) {
        assertThat(text).doesNotContain("<").doesNotContain(">").doesNotContain("\n");
    }

    private static void mrkdwn(String text, Pattern live) {
        assertThat(HIDDEN.matcher(text).find()).as(() -> "hidden characters in " + text).isFalse();
        String rest = live.matcher(DATE.matcher(text).replaceAll("")).replaceAll("");
        assertThat(rest).doesNotContain("<").doesNotContain(">");
        assertThat(ENTITY.matcher(rest).replaceAll("")).doesNotContain("&");
        String[] parts = text.split(FENCE, -1);
        assertThat(parts.length % 2).as("each code block is ours and closed").isOne();
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            // a table has a line for each row; a block of code begins and ends a line of the message, so nothing can open one within words
            if (i % 2 == 1) {
                assertThat(words.isEmpty() || words.charAt(words.length() - 1) == '\n').isTrue();
                assertThat(parts[i]).doesNotContain("`");
                assertThat(parts[i + 1]).matches(after -> after.isEmpty() || after.startsWith("\n"));
            } else {
                words.append(parts[i]);
            }
        }
        for (String line : words.toString().split("\n", -1)) {
            assertThat(line.chars().filter(sign -> sign == '`').count() % 2).as("each code span is closed").isZero();
            assertThat(line).doesNotStartWith("&gt;").doesNotStartWith(">");
        }
    }

    private static void limits(String text, JsonNode blocks) {
        assertThat(text).hasSizeLessThan(4000);
        assertThat(blocks.size()).isLessThanOrEqualTo(50);
        for (JsonNode block : blocks) {
            int limit = block.path("type").asText().equals("header") ? 150 : 3000;
            assertThat(block.path("text").path("text").asText()).hasSizeLessThanOrEqualTo(limit);
            if (block.has("text")) assertThat(block.path("text").path("text").asText()).isNotBlank();
        }
        assertThat(texts(blocks).stream().mapToInt(String::length).sum()).isLessThan(13_200);
    }

    private static List<String> texts(JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.isTextual()) found.add(node.textValue());
        node.forEach(child -> found.addAll(texts(child)));
        return found;
    }
}
