package dev.helmstuck.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.zaxxer.hikari.pool.HikariPool;
import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.ports.UnavailableException;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.JdbiException;

/** StoreErrors of the database in words for people: what was tried, what it means, what the driver said; never a URL or a password. */
final class StoreErrors {
    private static final Pattern URL = Pattern.compile("(?i)jdbc:\\S+");
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password|pwd)=[^\\s&;]+");

    private final StoreSettings settings;
    private final Dialect dialect;

    StoreErrors(StoreSettings settings, Dialect dialect) {
        this.settings = settings;
        this.dialect = dialect;
    }

    /** Does the work; a failure of the database comes out as {@link UnavailableException}, any other exception as it is. */
    <T> T translate(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException | FlywayException | HikariPool.PoolInitializationException failure) {
            throw unavailable(what, failure);
        }
    }

    UnavailableException unavailable(String what, RuntimeException failure) {
        // the innermost is the driver's own; the outer ones repeat SQL and arguments, which nobody wants to read
        Optional<SQLException> driver = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance).map(SQLException.class::cast).reduce((outer, inner) -> inner);
        String said = driver.map(Throwable::getMessage).orElseGet(failure::getMessage);
        String safe = masked(said);
        String why = driver.flatMap(dialect::words).map(words -> words + " (" + safe + ")").orElse(safe);
        // a cause goes to the log with its own message: only one that needed no mask may
        return driver.filter(cause -> safe.equals(said)).map(cause -> new UnavailableException(Store.NAME, what + ": " + why, cause))
                .orElseGet(() -> new UnavailableException(Store.NAME, what + ": " + why));
    }

    private String masked(String text) {
        String noUrl = URL.matcher(text.replace(settings.jdbcUrl(), "jdbc:****")).replaceAll("jdbc:****");
        return PASSWORD.matcher(noUrl).replaceAll("$1=****");
    }
}
