package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.helmstuck.config.StoreSettings;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that version 1 wrote keeps every row, and today's code reads them. Never regenerate the two resources: they are the past. */
final class MigrationTest {
    /** The columns of version 1: a later one may add some. */
    private static final Map<String, String> TABLES = new TreeMap<>(Map.of(
            "remediation", "id, target, is_open, state, version, opened, body, lease_owner, lease_until",
            "posting", "remediation, posting_key, intended, channel, ts", "seen", "seen_key, at",
            "audit", "remediation, at, actor, action, object, result"));

    @TempDir
    Path folder;

    @Test
    void a_sqlite_file_that_version_1_wrote_keeps_every_row_and_is_read() throws Exception {
        Path file = folder.resolve("v1.db");
        try (InputStream past = MigrationTest.class.getResourceAsStream("/store/v1.sqlite")) {
            Files.copy(past, file);
        }
        assertKept("jdbc:sqlite:" + file);
    }

    @Test
    void a_sqlite_database_of_schema_version_1_keeps_every_row_and_is_read() throws Exception {
        assertKept(written("jdbc:sqlite:" + folder.resolve("bot.db"), "sqlite"));
    }

    @Test
    void a_postgresql_database_of_schema_version_1_keeps_every_row_and_is_read() throws Exception {
        assertKept(written(PostgresServer.url(PostgresServer.database()), "postgresql"));
    }

    /** Brings the tables up to version 1 and no further, and inserts what version 1 wrote. */
    private static String written(String url, String dialect) throws SQLException, IOException {
        Flyway.configure().dataSource(url, null, null).locations("classpath:db/migration/" + dialect).target("1").loggers("slf4j").load()
                .migrate();
        try (InputStream past = MigrationTest.class.getResourceAsStream("/store/v1-rows.sql");
                Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String insert : new String(past.readAllBytes(), StandardCharsets.UTF_8).lines().toList())
                statement.execute(insert);
        }
        return url;
    }

    private static void assertKept(String url) throws SQLException {
        List<String> before = rows(url);
        assertThat(before).hasSize(3 + 2 + 1 + 7);
        try (Store store = Store.open(new StoreSettings(url))) {
            assertThat(rows(url)).isEqualTo(before);
            Version1.assertFilled(new SqlRemediations(store));
        }
        assertThat(rows(url)).isEqualTo(before);
    }

    private static List<String> rows(String url) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> table : TABLES.entrySet()) {
                try (var found = statement.executeQuery("SELECT " + table.getValue() + " FROM " + table.getKey() + " ORDER BY 1, 2")) {
                    while (found.next()) {
                        StringBuilder row = new StringBuilder(table.getKey());
                        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++)
                            row.append('|').append(found.getString(column));
                        rows.add(row.toString());
                    }
                }
            }
        }
        return rows;
    }
}
