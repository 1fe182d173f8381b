package dev.helmstuck.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.JsonLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The targets file is changed while the whole bot runs: it looks every few seconds. */
class ChangedTargetsTest {
    @TempDir
    Path dir;

    @Test
    void a_target_that_is_added_can_be_asked_for_without_a_restart_and_a_broken_file_changes_nothing_but_readyz() {
        try (JsonLog log = new JsonLog(); Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            String before = incident.world.targets();
            incident.go();
            incident.world
                    .targets(before + before.substring(before.indexOf("  " + World.TARGET + ":\n")).replaceFirst(World.TARGET, "canary")
                            .replace("namespace: gitlab-cny", "namespace: other"));
            incident.until("it is read", () -> said(log, "INFO", "the targets file: read again: added canary"));
            incident.type(World.ALICE, "canary");
            incident.until("it is accepted", () -> asked(incident, "canary"));

            incident.world.targets(before.replace("approvals: 1", "approvals: none"));
            incident.until("the problem is said", () -> said(log, "ERROR", "the file has problems"));
            assertThat(incident.world.told("/readyz")).startsWith("/readyz 200 ").contains("configuration", "found 'none'");
            incident.type(World.BOB, World.TARGET);
            incident.until("what was in force still is", () -> asked(incident, World.TARGET));
        }
    }

    private static boolean asked(Incident incident, String target) {
        return incident.audit("command").stream().anyMatch(row -> row.object().contains(target));
    }

    private static boolean said(JsonLog log, String level, String words) {
        return log.lines().stream().anyMatch(line -> text(line, "loggerName").endsWith(".ConfigWatch") && text(line, "level").equals(level)
                && text(line, "formattedMessage").contains(words));
    }

    private static String text(JsonNode line, String key) {
        return line.path(key).asText();
    }
}
