package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening the database, and what is said when it cannot be used. */
final class StoreTest {
    @TempDir
    Path folder;

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("bot.db");
    }

    private static Store open(String url) {
        return Store.open(new StoreSettings(url));
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url()); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void the_module_gives_one_store_and_opens_it_only_when_it_is_needed() {
        Injector injector = injector(url());
        assertThat(folder.resolve("bot.db")).doesNotExist();
        try (Store store = injector.getInstance(Store.class)) {
            assertThat(injector.getInstance(Remediations.class)).isSameAs(injector.getInstance(Remediations.class))
                    .isInstanceOf(SqlRemediations.class);
            assertThat(injector.getInstance(Remediations.class).first("key", Stored.NOW)).isTrue();
            assertThat(injector.getInstance(StoreStatus.class).trouble()).isEmpty();
            assertThat(store).isSameAs(injector.getInstance(Store.class));
        }
        assertThat(injector.getInstance(StoreStatus.class).trouble()).hasValueSatisfying(words -> assertThat(words).contains("closed"));
    }

    @Test
    void a_failed_start_reaches_whoever_asked_the_module_as_its_cause() {
        Injector injector = injector("jdbc:sqlite:" + folder.resolve("no/such/folder/bot.db"));
        assertThatThrownBy(() -> injector.getInstance(Remediations.class)).isInstanceOf(ProvisionException.class)
                .hasCauseInstanceOf(UnavailableException.class);
    }

    private static Injector injector(String url) {
        return Guice.createInjector(new StoreModule(), binder -> binder.bind(StoreSettings.class).toInstance(new StoreSettings(url)));
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        assertThatThrownBy(() -> open("jdbc:sqlite:" + folder.resolve("no/bot.db"))).isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("it cannot be opened: ")
                .hasMessageContaining("the folder of its file " + folder.resolve("no/bot.db") + " does not exist");
    }

    @Test
    void a_file_that_is_no_database_is_left_alone() throws IOException {
        Path file = Files.writeString(folder.resolve("bot.db"), "a letter to my grandmother, long enough to be looked at by SQLite");
        assertThatThrownBy(() -> open(url())).isInstanceOf(UnavailableException.class).hasMessageContaining("no SQLite database");
        assertThat(file).content().startsWith("a letter");
    }

    @Test
    void a_database_of_another_program_is_left_alone() throws SQLException {
        sql("CREATE TABLE recipes (id INTEGER)");
        assertThatThrownBy(() -> open(url())).isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("its tables cannot be brought up to date: ").hasMessageContaining("non-empty");
    }

    @Test
    void tables_of_a_newer_version_are_left_alone() throws SQLException {
        open(url()).close();
        sql("INSERT INTO flyway_schema_history SELECT 99, '99', 'the future', type, 'V99__the_future.sql', checksum, installed_by, "
                + "installed_on, execution_time, success FROM flyway_schema_history WHERE version = '1'");
        assertThatThrownBy(() -> open(url())).isInstanceOf(UnavailableException.class)
                .hasMessage("its tables are of version 99, which this helm-stuck does not know: start the newer helm-stuck that made them");
    }

    @Test
    void tables_made_by_another_text_of_a_migration_are_left_alone() throws SQLException {
        open(url()).close();
        sql("UPDATE flyway_schema_history SET checksum = 1");
        assertThatThrownBy(() -> open(url())).isInstanceOf(UnavailableException.class).hasMessageContaining("checksum mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite::memory:", "jdbc:sqlite:", "jdbc:sqlite:file:bot?mode=memory"})
    void a_database_that_would_forget_is_refused(String url) {
        assertThatThrownBy(() -> open(url)).isInstanceOf(UnavailableException.class).hasMessageContaining("must name a file");
    }

    @Test
    void the_url_cannot_weaken_what_keeps_the_saved_states() {
        try (Store store = open(url() + "?journal_mode=DELETE&synchronous=OFF&foreign_keys=false")) {
            assertThat(store.<String>ask(db -> db.createQuery("PRAGMA journal_mode").mapTo(String.class).one())).isEqualTo("wal");
            assertThat(store.<String>ask(db -> db.createQuery("PRAGMA synchronous").mapTo(String.class).one())).isEqualTo("2");
            assertThat(store.<String>ask(db -> db.createQuery("PRAGMA foreign_keys").mapTo(String.class).one())).isEqualTo("1");
        }
    }

    @Test
    void another_kind_of_database_is_refused_without_showing_its_url() {
        assertThatThrownBy(() -> open("jdbc:mysql://bot:hunter2@db.example.com/bot")).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("must begin with jdbc:sqlite: or jdbc:postgresql:").hasMessageNotContaining("hunter2");
    }

    @Test
    void a_read_only_database_is_said_at_the_start() {
        open(url()).close();
        assertThatThrownBy(() -> open("jdbc:sqlite:file:" + folder.resolve("bot.db") + "?mode=ro")).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("it is read-only");
    }

    @Test
    void a_locked_database_is_said_in_words_and_used_again_once_it_is_free() throws SQLException {
        try (Store store = open(url() + "?busy_timeout=50")) {
            SqlRemediations remediations = new SqlRemediations(store);
            StoreStatus status = new StoreStatus(store);
            try (Connection other = DriverManager.getConnection(url()); Statement lock = other.createStatement()) {
                lock.execute("BEGIN EXCLUSIVE");
                assertThatThrownBy(() -> remediations.first("key", Stored.NOW)).isInstanceOf(UnavailableException.class)
                        .hasMessageStartingWith("it cannot be used: it is locked by another program");
                assertThatThrownBy(() -> remediations.open(Stored.opened("r1", "gitlab-cny"), Stored.row("r1", "command")))
                        .isInstanceOf(UnavailableException.class);
                assertThat(status.trouble()).hasValueSatisfying(words -> assertThat(words)
                        .startsWith("the database: it cannot be used: it is locked by another program"));
            }
            assertThat(status.trouble()).isEmpty();
            assertThat(remediations.first("key", Stored.NOW)).isTrue();
        }
    }

    @Test
    void a_deleted_file_is_noticed_instead_of_being_written_into() throws IOException {
        try (Store store = open(url())) {
            Files.delete(folder.resolve("bot.db"));
            assertThatThrownBy(() -> new SqlRemediations(store).first("key", Stored.NOW)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("bot.db was deleted or replaced");
            assertThat(new StoreStatus(store).trouble()).isPresent();
        }
    }

    @Test
    void a_deleted_folder_is_noticed() throws IOException {
        Path deep = Files.createDirectory(folder.resolve("deep"));
        try (Store store = open("jdbc:sqlite:" + deep.resolve("bot.db"))) {
            Files.move(deep, folder.resolve("away"));
            assertThatThrownBy(() -> new SqlRemediations(store).unfinished()).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("was deleted or replaced");
        }
    }

    @Test
    void another_file_in_its_place_is_noticed() throws IOException {
        try (Store store = open(url())) {
            Files.copy(folder.resolve("bot.db"), folder.resolve("copy.db"));
            Files.move(folder.resolve("copy.db"), folder.resolve("bot.db"), StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> new SqlRemediations(store).first("key", Stored.NOW)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("was deleted or replaced");
        }
    }

    @Test
    void a_failure_shows_neither_url_nor_password_nor_passes_them_to_the_log() {
        String url = "jdbc:postgresql://db.example.com/bot?user=bot&password=hunter2";
        StoreErrors failures = new StoreErrors(new StoreSettings(url), new Sqlite(url));
        SQLException driver = new SQLException(
                "no route to " + url + " (password=hunter2 ), tried jdbc:postgresql://bot:hunter2@other/bot");
        UnavailableException said = failures.unavailable("it cannot be opened", new ConnectionException(driver));
        assertThat(said.why()).isEqualTo("it cannot be opened: no route to jdbc:**** (password=**** ), tried jdbc:****");
        assertThat(said).hasNoCause();
    }
}
