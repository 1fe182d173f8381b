package dev.helmstuck.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariConfig;
import dev.helmstuck.ports.UnavailableException;
import org.jdbi.v3.core.Handle;

/** SQLite: one file, one replica. */
final class Sqlite implements Dialect {

    /** SQLite has one writer at a time: with one connection ours queue up in order, with more they would poll for its lock. */
    private static final int CONNECTIONS = 1;

    private final String name;

    Sqlite(String jdbcUrl) {
        name = jdbcUrl.replaceFirst("^jdbc:sqlite:(file:)?", "").replaceFirst("\\?.*", "");
    }

    @Override
    public void demandExisting() {
        Path file = Path.of(name).toAbsolutePath();
        if (!Files.isRegularFile(file))
            throw new UnavailableException(Store.NAME, "there is no file " + file + ", which DATABASE_URL names");
    }

    @Override
    public String name() {
        return "SQLite";
    }

    @Override
    public Optional<String> notYet() {
        Path file = Path.of(name).toAbsolutePath();
        if (Files.isRegularFile(file)) return Optional.empty();
        if (file.getParent() == null || !Files.isWritable(file.getParent())) throw new UnavailableException(Store.NAME, unopened(file));
        return Optional.of(file.toString());
    }

    @Override
    public String migrations() {
        return "classpath:db/migration/sqlite";
    }

    @Override
    public void tune(HikariConfig pool) {
        NativeLibrary.load();
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.addDataSourceProperty("journal_mode", "WAL");
        // an intent must be on the disk before its side effect starts: with NORMAL, WAL may lose the last commits at a power cut
        pool.addDataSourceProperty("synchronous", "FULL");
        pool.addDataSourceProperty("foreign_keys", "true");
        // what is set here wins over DATABASE_URL; the wait for a lock is left to it (?busy_timeout=5000) and to the driver (3 s)
        // a transaction that began by reading cannot wait for the lock, it fails at once; so each takes the lock at its beginning
        pool.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    }

    @Override
    public Supplier<Optional<String>> accept(Handle handle) {
        String journal = handle.createQuery("PRAGMA journal_mode").mapTo(String.class).one();
        if (!journal.equals("wal")) {
            throw new UnavailableException(Store.NAME,
                    "DATABASE_URL must name a file on a local disk: SQLite's journal mode would be \"" + journal
                            + "\" instead of \"wal\", and saved states could be lost");
        }
        Path file = Path.of(handle.createQuery("SELECT file FROM pragma_database_list WHERE name = 'main'").mapTo(String.class).one());
        Optional<Object> opened = identity(file);
        // SQLite goes on writing into a file that was deleted, and all of it would be lost at the next start
        return () -> identity(file).equals(opened)
                ? Optional.empty()
                : Optional.of("its file " + file + " was deleted or replaced while it was in use; start helm-stuck again");
    }

    private static Optional<Object> identity(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Optional.of(key == null ? file : key); // null on file systems without such keys
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> words(SQLException failure) {
        // the low byte of SQLite's result codes, https://www.sqlite.org/rescode.html
        return switch (failure.getErrorCode() & 0xff) {
            case 5, 6 -> Optional.of("it is locked by another program");
            case 8 -> Optional.of("it is read-only");
            case 10 -> Optional.of("its disk does not read or write");
            case 11, 26 -> Optional.of("its file is damaged, or no SQLite database");
            case 13 -> Optional.of("its disk is full");
            case 14 -> Optional.of(unopened(Path.of(name).toAbsolutePath()));
            default -> Optional.empty();
        };
    }

    private static String unopened(Path file) {
        boolean noFolder = file.getParent() != null && !Files.isDirectory(file.getParent());
        return noFolder ? "the folder of its file " + file + " does not exist" : "its file " + file + " must be readable and writable";
    }
}
