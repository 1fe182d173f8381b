package dev.helmstuck.simulator.slack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Block Kit's rules for a message, as documented, and two that are only seen: 13,200 characters in all, one table. */
final class BlockRules {

    private static final int ALL_TEXT = 13_200;

    private final Set<String> rejected;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private BlockRules(Set<String> rejected) {
        this.rejected = rejected;
    }

    /** The blocks, if Slack would take them. */
    static ArrayNode check(JsonNode blocks, Set<String> rejected) {
        if (!(blocks instanceof ArrayNode array)) {
            throw new SlackError("invalid_blocks_format");
        }
        BlockRules rules = new BlockRules(rejected);
        rules.checkAll(array);
        if (!rules.problems.isEmpty()) {
            throw new SlackError("invalid_blocks", rules.problems);
        }
        if (length(array) > ALL_TEXT) {
            throw new SlackError("msg_blocks_too_long");
        }
        return array;
    }

    private static int length(JsonNode blocks) {
        int[] sum = {0};
        SlackJson.walk(blocks, node -> {
            for (String field : List.of("text", "title")) {
                if (node.path(field).isTextual()) {
                    sum[0] += node.path(field).asText().length();
                }
            }
        });
        return sum[0];
    }

    private void checkAll(ArrayNode blocks) {
        need(blocks.size() <= 50, "no more than 50 items allowed [json-pointer:/blocks]");
        int tables = 0;
        for (int i = 0; i < blocks.size(); i++) {
            String at = "[json-pointer:/blocks/" + i + "]";
            JsonNode block = blocks.get(i);
            tables += block.path("type").asText().equals("table") ? 1 : 0;
            check(block, at);
            if (block.has("block_id")) {
                String id = block.path("block_id").asText();
                need(id.length() <= 255, "block_id must be less than 256 characters " + at);
                need(ids.add(id), "block_id already exists: " + id + " " + at);
            }
        }
        need(tables <= 1, "only_one_table_allowed");
    }

    private void check(JsonNode block, String at) {
        String type = block.path("type").asText();
        if (rejected.contains(type)) {
            problems.add("unsupported type: " + type + " " + at);
            return;
        }
        switch (type) {
            case "section" -> section(block, at);
            case "header" -> text(block.path("text"), 150, Set.of("plain_text"), at);
            case "context" -> context(block, at);
            case "actions" -> need(hasUpTo(block.path("elements"), 25), "1 to 25 elements " + at);
            case "divider" -> {
            }
            case "markdown" -> {
                need(block.path("text").isTextual() && !block.path("text").asText().isEmpty(), "missing text " + at);
                need(block.path("text").asText().length() <= 12_000, "must be less than 12001 characters " + at);
            }
            case "image" -> need(block.path("alt_text").isTextual() && (block.has("image_url") || block.has("slack_file")), "missing field "
                    + at);
            case "rich_text" -> need(block.path("elements").isArray(), "missing required field: elements " + at);
            case "table" -> table(block, at);
            case "plan" -> plan(block, at);
            case "task_card" -> task(block, at);
            default -> problems.add("unsupported type: " + type + " " + at);
        }
    }

    private void section(JsonNode block, String at) {
        need(block.has("text") || block.has("fields"), "either text or fields is required " + at);
        if (block.has("text")) {
            text(block.path("text"), 3000, Set.of("mrkdwn", "plain_text"), at);
        }
        if (block.has("fields")) {
            need(hasUpTo(block.path("fields"), 10), "1 to 10 fields " + at);
            block.path("fields").forEach(field -> text(field, 2000, Set.of("mrkdwn", "plain_text"), at));
        }
    }

    private void context(JsonNode block, String at) {
        need(hasUpTo(block.path("elements"), 10), "1 to 10 elements " + at);
        for (JsonNode element : block.path("elements")) {
            if (!element.path("type").asText().equals("image")) {
                text(element, 3000, Set.of("mrkdwn", "plain_text"), at);
            }
        }
    }

    private void table(JsonNode block, String at) {
        need(hasUpTo(block.path("rows"), 100), "1 to 100 rows " + at);
        for (JsonNode row : block.path("rows")) {
            need(hasUpTo(row, 20), "1 to 20 cells " + at);
            for (JsonNode cell : row) {
                need(Set.of("raw_text", "raw_number", "rich_text").contains(cell.path("type").asText()), "unknown cell " + at);
            }
        }
    }

    private void plan(JsonNode block, String at) {
        JsonNode title = block.path("title");
        need((title.isTextual() && !title.asText().isEmpty()) || title.path("type").asText().equals("plain_text"), "missing title " + at);
        need(!block.has("tasks") || block.path("tasks").isArray(), "tasks must be an array " + at);
        Set<String> tasks = new HashSet<>();
        for (JsonNode task : block.path("tasks")) {
            need(Set.of("", "task_card").contains(task.path("type").asText()), "unsupported type " + at);
            need(tasks.add(task.path("task_id").asText()), "task_id must be unique " + at);
            task(task, at);
        }
    }

    private void task(JsonNode task, String at) {
        need(!task.path("task_id").asText().isEmpty(), "missing required field: task_id " + at);
        need(task.path("title").isTextual() && !task.path("title").asText().isEmpty(), "missing required field: title " + at);
        need(Set.of("pending", "in_progress", "complete", "error").contains(task.path("status").asText("pending")), "invalid status " + at);
        for (String rich : List.of("details", "output")) {
            JsonNode text = task.path(rich);
            need(text.isMissingNode() || (text.path("type").asText().equals("rich_text") && text.path("elements").isArray()),
                    rich + " must be a rich_text object " + at);
        }
    }

    private void text(JsonNode text, int longest, Set<String> types, String at) {
        String content = text.path("text").asText();
        need(types.contains(text.path("type").asText()), "unsupported text type " + at);
        need(!content.isEmpty(), "must be more than 0 characters " + at);
        need(content.length() <= longest, "must be less than " + (longest + 1) + " characters " + at);
    }

    private static boolean hasUpTo(JsonNode array, int most) {
        return array.isArray() && !array.isEmpty() && array.size() <= most;
    }

    private void need(boolean fine, String problem) {
        if (!fine) {
            problems.add(problem);
        }
    }
}
