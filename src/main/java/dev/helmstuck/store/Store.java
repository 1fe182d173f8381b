package dev.helmstuck.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.doctor.StoreAnswer;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Signals.CallResult;
import dev.helmstuck.ports.Signals.Upstream;
import dev.helmstuck.ports.UnavailableException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/**
 * The open database: its connections, with the schema brought up to date. Opening it and every use throw {@link UnavailableException} with
 * words that show no credentials. Close it at the end.
 */
public final class Store implements AutoCloseable {
    static final String NAME = UnavailableException.DATABASE;

    private final StoreErrors failures;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Supplier<Optional<String>> changed;
    private final Signals signals;

    private Store(StoreErrors failures, HikariDataSource pool, Jdbi jdbi, Supplier<Optional<String>> changed, Signals signals) {
        this.failures = failures;
        this.pool = pool;
        this.jdbi = jdbi;
        this.changed = changed;
        this.signals = signals;
    }

    /** Opens the database, creates or migrates its tables, and proves that it can be written. */
    static Store open(StoreSettings settings) {
        return open(settings, new Signals());
    }

    /** The same; this one is told of every use. */
    static Store open(StoreSettings settings, Signals signals) {
        return open(settings, dialect -> {}, signals);
    }

    /** The same, unless there is none yet. */
    static Store openExisting(StoreSettings settings) {
        return open(settings, Dialect::demandExisting, new Signals());
    }

    private static Store open(StoreSettings settings, Consumer<Dialect> before, Signals signals) {
        Dialect dialect = Dialect.of(settings);
        before.accept(dialect);
        StoreErrors failures = new StoreErrors(settings, dialect);
        HikariDataSource pool = failures.translate("it cannot be opened", () -> connect(settings, dialect));
        try {
            Jdbi jdbi = Jdbi.create(pool);
            Supplier<Optional<String>> changed = failures.translate("it cannot be opened", () -> jdbi.withHandle(dialect::accept));
            failures.translate("its tables cannot be brought up to date", () -> migrate(pool, dialect));
            Store store = new Store(failures, pool, jdbi, changed, signals);
            store.probe();
            return store;
        } catch (RuntimeException failed) {
            pool.close();
            throw failed;
        }
    }

    private static HikariDataSource connect(StoreSettings settings, Dialect dialect) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(settings.jdbcUrl());
        config.setConnectionTimeout(10_000);
        dialect.tune(config);
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException failed) {
            throw failed;
        } catch (RuntimeException misunderstood) {
            // Hikari's and the driver's words for a URL that they cannot read show it
            throw new UnavailableException(NAME, "DATABASE_URL is not understood by its driver");
        }
    }

    /** Looks at the database without changing it: what is written is taken back, and no table is made. */
    static StoreAnswer look(StoreSettings settings) {
        Dialect dialect = Dialect.of(settings);
        Optional<String> place = dialect.notYet();
        if (place.isPresent()) return new StoreAnswer.NotYet(place.get());
        StoreErrors failures = new StoreErrors(settings, dialect);
        try (HikariDataSource pool = failures.translate("it cannot be opened", () -> connect(settings, dialect))) {
            return failures.translate("it cannot be written", () -> look(pool, dialect));
        }
    }

    private static StoreAnswer look(HikariDataSource pool, Dialect dialect) {
        int pending = known(pool, dialect).info().pending().length;
        if (pending > 0) return new StoreAnswer.Outdated(pending);
        return Jdbi.create(pool).withHandle(db -> {
            db.begin();
            try {
                db.execute("INSERT INTO seen (seen_key, at) VALUES (?, '')", "doctor " + UUID.randomUUID());
                return new StoreAnswer.Writable(dialect.name());
            } finally {
                db.rollback();
            }
        });
    }

    private static int migrate(HikariDataSource pool, Dialect dialect) {
        return known(pool, dialect).migrate().migrationsExecuted;
    }

    /** Throws {@link UnavailableException} if the tables are newer than this program. */
    private static Flyway known(HikariDataSource pool, Dialect dialect) {
        Flyway flyway = Flyway.configure().dataSource(pool).locations(dialect.migrations()).failOnMissingLocations(true)
                .validateMigrationNaming(true).placeholderReplacement(false).loggers("slf4j").load();
        // Flyway by itself lets newer versions pass
        Optional<MigrationInfo> newer = Arrays.stream(flyway.info().applied()).filter(applied -> !applied.getState().isResolved())
                .reduce((lower, higher) -> higher);
        if (newer.isPresent()) {
            throw new UnavailableException(NAME, "its tables are of version " + newer.get().getVersion()
                    + ", which this helm-stuck does not know: start the newer helm-stuck that made them");
        }
        return flyway;
    }

    /** Reads, or writes with one statement. */
    <T> T ask(HandleCallback<T, RuntimeException> question) {
        return use(() -> jdbi.withHandle(question));
    }

    /** Writes with several statements: all of them or none. */
    <T> T change(HandleCallback<T, RuntimeException> change) {
        return use(() -> jdbi.inTransaction(change));
    }

    /** Needs the right to write, and writes nothing. */
    int probe() {
        return ask(db -> db.execute("UPDATE remediation SET version = version WHERE 1 = 0"));
    }

    private <T> T use(Supplier<T> work) {
        long began = System.nanoTime();
        CallResult result = CallResult.FAILED;
        try {
            changed.get().ifPresent(why -> {
                throw new UnavailableException(NAME, why);
            });
            T answer = failures.translate("it cannot be used", work);
            result = CallResult.OK;
            return answer;
        } finally {
            signals.called(Upstream.DATABASE, result, began);
        }
    }

    /** Gives the connections back. What is asked afterwards is {@link UnavailableException}. */
    @Override
    public void close() {
        pool.close();
    }
}
