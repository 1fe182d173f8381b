package dev.helmstuck.simulator.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** Blocks as lines of plain text, in the order in which a person sees them. */
final class BlockText {

    private static final String RULE = "─".repeat(40);

    private final Mrkdwn mrkdwn;

    BlockText(Mrkdwn mrkdwn) {
        this.mrkdwn = mrkdwn;
    }

    List<String> lines(JsonNode blocks) {
        List<String> lines = new ArrayList<>();
        blocks.forEach(block -> lines.addAll(block(block)));
        return lines;
    }

    private List<String> block(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "header" -> List.of("■ " + text(block.path("text")));
            case "section" -> section(block);
            case "context" -> List.of(joined(block.path("elements"), "  ·  "));
            case "actions" -> List.of(joined(block.path("elements"), "  "));
            case "divider" -> List.of(RULE);
            case "markdown" -> block.path("text").asText().lines().toList();
            case "rich_text" -> rich(block).lines().toList();
            case "table" -> table(block.path("rows"));
            case "plan" -> plan(block);
            case "task_card" -> task(block);
            case "image" -> List.of("[image: " + block.path("alt_text").asText() + "]");
            default -> List.of("[" + block.path("type").asText() + "]");
        };
    }

    private List<String> section(JsonNode block) {
        List<String> lines = new ArrayList<>();
        if (block.has("text")) {
            text(block.path("text")).lines().forEach(lines::add);
        }
        block.path("fields").forEach(field -> lines.add(String.join(" ", text(field).lines().toList())));
        return lines;
    }

    private List<String> plan(JsonNode block) {
        List<String> lines = new ArrayList<>();
        JsonNode title = block.path("title");
        lines.add("■ " + (title.isTextual() ? title.asText() : text(title)));
        block.path("tasks").forEach(task -> lines.addAll(task(task)));
        return lines;
    }

    private List<String> task(JsonNode task) {
        String mark = switch (task.path("status").asText("pending")) {
            case "complete" -> "[✓]";
            case "in_progress" -> "[…]";
            case "error" -> "[✗]";
            default -> "[ ]";
        };
        List<String> lines = new ArrayList<>(List.of("  " + mark + " " + task.path("title").asText()));
        for (String part : List.of("details", "output")) {
            rich(task.path(part)).lines().forEach(line -> lines.add("      " + line));
        }
        return lines;
    }

    private List<String> table(JsonNode rows) {
        List<List<String>> cells = new ArrayList<>();
        rows.forEach(row -> {
            List<String> line = new ArrayList<>();
            row.forEach(cell -> line.add(cell.path("type").asText().equals("rich_text") ? rich(cell) : cell.path("text").asText()));
            cells.add(line);
        });
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = cells.stream().filter(other -> other.size() > column).mapToInt(other -> other.get(column).length()).max()
                        .orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private String joined(JsonNode elements, String between) {
        List<String> parts = new ArrayList<>();
        elements.forEach(element -> parts.add(switch (element.path("type").asText()) {
            case "button" -> "[ " + text(element.path("text")) + " ]";
            case "image" -> "[image: " + element.path("alt_text").asText() + "]";
            default -> text(element);
        }));
        return String.join(between, parts);
    }

    private String text(JsonNode text) {
        String content = text.path("text").asText();
        return text.path("type").asText().equals("mrkdwn")
                ? mrkdwn.plain(content)
                : text.path("emoji").asBoolean(true)
                        ? Emoji.signs(content)
                        : content;
    }

    private String rich(JsonNode node) {
        List<String> parts = new ArrayList<>();
        for (JsonNode element : node.path("elements")) {
            parts.add(switch (element.path("type").asText()) {
                case "rich_text_list" -> list(element);
                case "rich_text_section" -> rich(element) + "\n";
                case "rich_text_preformatted" -> rich(element).lines().map(line -> "    " + line).collect(Collectors.joining("\n")) + "\n";
                case "rich_text_quote" -> rich(element).lines().map(line -> "> " + line).collect(Collectors.joining("\n")) + "\n";
                case "text" -> element.path("text").asText();
                case "link" -> link(element);
                case "emoji" -> Emoji.sign(element.path("name").asText());
                case "user" -> mrkdwn.plain("<@" + element.path("user_id").asText() + ">");
                case "channel" -> mrkdwn.plain("<#" + element.path("channel_id").asText() + ">");
                case "usergroup" -> mrkdwn.plain("<!subteam^" + element.path("usergroup_id").asText() + ">");
                case "broadcast" -> "@" + element.path("range").asText();
                case "date" ->
                    mrkdwn.plain("<!date^" + element.path("timestamp").asText() + "^" + element.path("format").asText() + "|" + element
                            .path("fallback").asText() + ">");
                default -> "[" + element.path("type").asText() + "]";
            });
        }
        return String.join("", parts);
    }

    private String list(JsonNode list) {
        boolean ordered = list.path("style").asText().equals("ordered");
        StringBuilder lines = new StringBuilder();
        int number = 1;
        for (JsonNode item : list.path("elements")) {
            lines.append("  ".repeat(list.path("indent").asInt())).append(ordered ? number++ + ". " : "• ").append(rich(item)).append('\n');
        }
        return lines.toString();
    }

    private static String link(JsonNode element) {
        String url = element.path("url").asText();
        String label = element.path("text").asText();
        return label.isEmpty() || label.equals(url) ? url : label + " (" + url + ")";
    }
}
