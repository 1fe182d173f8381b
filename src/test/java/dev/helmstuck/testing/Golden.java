package dev.helmstuck.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a text with the file {@code src/test/resources/goldens/NAME}.
 *
 * <p>{@code mvn test -Dtest=X -Dgoldens.update} writes the file instead; read the difference before committing it.
 */
public final class Golden {
    private static final Path GOLDENS = Path.of("src", "test", "resources", "goldens");
    private static final StackWalker CALLER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private Golden() {}

    /** Throws an {@link AssertionError} that shows the first difference and the command to update. */
    public static void check(String name, String actual) {
        check(GOLDENS.resolve(name), actual, CALLER.getCallerClass());
    }

    /** The same for a file of any place, such as one of which only a part comes from a test. */
    public static void checkFile(Path file, String actual) {
        check(file, actual, CALLER.getCallerClass());
    }

    private static void check(Path file, String actual, Class<?> test) {
        String text = actual.endsWith("\n") ? actual : actual + "\n";
        if (updating()) {
            write(file, text);
            return;
        }
        String update = "mvn test -Dtest=" + test.getSimpleName() + " -Dgoldens.update";
        if (!Files.exists(file)) {
            throw new AssertionError("There is no " + file + " yet. Write it with: " + update);
        }
        String expected = read(file);
        if (!expected.equals(text)) {
            throw new AssertionError(file + " differs" + firstDifference(expected, text) + "\nIf the new text is right: " + update);
        }
    }

    /** The build hands {@code -Dgoldens.update} to the tests as "update". */
    private static boolean updating() {
        return Boolean.getBoolean("update");
    }

    private static String firstDifference(String expected, String actual) {
        String[] old = expected.split("\n", -1);
        String[] now = actual.split("\n", -1);
        int line = 0;
        while (line < old.length && line < now.length && old[line].equals(now[line])) {
            line++;
        }
        return " at line " + (line + 1) + "\n  expected: " + at(old, line) + "\n  actual:   " + at(now, line);
    }

    private static String at(String[] lines, int line) {
        return line < lines.length ? lines[line] : "(the end)";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
