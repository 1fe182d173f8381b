package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.DEPLOY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.gitlab.SimulatedPipeline;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A deploy that waits behind a manual job, for weeks or since just now. */
@Execution(ExecutionMode.CONCURRENT)
class GatedDeployTest {

    @TempDir
    Path dir;

    private SimulatedJob gate;

    private Incident withAGatedDeploy() {
        return withAGatedDeploy(Duration.ofDays(21));
    }

    private Incident withAGatedDeploy(Duration ago) {
        Incident incident = Incident.prepare(dir, Incident.Mode.SOCKET);
        SimulatedPipeline pipeline = incident.world.project().pipeline(7002);
        gate = pipeline.job("approve").createdAt(incident.clock.instant().minus(ago)).manual(false);
        var unused = pipeline.job(DEPLOY).createdAt(incident.clock.instant().minus(ago)).status("created");
        return incident.go();
    }

    @Test
    void it_is_a_remark_in_the_request_and_does_not_keep_a_yes_from_deleting() {
        try (Incident incident = withAGatedDeploy()) {
            Message request = incident.asked();
            assertThat(request.text()).contains("never began and does not begin without a person")
                    .contains("its pipeline #7002 waits for a person at approve #" + gate.id() + " (manual)");
            incident.yes(BOB, request);
            incident.repaired();
        }
    }

    @Test
    void somebody_who_presses_play_before_the_yes_is_seen_and_nothing_is_deleted() {
        try (Incident incident = withAGatedDeploy()) {
            Message request = incident.asked();
            gate.play();
            incident.yes(BOB, request);
            Message last = incident.endedUntouched(Outcome.PLAN_CHANGED);
            assertThat(last.text()).contains("1 active job can write this release");
            assertThat(incident.messages("evidence:2")).singleElement().extracting(Message::text).asString()
                    .contains("it begins by itself after approve #" + gate.id() + " (pending)");
            assertThat(incident.there(STUCK)).isTrue();
        }
    }

    @Test
    void no_older_job_is_rerun_beside_it_and_the_gate_is_named_as_what_to_start() {
        try (Incident incident = withAGatedDeploy(Duration.ofMinutes(9))) {
            incident.yes(BOB, incident.asked());
            assertThat(incident.repaired().text()).contains("Next: start <" + gate.url() + "|approve #" + gate.id() + ">")
                    .contains("A newer deploy waits behind a gate: " + DEPLOY + " #").contains("Start that one instead")
                    .doesNotContain("under way");
        }
    }
}
