package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.helmstuck.incident.Incident.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watcher in the whole bot: nobody types anything. */
class EarlyWarningTest {
    @TempDir
    Path dir;

    @Test
    void a_release_that_nobody_asks_about_is_said_to_be_stuck_and_nothing_is_touched() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.world.targets(incident.world.targets() + "\nwatcher: {channel: " + CHANNEL + "}\n");
            incident.clock.advance(Duration.ofHours(2));
            incident.go();
            incident.until("a warning", () -> !incident.audit("notice").isEmpty());
            assertThat(incident.messages("watch-pending:")).singleElement().satisfies(message -> {
                assertThat(message.thread()).isEmpty();
                assertThat(message.text()).contains("gitlab-cny has been pending-upgrade for 2h", "/helm-stuck gitlab-cny");
                assertThat(message.mentions()).isEmpty();
            });
            assertThat(incident.deletes()).isEmpty();
            assertThat(incident.backups()).isEmpty();
            assertThat(incident.cluster.requests()).noneMatch(request -> request.path().contains("/secrets/" + Incident.STUCK));
            incident.until("it is counted",
                    () -> incident.world.told("/metrics")
                            .contains("helmstuck_watcher_looks_total{result=\"stuck\",target=\"gitlab-cny\"} 1.0"));
        }
    }

    @Test
    void what_a_remediation_would_lack_is_said_when_the_bot_starts() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            var unused = incident.world.doctor(Optional.of(CHANNEL));
            incident.go();
            incident.until("doctor's news", () -> !incident.audit("doctor").isEmpty());
            assertThat(incident.messages("doctor:")).singleElement()
                    .satisfies(message -> assertThat(message.text()).contains("to mend", "no admission policy holds the deleter back"));
        }
    }

    @Test
    void without_a_channel_it_is_remarked_where_the_bot_says_how_it_is_and_counted() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            var unused = incident.world.doctor(Optional.empty());
            incident.go();
            incident.until("doctor's round", () -> incident.world.told("/readyz").contains("doctor: "));
            assertThat(incident.world.told("/readyz")).startsWith("/readyz 200 ok\ndoctor: ").contains("to mend before the next incident",
                    "; the log names them, and the command doctor");
            assertThat(incident.world.told("/metrics")).containsPattern("helmstuck_doctor_findings\\{severity=\"problem\"} [1-9]");
            assertThat(incident.messages("doctor:")).isEmpty();
        }
    }
}
