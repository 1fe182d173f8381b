package dev.helmstuck.simulator.kubernetes;

import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the API server answers to an understood request. */
final class Api {
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private final ObjectStore objects;
    private final Lists lists;
    private final Permissions permissions;

    Api(ObjectStore objects, Lists lists, Permissions permissions) {
        this.permissions = permissions;
        this.objects = objects;
        this.lists = lists;
    }

    Answer answer(ApiRequest request, String contentType, byte[] body) {
        try {
            if (request.path().equals(REVIEWS) && request.verb().equals("post"))
                return Answer.json(201, permissions.review(Bodies.parse("", body)));
            return request.kind().isPresent() ? ofObjects(request, contentType, body) : elsewhere(request);
        } catch (Refused refused) {
            return Answer.of(refused);
        }
    }

    private static Answer elsewhere(ApiRequest request) {
        return Discovery.answer(request.path()).orElseGet(() -> Discovery.knows(request.path())
                ? Answer.of(Refused.noSuchResource())
                : Answer.text(404, "404 page not found\n"));
    }

    private Answer ofObjects(ApiRequest request, String contentType, byte[] body) {
        Kind kind = request.kind().orElseThrow();
        boolean onWrongLevel = (request.verb().equals("create") && !request.name().isEmpty())
                || (Set.of("update", "patch").contains(request.verb()) && request.name().isEmpty())
                || Set.of("options", "head").contains(request.verb());
        if (onWrongLevel)
            throw Refused.methodNotAllowed();
        if (!permissions.allows(request, kind))
            throw Refused.forbidden(request, ClusterSimulator.USER);
        return switch (request.verb()) {
            case "list" -> Answer.json(200, Representation.of(lists.list(request), request.accept()));
            case "get" -> Answer.json(200,
                    Representation.of(objects.get(kind, request.namespace(), request.name()), request.accept()));
            case "create" -> {
                ObjectNode sent = sent(kind, contentType, body);
                permissions.admitCreate(kind, sent);
                boolean dryRun = DeleteOptions.dryRun("CreateOptions", request.query());
                ObjectNode created = objects.create(kind, request.namespace(), sent, manager(request), dryRun);
                yield Answer.json(201, Representation.of(created, request.accept()));
            }
            case "delete" -> {
                JsonNode options = body.length == 0 ? request.body() : Bodies.parse("", body);
                ObjectNode deleted = objects.delete(kind, request.namespace(), request.name(),
                        DeleteOptions.of(options, request.query()), there -> permissions.admitDelete(kind, there));
                yield Answer.json(200, ObjectStore.isHeld(deleted)
                        ? Representation.of(deleted, request.accept())
                        : success(kind, deleted));
            }
            default -> throw new IllegalStateException("allowed but not known: " + request.verb());
        };
    }

    private static ObjectNode sent(Kind kind, String contentType, byte[] body) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.isEmpty() && !type.equals("application/json"))
            throw Refused.unsupportedMediaType();
        String about = "the object provided is unrecognized (must be of type " + kind.title() + "): ";
        JsonNode sent = Bodies.parse(about, body);
        String title = sent.path("kind").asText(kind.title());
        String apiVersion = sent.path("apiVersion").asText(kind.apiVersion());
        if (!(sent instanceof ObjectNode object) || !apiVersion.equals(kind.apiVersion()) || !title.equals(kind.title())) {
            throw Refused.badRequest("%s in version \"%s\" cannot be handled as a %s: converting (v1.%s) to (core.%s): unknown conversion"
                    .formatted(title, apiVersion, kind.title(), title, kind.title()));
        }
        return object;
    }

    private static String manager(ApiRequest request) {
        String agent = request.agent().isEmpty() ? "unknown" : request.agent().split("/", 2)[0];
        return request.query().getOrDefault("fieldManager", agent);
    }

    private static ObjectNode success(Kind kind, ObjectNode deleted) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        ObjectNode details = status.put("status", "Success").putObject("details").put("name", deleted.at("/metadata/name").asText());
        if (!kind.group().isEmpty())
            details.put("group", kind.group());
        details.put("kind", kind.plural()).put("uid", deleted.at("/metadata/uid").asText());
        return status;
    }
}
