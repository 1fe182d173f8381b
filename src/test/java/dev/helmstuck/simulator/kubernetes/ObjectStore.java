package dev.helmstuck.simulator.kubernetes;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The verbs on single objects, each as atomic as in a real API server. */
final class ObjectStore {
    private static final String SUFFIX = "bcdfghjklmnpqrstvwxz2456789";

    private final Memory memory;
    private final Clock clock;

    ObjectStore(Memory memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    ObjectNode get(Kind kind, String namespace, String name) {
        return memory.get(kind, namespace, name).orElseThrow(() -> Refused.notFound(kind, name));
    }

    /** Create as a client asks for it. */
    ObjectNode create(Kind kind, String namespace, ObjectNode sent, String manager, boolean dryRun) {
        ObjectNode object = sent.deepCopy();
        ObjectNode metadata = Json.metadata(object);
        String inBody = metadata.path("namespace").asText(namespace);
        if (!inBody.equals(namespace)) {
            throw Refused.badRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
        if (kind.namespaced())
            metadata.put("namespace", namespace);
        if (metadata.path("name").asText().isEmpty() && !metadata.path("generateName").asText().isEmpty()) {
            metadata.put("name", metadata.path("generateName").asText() + suffix());
        }
        metadata.remove(List.of("resourceVersion", "uid", "creationTimestamp", "managedFields", "generation"));
        Admission.check(kind, object);
        object.put("kind", kind.title()).put("apiVersion", kind.apiVersion());
        if (kind == Kind.NAMESPACE)
            metadata.withObject("/labels").put("kubernetes.io/metadata.name", metadata.path("name").asText());
        metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
        ManagedFields.written(kind, object, manager, now());
        synchronized (memory) {
            if (kind.namespaced() && memory.get(Kind.NAMESPACE, "", namespace).isEmpty())
                throw Refused.notFound(Kind.NAMESPACE, namespace);
            String name = metadata.path("name").asText();
            if (memory.get(kind, namespace, name).isPresent())
                throw Refused.alreadyExists(kind, name);
            return dryRun ? object : memory.store(kind, object);
        }
    }

    /** Delete as a client asks for it: preconditions are compared in the same instant, a dry run keeps the object. */
    ObjectNode delete(Kind kind, String namespace, String name, DeleteOptions options, Consumer<ObjectNode> admission) {
        synchronized (memory) {
            ObjectNode object = get(kind, namespace, name);
            options.check(kind, object);
            admission.accept(object);
            if (isHeld(object)) return marked(kind, object, options.dryRun());
            if (!options.dryRun())
                memory.remove(kind, namespace, name);
            return object;
        }
    }

    /** Whether somebody has to take something off before it goes. */
    static boolean isHeld(ObjectNode object) {
        return !object.at("/metadata/finalizers").isEmpty();
    }

    private ObjectNode marked(Kind kind, ObjectNode object, boolean dryRun) {
        ObjectNode marked = object.deepCopy();
        if (!marked.at("/metadata").hasNonNull("deletionTimestamp")) Json.metadata(marked).put("deletionTimestamp", now());
        return dryRun ? marked : change(kind, object, marked);
    }

    /** Create or replace as another actor does it: no question asked; a uid, times and managed fields that are given stay. */
    ObjectNode put(ObjectNode given) {
        Kind kind = Kind.titled(given.path("apiVersion").asText(), given.path("kind").asText()).orElseThrow(
                () -> new IllegalArgumentException(
                        "the simulated cluster knows no " + given.path("apiVersion") + " " + given.path("kind")));
        ObjectNode object = given.deepCopy();
        ObjectNode metadata = Json.metadata(object);
        String namespace = metadata.path("namespace").asText();
        if (kind.namespaced() && namespace.isEmpty())
            throw new IllegalArgumentException("needs a namespace: " + metadata);
        synchronized (memory) {
            if (kind.namespaced() && memory.get(Kind.NAMESPACE, "", namespace).isEmpty()) {
                create(Kind.NAMESPACE, "", Json.parse("{\"metadata\": {\"name\": \"" + namespace + "\"}}"), "somebody", false);
            }
            Optional<ObjectNode> existing = memory.get(kind, namespace, metadata.path("name").asText());
            inherit(metadata, "uid", existing, UUID.randomUUID().toString());
            inherit(metadata, "creationTimestamp", existing, now());
            Admission.check(kind, object);
            if (!metadata.has("managedFields")) {
                existing.ifPresent(before -> metadata.set("managedFields", before.at("/metadata/managedFields")));
                ManagedFields.written(kind, object, "somebody", now());
            }
            return memory.store(kind, object);
        }
    }

    private static void inherit(ObjectNode metadata, String field, Optional<ObjectNode> existing, String otherwise) {
        if (metadata.hasNonNull(field))
            return;
        metadata.put(field, existing.map(before -> before.path("metadata").path(field).asText()).orElse(otherwise));
    }

    /** Write an object again as another actor does it; writing the same is no change, as in a real server. */
    ObjectNode change(Kind kind, ObjectNode before, ObjectNode after) {
        if (before.equals((JsonNode) after))
            return before;
        ObjectNode object = after.deepCopy();
        ManagedFields.written(kind, object, "somebody", now());
        return memory.store(kind, object);
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 5; i++)
            suffix.append(SUFFIX.charAt(ThreadLocalRandom.current().nextInt(SUFFIX.length())));
        return suffix.toString();
    }
}
