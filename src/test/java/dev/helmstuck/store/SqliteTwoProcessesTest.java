package dev.helmstuck.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import dev.helmstuck.config.StoreSettings;
import dev.helmstuck.ports.Remediations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract once more with every other call by another process: what one saved the other knows, and races are decided by the file. */
final class SqliteTwoProcessesTest extends RemediationsContract {
    @TempDir
    Path folder;

    private final AtomicInteger calls = new AtomicInteger();
    private Store one;
    private Store other;

    @BeforeEach
    void open() {
        StoreSettings settings = new StoreSettings("jdbc:sqlite:" + folder.resolve("bot.db") + "?busy_timeout=30000");
        one = Store.open(settings);
        other = Store.open(settings);
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
}
