package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.store.Cable;
import dev.helmstuck.store.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bot's own database is lost, silent or held by somebody else in the middle: the thread says so, and nothing is deleted without it. */
class DatabaseTroubleTest {
    private static final Duration LONG_ENOUGH_TO_SAY = Duration.ofSeconds(6);

    @TempDir
    Path dir;

    /** What happens to the way to PostgreSQL. */
    private enum DatabaseTrouble {
        LOST,
        SILENT;

        void strike(Cable cable) {
            switch (this) {
                case LOST -> cable.cut();
                case SILENT -> cable.silence();
            }
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void while_people_are_asked_the_thread_says_so_once_and_a_yes_given_meanwhile_counts_afterwards(DatabaseTrouble trouble)
            throws SQLException {
        try (Cable cable = new Cable(PostgresServer.port()); Incident incident = incident(cable)) {
            Message request = incident.asked();
            trouble.strike(cable);
            incident.yes(BOB, request);
            Message lost = lost(incident);
            assertThat(lost.thread()).contains(incident.world.root().ts());
            assertThat(lost.text()).contains("database", "Nothing was deleted when it was lost");
            incident.clock.advance(Duration.ofMinutes(1));
            assertThat(incident.deletes()).isEmpty();
            assertThat(incident.backups()).isEmpty();
            cable.mend();
            incident.until("the thread says that it is back", () -> incident.messages("database-back:").size() == 1);
            incident.clock.advance(Duration.ofMinutes(1));
            incident.repaired();
            assertThat(incident.messages("database-lost:")).hasSize(1);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource
    void lost_between_the_yes_and_the_saved_intent_nothing_is_deleted_until_it_is_back(DatabaseTrouble trouble) throws SQLException {
        try (Cable cable = new Cable(PostgresServer.port()); Incident incident = incident(cable)) {
            Message request = incident.asked();
            incident.meanwhile(() -> trouble.strike(cable));
            incident.yes(BOB, request);
            assertThat(lost(incident).text()).contains("Nothing was deleted when it was lost");
            assertThat(incident.deletes()).isEmpty();
            assertThat(incident.backups()).isEmpty();
            cable.mend();
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.repaired();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void lost_while_the_delete_is_under_way_the_thread_claims_nothing_and_the_delete_is_looked_up_afterwards() throws SQLException {
        try (Cable cable = new Cable(PostgresServer.port()); Incident incident = incident(cable)) {
            Message request = incident.asked();
            incident.before(ApiRequest.realDelete(Kind.SECRET), cable::cut);
            incident.yes(BOB, request);
            assertThat(lost(incident).text()).contains("The delete may have been sent already").doesNotContain("Nothing was deleted");
            assertThat(incident.deletes()).hasSize(1);
            cable.mend();
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.repaired();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void lost_while_the_checks_run_the_thread_says_so() throws SQLException {
        try (Cable cable = new Cable(PostgresServer.port()); Incident incident = incident(cable)) {
            incident.meanwhile(() -> {
                incident.until("the thread", () -> !incident.messages("root").isEmpty());
                cable.cut();
            });
            incident.type(ALICE, TARGET);
            assertThat(lost(incident).text()).contains("without it I delete nothing");
            cable.mend();
            incident.patiently("the request", () -> !incident.audit("request").isEmpty());
            incident.no(BOB, incident.request(1));
            incident.endedUntouched(Outcome.REFUSED);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_sqlite_file_that_somebody_else_holds_is_said_and_nothing_is_deleted() throws SQLException {
        try (Incident incident = Incident.start(dir)) {
            Message request = incident.asked();
            try (Connection other = DriverManager.getConnection(incident.world.environment().get("DATABASE_URL"));
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                incident.yes(BOB, request);
                assertThat(lost(incident).text()).contains("Nothing was deleted when it was lost");
                assertThat(incident.deletes()).isEmpty();
                statement.execute("ROLLBACK");
            }
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.repaired();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_moment_without_a_database_is_not_worth_a_message() throws SQLException {
        try (Cable cable = new Cable(PostgresServer.port()); Incident incident = incident(cable)) {
            Message request = incident.asked();
            cable.cut();
            incident.yes(BOB, request);
            assertThat(incident.there(STUCK)).isTrue();
            cable.mend();
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.repaired();
            assertThat(incident.messages("database")).isEmpty();
        }
    }

    private Incident incident(Cable cable) throws SQLException {
        String database = PostgresServer.database();
        Incident incident = Incident.prepare(dir, Mode.SOCKET);
        incident.world.with("DATABASE_URL", PostgresServer.url(database, cable.port()));
        incident.go();
        // the test itself reads past the cable
        incident.world.with("DATABASE_URL", PostgresServer.url(database, PostgresServer.port()));
        return incident;
    }

    /** The message that the database is lost, once it has been for long enough. */
    private static Message lost(Incident incident) {
        // each question to the database takes its own seconds to fail
        for (int tried = 0; tried < 60 && incident.messages("database-lost:").isEmpty(); tried++) {
            incident.clock.advance(LONG_ENOUGH_TO_SAY.dividedBy(6));
            incident.slack().await(Duration.ofMillis(500), () -> !incident.messages("database-lost:").isEmpty());
        }
        incident.until("the thread says that the database is lost", () -> !incident.messages("database-lost:").isEmpty());
        return incident.messages("database-lost:").getFirst();
    }
}
