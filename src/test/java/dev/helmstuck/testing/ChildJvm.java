package dev.helmstuck.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own for a test: quick to start rather than quick in the long run. */
public final class ChildJvm {
    public static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    public static final List<String> QUICK_TO_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private ChildJvm() {}

    /** The command that starts one, to which arguments may be added. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(QUICK_TO_START);
        command.addAll(List.of(arguments));
        return command;
    }
}
