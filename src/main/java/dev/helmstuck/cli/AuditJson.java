package dev.helmstuck.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.helmstuck.ports.Remediations.AuditRow;

/** An audit row as one line of JSON, for scripts. Its keys are an interface: add, never rename. */
final class AuditJson {
    /** Nothing in it steers a terminal. */
    private static final ObjectMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private AuditJson() {}

    /** {@code remediation} is empty where there is none; {@code at} is UTC. */
    private record Exported(String at, String remediation, String actor, String action, String object, String result) {}

    static String of(AuditRow row) {
        try {
            return JSON.writeValueAsString(
                    new Exported(row.at().toString(), row.remediation(), row.actor(), row.action(), row.object(), row.result()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
