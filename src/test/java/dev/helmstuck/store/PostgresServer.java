package dev.helmstuck.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import dev.helmstuck.testing.Canary;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A real PostgreSQL for tests, started once for all of them and stopped with the JVM; each test makes databases of its own in it. */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private PostgresServer() {}

    private static final class Running {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").setServerConfig("fsync", "off").start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    public static int port() {
        return Running.SERVER.getPort();
    }

    /** A new, empty database; its name. */
    public static String database() throws SQLException {
        String name = "test_" + DATABASES.incrementAndGet();
        sql("postgres", "CREATE DATABASE " + name);
        return name;
    }

    /** The URL of a database. */
    public static String url(String database) {
        return url(database, port());
    }

    /** The URL of a database behind another port, a {@link Cable}'s for example. */
    public static String url(String database, int port) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres&password=" + Canary.VALUE;
    }

    /** One statement, by somebody else than the bot. */
    public static void sql(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database)); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
