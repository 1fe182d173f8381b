package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real store, on a SQLite file. */
final class SqliteRemediationsTest extends RemediationsContract {
    @TempDir
    Path folder;

    private Store database;
    private Remediations remediations;

    @BeforeEach
    void open() {
        database = open("bot.db");
        remediations = new SqlRemediations(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Store open(String file) {
        return Store.open(new StoreSettings("jdbc:sqlite:" + folder.resolve(file)));
    }

    @Override
    Remediations store() {
        return remediations;
    }

    private void fill() {
        Remediation opened = Stored.opened("r1", "gitlab-cny");
        remediations.open(opened, Stored.row("r1", "command"));
        remediations.save(Stored.next(opened, Stored.awaiting()), List.of(Stored.row("r1", "approval")));
        remediations.intend("r1", "root", Stored.NOW);
        remediations.posted("r1", "root", new MessageRef("C1", "1.1"));
        remediations.first("event Ev1", Stored.NOW);
        remediations.lease("r1", "a", Stored.NOW, Stored.NOW.plusSeconds(30));
    }

    private static void assertFilled(Remediations found) {
        Remediation saved = Stored.next(Stored.opened("r1", "gitlab-cny"), Stored.awaiting());
        assertThat(found.find("r1")).contains(saved);
        assertThat(found.openFor("gitlab-cny")).contains(saved);
        assertThat(found.unfinished()).containsExactly(saved);
        assertThat(found.byMessage(new MessageRef("C1", "1.1"))).contains(saved);
        assertThat(found.auditOf("r1")).containsExactly(Stored.row("r1", "command"), Stored.row("r1", "approval"));
        assertThat(found.first("event Ev1", Stored.NOW)).isFalse();
        assertThat(found.lease("r1", "b", Stored.NOW.plusSeconds(29), Stored.NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void everything_is_there_after_a_restart() {
        fill();
        database.close();
        database = open("bot.db");
        assertFilled(new SqlRemediations(database));
    }

    @Test
    void everything_is_there_after_a_kill() throws Exception {
        fill();
        // what is on the disk while the database is open is what a killed process leaves
        Files.copy(folder.resolve("bot.db"), folder.resolve("killed.db"));
        Files.copy(folder.resolve("bot.db-wal"), folder.resolve("killed.db-wal"));
        try (Store killed = open("killed.db")) {
            assertFilled(new SqlRemediations(killed));
        }
    }

    @Test
    void each_connection_has_the_settings_that_keep_what_is_saved() {
        assertThat(pragma("journal_mode")).isEqualTo("wal");
        assertThat(pragma("synchronous")).as("FULL").isEqualTo("2");
        assertThat(pragma("foreign_keys")).isEqualTo("1");
        assertThat(pragma("busy_timeout")).isEqualTo("3000");
        assertThat(folder.resolve("bot.db-wal")).exists();
    }

    private String pragma(String name) {
        return database.ask(db -> db.createQuery("PRAGMA " + name).mapTo(String.class).one());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE audit SET result = 'nothing happened'",
            "DELETE FROM audit",
            "INSERT OR REPLACE INTO audit SELECT id, remediation, at, 'somebody else', action, object, result FROM audit"})
    void audit_rows_cannot_be_changed_or_deleted_even_by_sql(String attempt) {
        remediations.audit(Stored.row("r1", "delete"));
        assertThatThrownBy(() -> database.ask(db -> db.execute(attempt))).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("audit rows are never");
        assertThat(remediations.auditOf("r1")).containsExactly(Stored.row("r1", "delete"));
    }

    @Test
    void a_save_whose_audit_row_cannot_be_written_is_not_saved_either() {
        Remediation opened = Stored.opened("r1", "gitlab-cny");
        remediations.open(opened, Stored.row("r1", "command"));
        database.ask(db -> db.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END"));
        assertThatThrownBy(() -> remediations.save(Stored.next(opened, Stored.awaiting()), List.of(Stored.row("r1", "approval"))))
                .isInstanceOf(UnavailableException.class).hasMessageContaining("no room");
        assertThat(remediations.find("r1")).contains(opened);
        assertThatThrownBy(() -> remediations.open(Stored.opened("r2", "gstg-cny"), Stored.row("r2", "command")))
                .isInstanceOf(UnavailableException.class);
        assertThat(remediations.find("r2")).isEmpty();
    }

    @Test
    void one_row_that_cannot_be_read_is_an_error_of_its_own_and_does_not_hide_the_others() {
        fill();
        remediations.open(Stored.opened("r2", "gstg-cny"), Stored.row("r2", "command"));
        database.ask(db -> db.execute("UPDATE remediation SET body = replace(body, 'awaiting-approval', 'pondering') WHERE id = 'r1'"));
        assertThat(remediations.unfinished()).containsExactly(Stored.opened("r2", "gstg-cny"));
        assertThatThrownBy(() -> remediations.openFor("gitlab-cny")).isInstanceOf(UnavailableException.class).hasMessageContaining("r1")
                .hasMessageContaining("pondering");
    }

    /** They are asked for every second, and there may be hundreds. */
    @Test
    void of_the_unfinished_ones_only_what_was_saved_since_is_read_again() {
        fill();
        Remediation read = remediations.unfinished().getFirst();
        database.ask(db -> db.execute("UPDATE remediation SET body = 'no JSON' WHERE id = 'r1'"));
        assertThat(remediations.unfinished()).containsExactly(read);

        Remediation saved = Stored.next(read, Stored.closing());
        assertThat(remediations.save(saved, List.of())).isTrue();
        remediations.open(Stored.opened("r2", "gstg-cny"), Stored.row("r2", "command"));
        assertThat(remediations.unfinished()).containsExactly(saved, Stored.opened("r2", "gstg-cny"));

        assertThat(remediations.save(Stored.next(saved, Stored.closed()), List.of())).isTrue();
        assertThat(remediations.unfinished()).containsExactly(Stored.opened("r2", "gstg-cny"));
    }
}
