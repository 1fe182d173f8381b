package dev.helmstuck.slack;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewState;
import dev.helmstuck.ports.Aside;
import dev.helmstuck.ports.Inbox;

/**
 * The dialog that asks for a target. Where the report goes travels with it as the view's private metadata, so that any process takes what was
 * chosen; what is chosen is judged like a command.
 */
final class TargetChoice {
    /** The dialog's callback id. */
    static final String CALLBACK = "helm-stuck-target";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIELD = "target";
    /** Slack's limits: options of a group, groups of a select, letters of an option's text. */
    private static final int MOST_OPTIONS = 100;
    private static final int LONGEST_OPTION = 75;

    private TargetChoice() {}

    static String view(Inbox.Shortcut shortcut, List<String> names) {
        ObjectNode view = object().put("type", "modal").put("callback_id", CALLBACK).put("private_metadata", kept(shortcut.command()));
        view.set("title", text("Look for a stuck Helm"));
        view.set("submit", text("Look"));
        view.set("close", text("Cancel"));
        ArrayNode blocks = view.putArray("blocks");
        ObjectNode input = blocks.addObject().put("type", "input").put("block_id", FIELD);
        input.set("label", text("Which release?"));
        input.set("element", select(names));
        input.set("hint", text("The report goes to the thread of that message. Nothing is deleted before a second engineer says yes."));
        return view.toString();
    }

    private static ObjectNode select(List<String> names) {
        ObjectNode select = object().put("type", "static_select").put("action_id", FIELD);
        select.set("placeholder", text("Choose"));
        if (names.size() <= MOST_OPTIONS) {
            select.set("options", options(names));
            return select;
        }
        ArrayNode groups = select.putArray("option_groups");
        for (int from = 0; from < names.size(); from += MOST_OPTIONS) {
            List<String> some = names.subList(from, Math.min(from + MOST_OPTIONS, names.size()));
            ObjectNode group = groups.addObject();
            group.set("label", text(shortened("from " + some.getFirst())));
            group.set("options", options(some));
        }
        return select;
    }

    private static ArrayNode options(List<String> names) {
        ArrayNode options = JsonNodeFactory.instance.arrayNode();
        names.forEach(name -> {
            ObjectNode option = options.addObject().put("value", name);
            option.set("text", text(shortened(name)));
        });
        return options;
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_OPTION ? name : name.substring(0, LONGEST_OPTION - 1) + "…";
    }

    private static ObjectNode text(String words) {
        return object().put("type", "plain_text").put("text", words);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String kept(Inbox.Command command) {
        ObjectNode kept = object().put("channel", command.channel()).put("name", command.channelName());
        command.thread().ifPresent(thread -> kept.put("thread", thread));
        return switch (command.aside()) {
            case Aside.ByAddress(String url) -> kept.put("url", url).toString();
            case Aside.ByWhisper whisper -> kept.toString();
        };
    }

    /** What was chosen, as a command; its id is the dialog's. */
    static Inbox.Command chosen(ViewSubmissionPayload submission) {
        View view = submission.getView();
        ViewState.Value value = view.getState().getValues().get(FIELD).get(FIELD);
        String user = submission.getUser().getId();
        JsonNode kept = read(view.getPrivateMetadata());
        String channel = kept.path("channel").asText();
        Optional<String> thread = Optional.ofNullable(kept.path("thread").textValue());
        Aside aside = Optional.ofNullable(kept.path("url").textValue()).<Aside>map(Aside.ByAddress::new)
                .orElseGet(() -> new Aside.ByWhisper(channel, thread, user));
        return new Inbox.Command(view.getId(), user, channel, kept.path("name").asText(), value.getSelectedOption().getValue(), aside,
                thread);
    }

    private static JsonNode read(String metadata) {
        try {
            return JSON.readTree(metadata);
        } catch (JsonProcessingException odd) {
            throw new IllegalArgumentException("the dialog came back with other metadata than it was opened with", odd);
        }
    }

    /** The parameters of {@code views.open}. */
    static Map<String, String> opening(Inbox.Shortcut shortcut, List<String> names) {
        return Map.of("trigger_id", shortcut.trigger(), "view", view(shortcut, names));
    }
}
