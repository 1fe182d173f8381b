package dev.helmstuck.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A stored remediation of the first version, which kept neither what was proposed to people nor what is told besides. */
final class Version1Row {

    private Version1Row() {}

    /** The same as today's version would have stored it; any other row as it is. */
    static ObjectNode upgraded(ObjectNode row) {
        if (!row.has("version") || row.has("proposals")) return row;
        ObjectNode body = row.deepCopy();
        body.putArray("notes");
        body.putArray("proposals");
        if (!(body.path("state") instanceof ObjectNode state)) return body;
        JsonNode plan = state.has("ending") ? state.path("ending").path("plan") : state.path("plan");
        if (plan.isObject()) {
            body.withArray("proposals").addObject().put("number", requestNumber(state, body.path("looks").asInt()))
                    .put("voided", state.path("voided").asText("")).<ObjectNode>set("made", made(body, state)).set("plan", plan);
        }
        if (state.path("type").asText("").equals("awaiting-approval")) state.putArray("yes");
        return body;
    }

    /** A request was called by the look that it came from, and the look after a yes counted as one more. */
    private static int requestNumber(JsonNode state, int looks) {
        JsonNode ending = state.path("ending");
        boolean lookedAgain = switch (state.path("type").asText("")) {
            case "deleting", "validating" -> true;
            default -> !ending.path("approvals").isEmpty() || ending.path("outcome").asText("").equals("PLAN_CHANGED");
        };
        return lookedAgain ? looks - 1 : looks;
    }

    /** When people were asked, which is when its deadline began. */
    private static JsonNode made(ObjectNode body, JsonNode state) {
        JsonNode posted = state.path("request").path("posted");
        return posted.isMissingNode() ? body.path("since") : posted;
    }
}
