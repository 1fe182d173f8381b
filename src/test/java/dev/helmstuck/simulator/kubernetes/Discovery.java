package dev.helmstuck.simulator.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The paths by which a client learns what the server is and has. */
final class Discovery {
    private Discovery() {}

    static Optional<Answer> answer(String path) {
        return switch (path) {
            case "/readyz", "/livez", "/healthz" -> Optional.of(Answer.text(200, "ok"));
            case "/version" -> Optional.of(Answer.json(200, version()));
            case "/api" -> Optional.of(Answer.json(200, Json.parse("{\"kind\": \"APIVersions\", \"versions\": [\"v1\"]}")));
            case "/apis" -> Optional.of(Answer.json(200, groups()));
            default -> group(path).or(() -> resources(path));
        };
    }

    private static ObjectNode version() {
        return Json.parse("""
                {"major": "1", "minor": "35", "gitVersion": "v1.35.4", "gitCommit": "simulated", "gitTreeState": "clean",
                 "buildDate": "1970-01-01T00:00:00Z", "goVersion": "none", "compiler": "none", "platform": "java"}""");
    }

    private static ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        namedGroups().forEach(kind -> groups.add(group(kind)));
        return list;
    }

    private static Optional<Answer> group(String path) {
        return namedGroups().stream().filter(kind -> path.equals("/apis/" + kind.group())).findFirst()
                .map(kind -> Answer.json(200, group(kind).put("kind", "APIGroup").put("apiVersion", "v1")));
    }

    private static List<Kind> namedGroups() {
        return List.of(Kind.DEPLOYMENT, Kind.HORIZONTAL_POD_AUTOSCALER, Kind.JOB);
    }

    private static ObjectNode group(Kind kind) {
        ObjectNode group = Json.object().put("name", kind.group());
        String version = kind.apiVersion().substring(kind.group().length() + 1);
        group.putArray("versions").addObject().put("groupVersion", kind.apiVersion()).put("version", version);
        group.putObject("preferredVersion").put("groupVersion", kind.apiVersion()).put("version", version);
        return group;
    }

    private static Optional<Answer> resources(String path) {
        String apiVersion = path.equals("/api/v1") ? "v1" : path.startsWith("/apis/") ? path.substring(6) : "";
        List<Kind> kinds = Kind.of(apiVersion);
        if (kinds.isEmpty())
            return Optional.empty();
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", apiVersion);
        ArrayNode resources = list.putArray("resources");
        kinds.forEach(kind -> {
            ObjectNode resource = resources.addObject().put("name", kind.plural()).put("singularName", kind.singular())
                    .put("namespaced", kind.namespaced()).put("kind", kind.title());
            ArrayNode verbs = resource.putArray("verbs");
            List.of("create", "delete", "get", "list").forEach(verbs::add);
        });
        return Optional.of(Answer.json(200, list));
    }

    /** Whether the path belongs to a group version that exists, so that an unknown resource gets a Status and not plain text. */
    static boolean knows(String path) {
        return Arrays.stream(Kind.values()).map(kind -> (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion() + "/")
                .anyMatch(path::startsWith);
    }
}
