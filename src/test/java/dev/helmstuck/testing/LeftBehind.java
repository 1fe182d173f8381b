package dev.helmstuck.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps what went out of the bot during the tests in {@code target/left-behind}, one file for each owner, so that the whole of it can be
 * looked through after the suite. The owners call it when they close.
 */
public final class LeftBehind {
    /** Where the files lie; their names begin with what left them. */
    public static final Path FOLDER = Path.of("target", "left-behind");
    /** A line that begins so tells what had been put in, as {@code what=how many}. */
    public static final String PLANTED = "planted: ";

    static {
        clear();
    }

    private LeftBehind() {}

    /** What an earlier build left is of no use to this one. */
    private static void clear() {
        if (!Files.isDirectory(FOLDER)) return;
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(file -> !isOfThisBuild(file)).toList())
                Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the file was written since the Maven began that runs this; without a Maven every file was. */
    public static boolean isOfThisBuild(Path file) {
        try {
            return !Files.getLastModifiedTime(file).toInstant().isBefore(Begun.AT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The nearest Java process above this one is Maven: there may be a shell between. */
    private static final class Begun {
        static final Instant AT = Stream
                .iterate(ProcessHandle.current().parent(), Optional::isPresent, process -> process.orElseThrow().parent())
                .map(process -> process.orElseThrow().info()).filter(info -> info.command().orElse("").endsWith("/java")).findFirst()
                .flatMap(ProcessHandle.Info::startInstant).orElse(Instant.EPOCH);
    }

    /**
     * Keeps these lines.
     *
     * @param what a word for the owner: slack, gitlab, cluster, rows, health, output
     * @param planted in how many places of each kind the canary was put
     */
    public static void keep(String what, Map<String, Integer> planted, List<String> lines) {
        StringBuilder text = new StringBuilder();
        planted.forEach((place, count) -> text.append(PLANTED).append(place).append('=').append(count).append('\n'));
        lines.forEach(line -> text.append(line).append('\n'));
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(Files.createTempFile(FOLDER, what + "-", ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void keep(String what, List<String> lines) {
        keep(what, Map.of(), lines);
    }
}
