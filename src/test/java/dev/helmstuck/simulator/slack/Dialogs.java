package dev.helmstuck.simulator.slack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The message shortcut and the dialogs that the app opens: a trigger is good for one dialog, within three seconds. */
final class Dialogs {

    private static final Duration TRIGGER_LIFE = Duration.ofSeconds(3);

    private final SlackMemory memory;
    private final Payloads payloads;
    private final Deliveries deliveries;
    private final ResponseUrls responseUrls;
    private final Map<String, Trigger> triggers = new ConcurrentHashMap<>();
    private final List<Dialog> dialogs = new ArrayList<>();

    private record Trigger(String user, Instant since) {}

    Dialogs(SlackMemory memory, Payloads payloads, Deliveries deliveries, ResponseUrls responseUrls) {
        this.memory = memory;
        this.payloads = payloads;
        this.deliveries = deliveries;
        this.responseUrls = responseUrls;
    }

    Map<String, ApiMethod> methods() {
        return Map.of("views.open", this::open);
    }

    /** Somebody picks the app's shortcut in the menu of a message; ephemeral ones have none. */
    Delivery shortcut(Member user, Channel channel, String ts) {
        Message message = memory.message(channel.id(), ts).orElseThrow(() -> new IllegalArgumentException("no message " + ts));
        String trigger = memory.nextTrigger();
        triggers.put(trigger, new Trigger(user.id(), memory.now()));
        Delivery shortcut = payloads.shortcut(user, channel, message, trigger, responseUrls.open(trigger, user.id(), channel.id()));
        Transport.DeliveryOutcome unused = deliveries.sendCommand(shortcut).join();
        return shortcut;
    }

    /** The dialogs that were opened, oldest first. */
    List<Dialog> opened() {
        return memory.read(() -> List.copyOf(dialogs));
    }

    /** Somebody chooses an option of the only select of their dialog, and submits it. */
    Delivery submit(Dialog dialog, String value) {
        JsonNode option = dialog.option(value).orElseThrow(() -> new IllegalArgumentException(value + " cannot be chosen"));
        Delivery submission = payloads.submission(memory.member(dialog.user()).orElseThrow(), dialog, option, memory.nextTrigger());
        Transport.DeliveryOutcome unused = deliveries.sendCommand(submission).join();
        return submission;
    }

    private ObjectNode open(Params params) {
        Trigger trigger = Optional.ofNullable(triggers.remove(params.need("trigger_id", "invalid_trigger_id")))
                .orElseThrow(() -> new SlackError("exchanged_trigger_id"));
        if (memory.now().isAfter(trigger.since.plus(TRIGGER_LIFE))) {
            throw new SlackError("expired_trigger_id");
        }
        JsonNode view = params.json("view", "invalid_arguments").orElseThrow(() -> new SlackError("invalid_arguments"));
        ViewRules.check(view);
        Dialog dialog = new Dialog(memory.nextId("V"), trigger.user, view);
        dialogs.add(dialog);
        ObjectNode answer = SlackJson.object();
        answer.set("view", dialog.json());
        return answer;
    }
}
