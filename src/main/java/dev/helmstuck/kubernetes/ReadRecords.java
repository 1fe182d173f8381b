package dev.helmstuck.kubernetes;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.runbook.SecretRef;

/**
 * The records that were read last, whole. A write gives an object another resourceVersion and a create another uid, so what has both as before
 * holds what it held: it is looked at again by its metadata, and not read again. Of what is not kept here any more nothing is known, and it is
 * read. In memory only, and bounded.
 */
final class ReadRecords {
    /** Of a few look-alike records, or two of the greatest that there can be. */
    static final int MOST_CHARS = 4 << 20;

    private final Map<ReadRecord, JsonNode> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int chars;

    private record ReadRecord(String cluster, SecretRef object) {}

    /** This very object in this very version. */
    synchronized Optional<JsonNode> find(String cluster, SecretRef object) {
        return Optional.ofNullable(kept.get(new ReadRecord(cluster, object)));
    }

    /** Keeps it, and lets go of those that nobody has asked for longest. */
    synchronized void keep(String cluster, SecretRef object, JsonNode secret) {
        if (kept.put(new ReadRecord(cluster, object), secret) == null) chars += size(secret);
        Iterator<JsonNode> oldest = kept.values().iterator();
        while (chars > MOST_CHARS) {
            chars -= size(oldest.next());
            oldest.remove();
        }
    }

    private static int size(JsonNode secret) {
        int size = 4096; // the metadata
        for (JsonNode value : secret.path("data"))
            size += value.asText().length();
        return size;
    }
}
