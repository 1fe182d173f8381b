package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.DEPLOY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import dev.helmstuck.cli.Bot;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.slack.HurriedSlack;
import dev.helmstuck.store.Cable;
import dev.helmstuck.store.PostgresServer;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two bots on one PostgreSQL: the one that reruns or follows is cut off from it, the other one takes over, and later the first comes back.
 * GitLab makes one new job, and one last message comes.
 */
class RerunTakeoverTest {
    /** Past a lease, and past the time that GitLab may still need for a call. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(80);

    @TempDir
    Path dir;

    /** What becomes of the first bot. */
    private enum WayOfDatabase {
        LOST,
        SILENT;

        void strike(Cable cable) {
            switch (this) {
                case LOST -> cable.cut();
                case SILENT -> cable.silence();
            }
        }
    }

    /** When. */
    private enum WhenCutOff {
        /** The intent is saved, and GitLab's jobs are looked at once more. */
        BEFORE_THE_CALL,
        /** GitLab takes the call and answers; what it answered cannot be saved. */
        AT_THE_CALL,
        /** GitLab takes the call, and its answer is lost too. */
        WITHOUT_AN_ANSWER,
        /** The job runs. */
        FOLLOWING
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_THE_CALL", "BEFORE_THE_CALL"})
    void one_new_job_and_one_last_message_whichever_of_two_bots_is_left(WhenCutOff when) throws SQLException {
        played(when, WayOfDatabase.LOST);
    }

    @Test
    @Tag("long")
    void at_every_moment_and_whether_the_database_is_lost_or_silent() throws SQLException {
        for (WhenCutOff when : WhenCutOff.values())
            for (WayOfDatabase how : WayOfDatabase.values())
                played(when, how);
    }

    private void played(WhenCutOff when, WayOfDatabase how) throws SQLException {
        String database = PostgresServer.database();
        Incident incident = SecondRequest.withToken(Incident.prepare(dir, Mode.SOCKET));
        SecondRequest rerun = new SecondRequest(incident);
        try (incident; Cable cable = new Cable(PostgresServer.port())) {
            incident.world.with("DATABASE_URL", PostgresServer.url(database, cable.port()));
            try (Bot first = bot(incident)) {
                var unused = incident.world.start(first);
                incident.world.with("DATABASE_URL", PostgresServer.url(database));
                Message request = rerun.offered();
                SimulatedJob old = rerun.newest();
                AtomicBoolean struck = strike(incident, when, () -> how.strike(cable));
                incident.yes(BOB, request);
                incident.until("it is struck", struck::get);
                try (Bot second = bot(incident)) {
                    var unusedSecond = incident.world.start(second);
                    goesOn(rerun, old, request);
                    cable.mend();
                    incident.clock.advance(TAKEN_OVER);
                    incident.slack().await(Duration.ofSeconds(2), () -> rerun.retries().size() > 1);
                    only(rerun, old);
                }
            }
        }
    }

    private static Bot bot(Incident incident) {
        return TestBots.bot(incident.world.settings(), incident.clock, instead -> {}, new HurriedSlack());
    }

    /** Lets the moment come; whether it has. */
    private static AtomicBoolean strike(Incident incident, WhenCutOff when, Runnable cut) {
        AtomicBoolean struck = new AtomicBoolean();
        Predicate<String> call = ask -> ask.startsWith("POST ");
        Predicate<String> moment = switch (when) {
            case BEFORE_THE_CALL -> ask -> ask.contains("/jobs?") && incident.audit("diagnosis").stream()
                    .anyMatch(row -> row.result().contains("intent to rerun"));
            case AT_THE_CALL, WITHOUT_AN_ANSWER -> call;
            case FOLLOWING -> ask -> ask.matches("GET .*/jobs/\\d+");
        };
        if (when == WhenCutOff.WITHOUT_AN_ANSWER) {
            var unused = incident.world.gitlab().faults().after(call, new GitlabFault.Hangup());
        }
        var unused = incident.world.gitlab().faults().before(moment, () -> {
            cut.run();
            struck.set(true);
        });
        return struck;
    }

    private static void goesOn(SecondRequest rerun, SimulatedJob old, Message request) {
        Incident incident = rerun.incident();
        incident.patiently("a new job", TAKEN_OVER.dividedBy(4), () -> rerun.newest().id() != old.id());
        incident.patiently("it is followed", TAKEN_OVER.dividedBy(4), () -> !incident.messages("job:").isEmpty());
        rerun.newest().startedAt(incident.clock.instant());
        rerun.deploys();
        rerun.newest().succeededAt(incident.clock.instant());
        var last = rerun.end(Outcome.RESOLVED);
        assertThat(incident.now(request).text()).contains("it was rerun");
        assertThat(last.text()).contains("#" + rerun.newest().id());
    }

    private static void only(SecondRequest rerun, SimulatedJob old) {
        Incident incident = rerun.incident();
        assertThat(rerun.retries()).singleElement().satisfies(call -> assertThat(call).contains("/jobs/" + old.id() + "/retry"));
        assertThat(incident.world.project().jobs().stream().filter(job -> job.name().equals(DEPLOY))).hasSize(2);
        assertThat(incident.slack().messages(CHANNEL).stream().map(World::key).filter(key -> !key.isEmpty())
                .filter(key -> !key.startsWith("database-"))).doesNotHaveDuplicates();
        assertThat(incident.audit("end")).hasSize(1);
    }
}
