package dev.helmstuck.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Nodes.ClusterNode;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.WarningEvent;

/** What a cluster says of itself: its nodes, and the events of type Warning. */
final class ClusterTrouble {
    private static final List<String> PRESSURES = List.of("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable");

    private final Clients clients;

    ClusterTrouble(Clients clients) {
        this.clients = clients;
    }

    Nodes nodes(Target target) {
        Api api = clients.of(target);
        ApiRequest ask = ApiRequest.nodes(target.cluster());
        try {
            return new Nodes.Seen(api.listKnown(ask, "", node -> node(ask, node)));
        } catch (UnavailableException unread) {
            // only its own word makes it a remark; who may look mostly may, and is not asked first
            return new Nodes.Withheld(api.forbids(ask).orElseThrow(() -> unread).why());
        }
    }

    private static ClusterNode node(ApiRequest ask, JsonNode node) {
        List<String> pressures = PRESSURES.stream().filter(type -> condition(node, type).equals("True")).toList();
        return new ClusterNode(Meta.of(ask, node).name(), condition(node, "Ready").equals("True"),
                node.path("spec").path("unschedulable").asBoolean(false), pressures);
    }

    private static String condition(JsonNode node, String type) {
        for (JsonNode condition : node.path("status").path("conditions")) {
            if (condition.path("type").asText("").equals(type)) return condition.path("status").asText("");
        }
        return "";
    }

    List<WarningEvent> warnings(Target target, Footprint footprint) {
        HelmOwnership ownership = new HelmOwnership(target, footprint);
        List<WarningEvent> events = new ArrayList<>();
        for (String namespace : footprint.namespaces()) {
            ApiRequest ask = ApiRequest.list(target, namespace, Resource.EVENTS);
            events.addAll(clients.of(target).listKnown(ask, "type=Warning",
                    event -> event(ask, event, name -> ownership.shown(namespace, name))));
        }
        return events;
    }

    private static WarningEvent event(ApiRequest ask, JsonNode event, UnaryOperator<String> shown) {
        JsonNode about = event.path("involvedObject");
        JsonNode series = event.path("series");
        return new WarningEvent(about.path("kind").asText(""), shown.apply(about.path("name").asText("")), event.path("reason").asText(""),
                ApiResponse.cut(event.path("message").asText("")), Math.max(1, series.path("count").asInt(event.path("count").asInt(1))),
                last(ask, event));
    }

    /** The two APIs that write events put their times into different fields; what is not set is null or missing. */
    private static Instant last(ApiRequest ask, JsonNode event) {
        return Stream.of(event.path("series").path("lastObservedTime"), event.path("lastTimestamp"), event.path("eventTime"),
                event.path("firstTimestamp")).flatMap(time -> instant(time.asText("")).stream()).max(Instant::compareTo)
                .orElseGet(() -> Meta.of(ask, event).created());
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }
}
