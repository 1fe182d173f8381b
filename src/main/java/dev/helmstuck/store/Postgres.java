package dev.helmstuck.store;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariConfig;
import dev.helmstuck.ports.UnavailableException;
import org.jdbi.v3.core.Handle;

/** PostgreSQL: one database, any number of replicas. */
final class Postgres implements Dialect {
    static final String URL = "jdbc:postgresql:";

    /** Each statement finds its row by a key; more connections would only wait for one another. */
    private static final int CONNECTIONS = 8;
    /** Slack waits 3 seconds for the answer to a command, and a database that is down must be said in it. */
    private static final int WAIT_MILLIS = 2_000;
    private static final int ALIVE_MILLIS = 1_000;

    /**
     * Limits that the server keeps, so that a statement ends with words. The last one frees the rows of a replica that was cut off in
     * the middle of a transaction. A commit that the server may still forget is no intention saved before its side effect.
     */
    private static final String SESSION = """
            SELECT set_config('statement_timeout', '4000', false), set_config('lock_timeout', '3000', false),
                   set_config('idle_in_transaction_session_timeout', '10000', false),
                   set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
                       ELSE current_setting('synchronous_commit') END, false)""";

    /** The driver's own limits, in seconds, for a server that is silent: longer than the server's. DATABASE_URL may set others. */
    private static final Map<String, String> DRIVER = Map.of("connectTimeout", "2", "socketTimeout", "6", "tcpKeepAlive", "true",
            // the details show rows
            "logServerErrorDetail", "false",
            "ApplicationName", "helm-stuck");

    private static final Pattern LOGIN_BEFORE_HOST = Pattern.compile("jdbc:postgresql:/*[^/?]*@.*");

    /** Refuses what the driver would refuse in words that show the URL. */
    Postgres(String jdbcUrl) {
        if (LOGIN_BEFORE_HOST.matcher(jdbcUrl).matches()) {
            throw new UnavailableException(Store.NAME, "DATABASE_URL has something before an @ in its address: "
                    + "give the login as jdbc:postgresql://host/database?user=…&password=…");
        }
    }

    @Override
    public void demandExisting() {
        // a server makes no database by being asked for one
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public Optional<String> notYet() {
        return Optional.empty();
    }

    @Override
    public String migrations() {
        return "classpath:db/migration/postgresql";
    }

    @Override
    public void tune(HikariConfig pool) {
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(WAIT_MILLIS);
        pool.setValidationTimeout(ALIVE_MILLIS);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionInitSql(SESSION);
        DRIVER.forEach(pool::addDataSourceProperty);
    }

    @Override
    public Supplier<Optional<String>> accept(Handle handle) {
        String encoding = handle.createQuery("SHOW server_encoding").mapTo(String.class).one();
        if (!encoding.equals("UTF8")) {
            throw new UnavailableException(Store.NAME,
                    "its encoding is " + encoding + ": what is stored needs UTF8 (CREATE DATABASE … ENCODING 'UTF8')");
        }
        // a server that goes away says so by itself
        return Optional::empty;
    }

    @Override
    public Optional<String> words(SQLException failure) {
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        String state = Optional.ofNullable(failure.getSQLState()).orElse("");
        return switch (state) {
            case "57014" -> Optional.of("it took too long");
            case "55P03" -> Optional.of("a row stays locked by somebody else");
            case "25006" -> Optional.of("it is read-only");
            case "28000", "28P01" -> Optional.of("it refuses the login");
            case "3D000" -> Optional.of("there is no such database");
            case "42501" -> Optional.of("its role lacks a right");
            case "53100" -> Optional.of("its disk is full");
            case "53300" -> Optional.of("it has no connection left");
            case "57P01", "57P02", "57P03" -> Optional.of("it is starting or stopping");
            default -> state.startsWith("08") ? Optional.of("it does not answer") : Optional.empty();
        };
    }
}
