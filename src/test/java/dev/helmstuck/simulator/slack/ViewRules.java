package dev.helmstuck.simulator.slack;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** What Slack takes as a dialog, as documented: lengths and numbers, and an input that has a label and an element. */
final class ViewRules {

    private final List<String> problems = new ArrayList<>();

    private ViewRules() {}

    static void check(JsonNode view) {
        ViewRules rules = new ViewRules();
        rules.need(view.path("type").asText().equals("modal"), "unsupported type [json-pointer:/view/type]");
        rules.text(view.path("title"), 24, "/view/title");
        rules.text(view.path("submit"), 24, "/view/submit");
        rules.text(view.path("close"), 24, "/view/close");
        rules.need(view.path("callback_id").asText().length() <= 255, "must be less than 256 characters [json-pointer:/view/callback_id]");
        rules.need(view.path("private_metadata").asText().length() <= 3000,
                "must be less than 3001 characters [json-pointer:/view/private_metadata]");
        JsonNode blocks = view.path("blocks");
        rules.need(blocks.size() > 0 && blocks.size() <= 100, "no more than 100 items allowed [json-pointer:/view/blocks]");
        for (int i = 0; i < blocks.size(); i++) {
            rules.block(blocks.get(i), "/view/blocks/" + i);
        }
        if (!rules.problems.isEmpty()) {
            throw new SlackError("invalid_arguments", rules.problems);
        }
    }

    private void block(JsonNode block, String at) {
        if (!block.path("type").asText().equals("input")) return;
        text(block.path("label"), 2000, at + "/label");
        if (block.has("hint")) text(block.path("hint"), 2000, at + "/hint");
        JsonNode element = block.path("element");
        need(element.path("type").isTextual(), "missing required field: element [json-pointer:" + at + "]");
        if (!element.path("type").asText().equals("static_select")) return;
        text(element.path("placeholder"), 150, at + "/element/placeholder");
        boolean grouped = element.has("option_groups");
        need(grouped != element.has("options"), "one of options and option_groups [json-pointer:" + at + "/element]");
        need(element.path("option_groups").size() <= 100, "no more than 100 items allowed [json-pointer:" + at + "/element/option_groups]");
        if (!grouped) options(element.path("options"), at + "/element/options");
        element.path("option_groups").forEach(group -> {
            text(group.path("label"), 75, at + "/element/option_groups/label");
            options(group.path("options"), at + "/element/option_groups/options");
        });
    }

    private void options(JsonNode options, String at) {
        need(options.size() > 0, "no fewer than 1 items allowed [json-pointer:" + at + "]");
        need(options.size() <= 100, "no more than 100 items allowed [json-pointer:" + at + "]");
        options.forEach(option -> {
            text(option.path("text"), 75, at + "/text");
            need(option.path("value").asText().length() <= 150, "must be less than 151 characters [json-pointer:" + at + "/value]");
        });
    }

    private void text(JsonNode text, int longest, String at) {
        need(text.path("type").asText().equals("plain_text"), "must be plain_text [json-pointer:" + at + "]");
        String words = text.path("text").asText();
        need(!words.isEmpty(), "must be more than 0 characters [json-pointer:" + at + "/text]");
        need(words.length() <= longest, "must be less than " + (longest + 1) + " characters [json-pointer:" + at + "/text]");
    }

    private void need(boolean good, String problem) {
        if (!good) problems.add(problem);
    }
}
