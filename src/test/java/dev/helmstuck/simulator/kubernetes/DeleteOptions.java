package dev.helmstuck.simulator.kubernetes;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a delete demands. A body is taken instead of the parameters, never together with them. */
record DeleteOptions(String uid, String resourceVersion, boolean dryRun) {

    static DeleteOptions of(JsonNode body, Map<String, String> query) {
        if (body.isMissingNode())
            return new DeleteOptions("", "", dryRun("DeleteOptions", query));
        JsonNode values = body.path("dryRun");
        for (JsonNode value : values)
            checkDryRun("DeleteOptions", value.asText());
        JsonNode preconditions = body.path("preconditions");
        return new DeleteOptions(preconditions.path("uid").asText(""), preconditions.path("resourceVersion").asText(""), !values.isEmpty());
    }

    static boolean dryRun(String options, Map<String, String> query) {
        if (!query.containsKey("dryRun"))
            return false;
        checkDryRun(options, query.get("dryRun"));
        return true;
    }

    private static void checkDryRun(String options, String value) {
        if (value.equals("All"))
            return;
        throw Refused.invalid("meta.k8s.io", options, "", List.of(new Refused.Cause("dryRun", "FieldValueNotSupported",
                "Unsupported value: [\"" + value + "\"]: supported values: \"All\"")));
    }

    void check(Kind kind, ObjectNode object) {
        String name = object.at("/metadata/name").asText();
        String hasUid = object.at("/metadata/uid").asText();
        if (!uid.isEmpty() && !uid.equals(hasUid)) {
            throw Refused.conflict(kind, name, "the UID in the precondition (" + uid + ") does not match the UID in record (" + hasUid
                    + "). The object might have been deleted and then recreated");
        }
        String hasVersion = object.at("/metadata/resourceVersion").asText();
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(hasVersion)) {
            throw Refused.conflict(kind, name, "the ResourceVersion in the precondition (" + resourceVersion
                    + ") does not match the ResourceVersion in record (" + hasVersion + "). The object might have been modified");
        }
    }
}
