package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.testing.Canary;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PostgreSQL that is lost, slow or not for us: said in words, within a bounded time, without a password; used again once it is back. */
final class PostgresTroubleTest {
    /** Slack waits 3 seconds; what began before the trouble may take as long as the driver waits for a silent server. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final Duration AT_LAST = Duration.ofSeconds(9);
    private static final Duration AT_THE_START = Duration.ofSeconds(30);

    private static final int CONNECTIONS = 8;

    private String database;

    @BeforeEach
    void create() throws SQLException {
        database = PostgresServer.database();
    }

    private static Store open(String url) {
        return Store.open(new StoreSettings(url));
    }

    private static void unavailable(Duration within, String words, ThrowingCallable work) {
        long begun = System.nanoTime();
        assertThatThrownBy(work).isInstanceOf(UnavailableException.class).hasMessageContaining(words).satisfies(failure -> {
            for (Throwable each = failure; each != null; each = each.getCause())
                assertThat(each.toString()).doesNotContain("hunter2", Canary.VALUE, "password=p");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(within);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_server_that_is_not_there_is_said_at_the_start() {
        try (Cable cable = new Cable(PostgresServer.port())) {
            cable.cut();
            unavailable(AT_THE_START, "it cannot be opened: it does not answer", () -> open(PostgresServer.url(database, cable.port())));
            cable.mend();
            cable.silence();
            unavailable(AT_THE_START, "it cannot be opened: it does not answer", () -> open(PostgresServer.url(database, cable.port())));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_login_or_database_that_is_not_known_is_said_at_the_start() {
        unavailable(AT_THE_START, "it refuses the login",
                () -> open(PostgresServer.url(database).replace("user=postgres", "user=stranger")));
        unavailable(AT_THE_START, "there is no such database", () -> open(PostgresServer.url("no_such_place")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://bot:hunter2@db.example.com/bot", "jdbc:postgresql://bot:hunter2@db.example.com:5432/bot"})
    void a_login_before_the_host_is_refused_without_showing_it(String url) {
        unavailable(AT_ONCE, "give the login as", () -> open(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db:port/bot?password=hunter2", "jdbc:postgresql:///bot?password=%zzhunter2"})
    void a_url_that_the_driver_does_not_understand_is_not_shown(String url) {
        unavailable(AT_ONCE, "DATABASE_URL is not understood", () -> open(url));
    }

    @Test
    void a_database_that_cannot_hold_every_character_is_refused() throws SQLException {
        PostgresServer.sql("postgres", "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
        unavailable(AT_THE_START, "its encoding is LATIN1", () -> open(PostgresServer.url("latin")));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_role_that_may_not_make_tables_and_a_read_only_database_are_said_at_the_start() throws SQLException {
        PostgresServer.sql(database, "CREATE ROLE weak LOGIN");
        unavailable(AT_THE_START, "its role lacks a right", () -> open(PostgresServer.url(database).replace("user=postgres", "user=weak")));
        PostgresServer.sql("postgres", "ALTER DATABASE " + database + " SET default_transaction_read_only = on");
        unavailable(AT_THE_START, "it is read-only", () -> open(PostgresServer.url(database)));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_database_that_is_lost_while_it_is_used_is_said_and_used_again_once_it_is_back() {
        try (Cable cable = new Cable(PostgresServer.port()); Store store = open(PostgresServer.url(database, cable.port()))) {
            SqlRemediations remediations = new SqlRemediations(store);
            cable.cut();
            unavailable(AT_ONCE, "it cannot be used: it does not answer", () -> remediations.first("key", Stored.NOW));
            unavailable(AT_ONCE, "it does not answer",
                    () -> remediations.open(Stored.opened("r1", "gitlab-cny"), Stored.row("r1", "command")));
            assertThat(new StoreStatus(store).trouble())
                    .hasValueSatisfying(words -> assertThat(words).startsWith("the database: it cannot be used: it does not answer"));
            cable.mend();
            assertUsable(remediations);
            assertThat(new StoreStatus(store).trouble()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_database_that_falls_silent_is_said_within_a_bounded_time_and_used_again_once_it_speaks() {
        try (Cable cable = new Cable(PostgresServer.port()); Store store = open(PostgresServer.url(database, cable.port()))) {
            SqlRemediations remediations = new SqlRemediations(store);
            cable.silence();
            // the connection that was used a moment ago is not asked whether it is alive
            unavailable(AT_LAST, "it does not answer", () -> remediations.first("key", Stored.NOW));
            unavailable(AT_LAST, "it does not answer",
                    () -> remediations.save(Stored.next(Stored.opened("r1", "gitlab-cny"), Stored.awaiting()), List.of()));
            cable.mend();
            assertUsable(remediations);
        }
    }

    /** Each lost connection of the pool may have to answer once before it is replaced. */
    private static void assertUsable(SqlRemediations remediations) {
        for (int answer = 1; answer <= CONNECTIONS + 1; answer++) {
            try {
                remediations.open(Stored.opened("r" + answer, "gitlab-cny"), Stored.row("r" + answer, "command"));
                break;
            } catch (UnavailableException notYet) {
                assertThat(answer).as(notYet.why()).isLessThanOrEqualTo(CONNECTIONS);
            }
        }
        assertThat(remediations.unfinished()).hasSize(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_row_that_somebody_else_holds_and_a_statement_without_end_are_given_up_in_words() throws SQLException {
        try (Store store = open(PostgresServer.url(database))) {
            SqlRemediations remediations = new SqlRemediations(store);
            remediations.open(Stored.opened("r1", "gitlab-cny"), Stored.row("r1", "command"));
            try (Connection other = DriverManager.getConnection(PostgresServer.url(database));
                    Statement lock = other.createStatement()) {
                other.setAutoCommit(false);
                lock.execute("SELECT * FROM remediation FOR UPDATE");
                unavailable(AT_LAST, "a row stays locked by somebody else",
                        () -> remediations.save(Stored.next(Stored.opened("r1", "gitlab-cny"), Stored.awaiting()), List.of()));
                other.rollback();
            }
            assertThat(remediations.find("r1")).contains(Stored.opened("r1", "gitlab-cny"));
            unavailable(AT_LAST, "it took too long", () -> store.ask(db -> db.execute("SELECT pg_sleep(60)")));
        }
    }

    @Test
    void connections_that_the_server_ended_are_replaced() throws SQLException {
        try (Store store = open(PostgresServer.url(database))) {
            PostgresServer.sql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
            assertUsable(new SqlRemediations(store));
        }
    }
}
