package dev.helmstuck.simulator.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lists by selector, page by page. Every page shows the state of the first. */
final class Lists {
    private final Memory memory;

    Lists(Memory memory) {
        this.memory = memory;
    }

    /** Where a list goes on: at a revision, after a key. */
    private record Token(long revision, String after) {

        String encoded() {
            ObjectNode token = Json.object().put("v", "meta.k8s.io/v1").put("rv", revision).put("start", after + "\0");
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
        }

        static Token of(String text) {
            try {
                JsonNode token = Json.MAPPER.readTree(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
                return new Token(token.path("rv").asLong(), token.path("start").asText().replace("\0", ""));
            } catch (IllegalArgumentException | IOException e) {
                throw Refused.badRequest("invalid continue token: continue key is not valid: " + e.getMessage());
            }
        }
    }

    /** The typed list, whole objects without kind and apiVersion, as a real server writes them. */
    ObjectNode list(ApiRequest request) {
        Kind kind = request.kind().orElseThrow();
        String labels = request.query().getOrDefault("labelSelector", "");
        String fields = request.query().getOrDefault("fieldSelector", "");
        Predicate<JsonNode> selected = LabelSelector.parse(labels).and(FieldSelector.parse(kind, fields));
        int limit = limit(request);
        synchronized (memory) {
            String going = request.query().getOrDefault("continue", "");
            Token from = going.isEmpty() ? new Token(memory.revision(), "") : Token.of(going);
            List<Map.Entry<String, ObjectNode>> all = going.isEmpty()
                    ? memory.list(kind, request.namespace(), "")
                    : memory.listAt(from.revision(), kind, request.namespace(), from.after()).orElseThrow(Refused::expired);
            List<Map.Entry<String, ObjectNode>> found = all.stream().filter(entry -> selected.test(entry.getValue())).toList();
            List<Map.Entry<String, ObjectNode>> page = limit > 0 && found.size() > limit ? found.subList(0, limit) : found;
            ObjectNode list = head(kind, from.revision());
            // a real server looks for one more object than it answers, and only counts the rest where no selector hides some
            boolean more = more(all, page, limit);
            if (more) {
                memory.keep();
                ObjectNode metadata = (ObjectNode) list.get("metadata");
                metadata.put("continue", new Token(from.revision(), page.getLast().getKey()).encoded());
                if (labels.isBlank() && fields.isBlank())
                    metadata.put("remainingItemCount", found.size() - page.size());
            }
            ArrayNode items = list.putArray("items");
            page.forEach(entry -> items.add(entry.getValue().deepCopy().without(List.of("kind", "apiVersion"))));
            return list;
        }
    }

    /** With a selector a full page ends where it is full: whether anything after it matches is not known yet. */
    private static boolean more(List<Map.Entry<String, ObjectNode>> all, List<Map.Entry<String, ObjectNode>> page, int limit) {
        if (limit == 0 || page.size() < limit)
            return false;
        return !all.getLast().getKey().equals(page.getLast().getKey());
    }

    private static ObjectNode head(Kind kind, long revision) {
        ObjectNode list = Json.object().put("kind", kind.title() + "List").put("apiVersion", kind.apiVersion());
        list.putObject("metadata").put("resourceVersion", String.valueOf(revision));
        return list;
    }

    private static int limit(ApiRequest request) {
        String limit = request.query().getOrDefault("limit", "0");
        try {
            return Integer.parseInt(limit);
        } catch (NumberFormatException e) {
            throw Refused.badRequest("strconv.ParseInt: parsing \"" + limit + "\": invalid syntax");
        }
    }
}
