package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real store on a real PostgreSQL, with every other call by another replica. */
final class PostgresRemediationsTest extends RemediationsContract {
    private final AtomicInteger calls = new AtomicInteger();
    private String url;
    private Store one;
    private Store other;

    @BeforeEach
    void open() throws SQLException {
        url = PostgresServer.url(PostgresServer.database());
        one = Store.open(new StoreSettings(url));
        other = Store.open(new StoreSettings(url));
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Override
    Remediations store() {
        return new SqlRemediations(calls.getAndIncrement() % 2 == 0 ? one : other);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE audit SET result = 'nothing happened'",
            "DELETE FROM audit",
            "TRUNCATE audit",
            "INSERT INTO audit OVERRIDING SYSTEM VALUE SELECT * FROM audit ON CONFLICT (id) DO UPDATE SET actor = 'somebody else'"})
    void audit_rows_cannot_be_changed_or_deleted_even_by_sql(String attempt) {
        store().audit(Stored.row("r1", "delete"));
        assertThatThrownBy(() -> one.ask(db -> db.execute(attempt))).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("audit rows are never");
        assertThat(store().auditOf("r1")).containsExactly(Stored.row("r1", "delete"));
    }

    @Test
    void a_save_whose_audit_row_cannot_be_written_is_not_saved_either() {
        Remediation opened = Stored.opened("r1", "gitlab-cny");
        store().open(opened, Stored.row("r1", "command"));
        one.ask(db -> db.execute("ALTER TABLE audit ADD CONSTRAINT full_up CHECK (id < 2)"));
        assertThatThrownBy(() -> store().save(Stored.next(opened, Stored.awaiting()), List.of(Stored.row("r1", "approval"))))
                .isInstanceOf(UnavailableException.class).hasMessageContaining("full_up");
        assertThat(store().find("r1")).contains(opened);
        assertThatThrownBy(() -> store().open(Stored.opened("r2", "gstg-cny"), Stored.row("r2", "command")))
                .isInstanceOf(UnavailableException.class);
        assertThat(store().find("r2")).isEmpty();
    }

    @Test
    void a_text_with_a_nul_or_half_a_character_does_not_keep_a_state_from_being_saved() {
        Remediation opened = Stored.opened("r1", "gitlab-cny");
        store().open(opened, Stored.row("r1", "command"));
        AuditRow hostile = new AuditRow("r1", Stored.NOW, "U1", "refusal", "Eve\0\uD83D", "no\0");
        assertThat(store().save(Stored.next(opened, new State.Closing(
                Stored.ending(new Aftermath.Helm.Unread("said\0 nothing")))), List.of(hostile))).isTrue();
        assertThat(store().find("r1").orElseThrow().state().toString()).contains("said\0 nothing");
        assertThat(store().auditOf("r1").getLast().object()).startsWith("Eve\uFFFD");
    }

    @Test
    void each_connection_has_the_settings_that_keep_what_is_saved_and_end_what_takes_too_long() throws SQLException {
        String database = PostgresServer.database();
        PostgresServer.sql("postgres", "ALTER DATABASE " + database + " SET synchronous_commit = off");
        PostgresServer.sql("postgres", "ALTER DATABASE " + database + " SET default_transaction_isolation = 'serializable'");
        try (Store store = Store.open(new StoreSettings(PostgresServer.url(database)))) {
            assertThat(shown(store, "synchronous_commit")).isEqualTo("on");
            assertThat(shown(store, "transaction_isolation")).isEqualTo("read committed");
            assertThat(shown(store, "statement_timeout")).isEqualTo("4s");
            assertThat(shown(store, "lock_timeout")).isEqualTo("3s");
            assertThat(shown(store, "idle_in_transaction_session_timeout")).isEqualTo("10s");
        }
    }

    private static String shown(Store store, String setting) {
        return store.ask(db -> db.createQuery("SHOW " + setting).mapTo(String.class).one());
    }

    @Test
    void replicas_that_start_at_once_make_the_tables_once() throws Exception {
        String fresh = PostgresServer.url(PostgresServer.database());
        List<Store> replicas = race(4, number -> Store.open(new StoreSettings(fresh)));
        try {
            assertThat(replicas).allSatisfy(replica -> assertThat(new StoreStatus(replica).trouble()).isEmpty());
        } finally {
            replicas.forEach(Store::close);
        }
    }
}
