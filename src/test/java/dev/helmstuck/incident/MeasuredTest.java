package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.MALLORY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.simulator.slack.SlackFaults;
import dev.helmstuck.testing.JsonLog;
import dev.helmstuck.testing.MonitoringFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a remediation leaves on the page for Prometheus, and in the log, over a restart in its middle. */
class MeasuredTest {
    private static final String TO = "helmstuck_remediation_time_seconds_";

    @TempDir
    Path dir;

    private static double value(Incident incident, String series) {
        String page = incident.world.told("/metrics");
        return page.lines().filter(line -> line.startsWith(series + " ")).map(line -> line.substring(series.length() + 1))
                .mapToDouble(Double::parseDouble).findFirst().orElseThrow(() -> new AssertionError(series + "\n" + page));
    }

    @Test
    void a_restart_in_the_middle_loses_no_time_and_doubles_none() {
        try (JsonLog log = new JsonLog(); Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            assertThat(incident.world.told("/metrics")).startsWith("/metrics 200 # HELP ");
            assertThat(value(incident, "helmstuck_open_remediations{state=\"AwaitingApproval\"}")).isEqualTo(1);
            assertThat(value(incident, TO + "count{to=\"request\"}")).isEqualTo(1);
            assertThat(value(incident, "helmstuck_slack_connected")).isEqualTo(1);

            incident.world.stop();
            incident.clock.advance(Duration.ofMinutes(4));
            incident.go();
            incident.yes(BOB, request);
            incident.ended(Outcome.UNLOCKED);

            assertThat(value(incident, TO + "count{to=\"request\"}")).isZero();
            assertThat(value(incident, TO + "count{to=\"yes\"}")).isEqualTo(1);
            assertThat(value(incident, TO + "count{to=\"unlock\"}")).isEqualTo(1);
            assertThat(value(incident, TO + "sum{to=\"unlock\"}")).isBetween(240.0, 300.0);
            assertThat(value(incident, "helmstuck_remediations_total{outcome=\"UNLOCKED\",target=\"gitlab-cny\"}")).isEqualTo(1);
            for (String system : new String[]{"kubernetes", "gitlab", "slack", "database"})
                assertThat(value(incident, "helmstuck_upstream_calls_seconds_count{result=\"ok\",system=\"" + system + "\"}")).isPositive();
            incident.until("nothing is open", () -> value(incident, "helmstuck_open_remediations{state=\"Closing\"}") == 0);
            String id = incident.audit("end").getFirst().remediation();
            assertThat(incident.world.told("/metrics")).doesNotContain(id, "U0");
            everyLineSaysWhatItIsAbout(log, id);
            // the shipped alerts and dashboard ask for nothing else than this
            assertThat(MonitoringFiles.unknown(MonitoringFiles.expressions(), incident.world.told("/metrics"))).isEmpty();
        }
    }

    /** So much goes wrong that each part has something to say. */
    @Test
    void whoever_writes_a_line_about_a_remediation_the_line_has_its_id() {
        try (JsonLog log = new JsonLog(); Incident incident = Incident.start(dir)) {
            SlackFaults slack = incident.slack().faults();
            slack.missingScope("channels:history");
            slack.next("chat.postMessage", SlackFault.error("invalid_blocks"), SlackFault.lostAnswer());
            slack.always("chat.update", SlackFault.status(500));
            slack.always("chat.postEphemeral", SlackFault.status(500));
            Message request = incident.asked();
            incident.yes(MALLORY, request);
            incident.until("the refusal", () -> about(log, "Publisher", "a refusal could not be said"));
            incident.until("an edit that fails", () -> about(log, "Publisher", "could not be edited"));
            slack.clear();
            incident.yes(BOB, request);
            incident.until("the end", () -> !incident.audit("end").isEmpty());
            String id = incident.audit("end").getFirst().remediation();
            Set<String> ofNoRemediation = Set.of("Bot", "SlackSocket", "SlackConnection", "BotIdentity");
            assertThat(log.lines()).allSatisfy(line -> assertThat(line.at("/mdc/remediation").asText())
                    .as(line.path("loggerName").asText() + " " + line.path("formattedMessage").asText())
                    .isEqualTo(ofNoRemediation.contains(writer(line)) ? "" : id));
            assertThat(log.lines()).extracting(MeasuredTest::writer).contains("Driver", "Display", "Publisher", "Sending",
                    "SentMessages");
        }
    }

    private static boolean about(JsonLog log, String writer, String words) {
        return log.lines().stream().anyMatch(line -> writer(line).equals(writer) && line.path("formattedMessage").asText().contains(words));
    }

    private static String writer(JsonNode line) {
        String logger = line.path("loggerName").asText();
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static void everyLineSaysWhatItIsAbout(JsonLog log, String id) {
        assertThat(log.lines()).allSatisfy(line -> {
            assertThat(line.path("timestamp").isIntegralNumber()).isTrue();
            assertThat(List.of("level", "loggerName", "formattedMessage"))
                    .allSatisfy(key -> assertThat(line.path(key).isTextual()).isTrue());
        });
        assertThat(log.lines().stream().filter(line -> line.path("formattedMessage").asText().contains(" -> ")))
                .hasSizeGreaterThan(5).allSatisfy(line -> assertThat(line.path("mdc").path("remediation").asText()).isEqualTo(id));
        assertThat(log.lines().stream().filter(line -> line.path("loggerName").asText().endsWith(".Bot"))).isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("mdc").has("remediation")).isFalse());
    }
}
