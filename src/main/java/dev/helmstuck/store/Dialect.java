package dev.helmstuck.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariConfig;
import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.ports.UnavailableException;
import org.jdbi.v3.core.Handle;

/** What differs between databases; everything else is SQL that all of them speak. */
interface Dialect {

    /** The dialect of a JDBC URL; throws {@link UnavailableException} for one that is not supported, without showing it. */
    static Dialect of(StoreSettings settings) {
        if (settings.jdbcUrl().startsWith("jdbc:sqlite:")) return new Sqlite(settings.jdbcUrl());
        if (settings.jdbcUrl().startsWith(Postgres.URL)) return new Postgres(settings.jdbcUrl());
        throw new UnavailableException(Store.NAME,
                "DATABASE_URL is not one that helm-stuck supports: it must begin with jdbc:sqlite: or " + Postgres.URL);
    }

    /** Throws {@link UnavailableException} if opening it would make a new one, which holds nothing. */
    void demandExisting();

    /** What people call it. */
    String name();

    /**
     * Where opening it would make a new one; empty if there is one, or nothing would be made. Throws {@link UnavailableException} if one could
     * not be made.
     */
    Optional<String> notYet();

    /** Where the migrations lie. */
    String migrations();

    /** Sets up the pool and each of its connections. */
    void tune(HikariConfig pool);

    /**
     * Throws {@link UnavailableException} if this database cannot keep what it is given.
     *
     * @return a look, cheap enough for every use, at whether the database is still the one that was opened; empty if it is
     */
    Supplier<Optional<String>> accept(Handle handle);

    /** What a failure means, where the driver's own words do not say it well. */
    Optional<String> words(SQLException failure);
}
