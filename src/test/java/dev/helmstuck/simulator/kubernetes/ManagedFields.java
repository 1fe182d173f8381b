package dev.helmstuck.simulator.kubernetes;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who wrote which fields and when, one entry per manager. Lists are kept whole, where a real server names their items. */
final class ManagedFields {
    private static final Set<String> NOT_MANAGED = Set.of("apiVersion", "kind", "name", "namespace", "uid", "resourceVersion", "generation",
            "creationTimestamp", "managedFields", "stringData");

    private ManagedFields() {}

    static void written(Kind kind, ObjectNode object, String manager, String time) {
        var list = Json.metadata(object).withArray("/managedFields");
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i).path("manager").asText().equals(manager))
                list.remove(i);
        }
        ObjectNode entry = list.addObject().put("manager", manager).put("operation", "Update").put("apiVersion", kind.apiVersion())
                .put("time", time).put("fieldsType", "FieldsV1");
        entry.set("fieldsV1", fields(object));
    }

    private static ObjectNode fields(JsonNode object) {
        ObjectNode fields = Json.object();
        object.properties().forEach(field -> {
            if (NOT_MANAGED.contains(field.getKey()))
                return;
            ObjectNode inner = field.getValue().isObject() ? fields(field.getValue()) : Json.object();
            if (field.getValue().isObject() && !field.getKey().equals("metadata"))
                inner.putObject(".");
            fields.set("f:" + field.getKey(), inner);
        });
        return fields;
    }
}
