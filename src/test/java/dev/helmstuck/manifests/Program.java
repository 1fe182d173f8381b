package dev.helmstuck.manifests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.ChildJvm;
import dev.helmstuck.testing.LeftBehind;

/** The bot's command line as a process of its own, in a world's environment and nothing else. */
final class Program {
    private static final long BOUND_SECONDS = 60;

    private Program() {}

    /** How it ended. */
    record Ended(int exit, String output) {}

    static Ended run(World world, String... arguments) {
        List<String> command = ChildJvm.command("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "dev.helmstuck.Main");
        command.addAll(List.of(arguments));
        Path log = world.dir().resolve("program.log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(world.environment());
        try {
            Process process = builder.start();
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end\n" + Files.readString(log));
            }
            LeftBehind.keep("output", Files.readAllLines(log));
            return new Ended(process.exitValue(), Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
