package dev.helmstuck.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite's native library, which its driver unpacks from the jar into the temporary folder and deletes when the JVM ends in order: each
 * SIGKILL left a megabyte. Here it is unpacked into a folder of its own and deleted as soon as it is loaded, which leaves it loaded.
 * Whoever says where it is to be ({@code org.sqlite.lib.path}, {@code org.sqlite.tmpdir}) keeps it there.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String PLACE = "org.sqlite.lib.path";
    private static final String FOLDER = "org.sqlite.tmpdir";

    private NativeLibrary() {}

    /** Loads it, once in a JVM. What keeps it from being loaded is told when the database is opened. */
    static void load() {
        Unpacking.begin();
    }

    private static final class Unpacking {
        static {
            if (System.getProperty(PLACE) == null && System.getProperty(FOLDER) == null) fromOwnFolder();
        }

        static void begin() {}
    }

    private static void fromOwnFolder() {
        try {
            Path folder = Files.createTempDirectory("helm-stuck-sqlite");
            System.setProperty(FOLDER, folder.toString());
            try {
                DriverManager.getConnection("jdbc:sqlite::memory:").close();
            } finally {
                System.clearProperty(FOLDER);
                delete(folder);
            }
        } catch (IOException | SQLException notSo) {
            LOG.debug("SQLite's library is left to its driver", notSo);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files)
                Files.delete(file);
        }
        Files.delete(folder);
    }
}
