package dev.helmstuck.testing.kill;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.ChildJvm;

/** A {@link MortalBot} in a world's environment, as seen by its parent. */
final class BotProcess implements AutoCloseable {
    /** What Linux makes the exit code of a process that died of SIGKILL. */
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final Path passed;
    private final Path log;

    private BotProcess(Process process, Path passed, Path log) {
        this.process = process;
        this.passed = passed;
        this.log = log;
    }

    /**
     * @param life a name for its files
     * @param fatal the moment at which it dies, empty for none
     * @param ahead how far its clock is ahead, so that its dead predecessor's lease has run out
     */
    static BotProcess start(World world, String life, String fatal, Duration ahead) {
        return start(world, life, fatal, ahead, BotArchive.options());
    }

    /** The same with these options of the JVM, the class path among them. */
    static BotProcess start(World world, String life, String fatal, Duration ahead, List<String> options) {
        Path passed = world.dir().resolve(life + ".passed");
        Path log = world.dir().resolve(life + ".log");
        // the killed leave their temporary files to the test's folder
        List<String> command = ChildJvm.command("--enable-native-access=ALL-UNNAMED", MortalBot.OPENS,
                "-Dguice_bytecode_gen_option=DISABLED", "-Djava.io.tmpdir=" + world.dir());
        command.addAll(options);
        command.addAll(List.of(MortalBot.class.getName(), passed.toString(), ahead.toString(), fatal));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(world.environment());
        try {
            return new BotProcess(builder.start(), Files.writeString(passed, ""), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it died of SIGKILL; that it ended in any other way is a fault. */
    boolean dead() {
        if (process.isAlive()) return false;
        if (process.exitValue() != KILLED) throw new AssertionError("ended with " + process.exitValue() + "\n" + log());
        return true;
    }

    /** SIGKILL from outside. */
    void kill() {
        process.destroyForcibly();
        end(Duration.ofSeconds(10));
    }

    /** SIGTERM; returns the exit code once it has ended. */
    int stop(Duration atMost) {
        process.destroy();
        return end(atMost);
    }

    private int end(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not ended within " + atMost + "\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** The moments that it passed, in order; the last one is the fatal one if it died of that. */
    List<String> passed() {
        return lines(passed);
    }

    String log() {
        return String.join("\n", lines(log));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
