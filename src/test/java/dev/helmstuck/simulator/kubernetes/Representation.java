package dev.helmstuck.simulator.kubernetes;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The form that the header Accept asks for: whole, or the metadata only. The first one of the header that can be had is given. */
final class Representation {
    private static final String NONE = "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, "
            + "application/vnd.kubernetes.protobuf";

    private Representation() {}

    static ObjectNode of(ObjectNode whole, String accept) {
        boolean list = whole.path("items").isArray();
        Refused last = Refused.notAcceptable(NONE);
        for (String range : (accept.isBlank() ? "*/*" : accept).split(",", -1)) {
            List<String> parts = List.of(range.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1));
            if (!List.of("application/json", "application/*", "*/*").contains(parts.getFirst()))
                continue;
            String as = parts.stream().filter(part -> part.startsWith("as=")).map(part -> part.substring(3)).findFirst().orElse("");
            if (as.isEmpty())
                return whole;
            boolean known = parts.contains("g=meta.k8s.io") && parts.contains("v=v1");
            if (known && as.equals("partialobjectmetadatalist") && list)
                return partialList(whole);
            if (known && as.equals("partialobjectmetadata") && !list)
                return partial(whole);
            if (known && as.startsWith("partialobjectmetadata"))
                last = wrongForm(whole, list);
        }
        throw last;
    }

    private static Refused wrongForm(ObjectNode whole, boolean list) {
        String type = "(*core." + whole.path("kind").asText() + ")";
        return Refused.notAcceptable(list
                ? "you requested PartialObjectMetadata, but the requested object is a list " + type
                : "you requested PartialObjectMetadataList, but the requested object is not a list " + type);
    }

    private static ObjectNode partialList(ObjectNode whole) {
        ObjectNode list = Json.object().put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
        list.set("metadata", whole.get("metadata"));
        ArrayNode items = list.putArray("items");
        whole.get("items").forEach(item -> items.add(partial((ObjectNode) item)));
        return list;
    }

    private static ObjectNode partial(ObjectNode object) {
        ObjectNode partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.get("metadata"));
        return partial;
    }
}
