package dev.helmstuck.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A stored remediation of a version that reran no jobs, and called it resolved when Helm was unlocked. */
final class RowBeforeReruns {

    private RowBeforeReruns() {}

    /** The same in today's words; any other row as it is. */
    static ObjectNode upgraded(ObjectNode row) {
        if (!row.path("state").path("ending").path("outcome").asText("").equals("RESOLVED")) return row;
        if (row.path("state").path("ending").path("rerun").isObject()) return row;
        ObjectNode body = row.deepCopy();
        body.withObject("/state/ending").put("outcome", "UNLOCKED");
        return body;
    }
}
