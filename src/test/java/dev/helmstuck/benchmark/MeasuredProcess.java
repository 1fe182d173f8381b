package dev.helmstuck.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A process of its own, and what it takes: CPU time of user and system together, resident memory. Reads {@code /proc}: Linux only. */
final class MeasuredProcess implements AutoCloseable {
    private static final long BOUND_SECONDS = 300;
    private static final int TICKS_PER_SECOND = 100;
    private static final int BETWEEN_LOOKS_MILLIS = 5;

    private final Process process;
    private final Path log;
    private final long begun = System.nanoTime();
    private Duration cpu = Duration.ZERO;
    private long peak;

    /** How a process ended. */
    record Cost(int exit, Duration cpu, Duration wall, long peakBytes) {}

    private MeasuredProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static MeasuredProcess start(List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null")).directory(log.toAbsolutePath().getParent().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new MeasuredProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From start to end; what it takes in its last five milliseconds may be missed. */
    Cost awaitEnd() {
        while (process.isAlive() && wall().toSeconds() < BOUND_SECONDS) {
            look();
            pause();
        }
        if (process.isAlive()) throw new IllegalStateException("did not end: " + said());
        return new Cost(process.exitValue(), cpu, wall(), peak);
    }

    /** Waits until this holds; returns how long that took since the start. */
    Duration await(String what, BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            if (!process.isAlive() || wall().toSeconds() > BOUND_SECONDS) throw new IllegalStateException("not " + what + ": " + said());
            pause();
        }
        return wall();
    }

    /** CPU time so far. */
    Duration cpu() {
        look();
        return cpu;
    }

    /** Resident memory now. */
    long resident() {
        return status("VmRSS:");
    }

    private Duration wall() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void look() {
        try {
            String stat = Files.readString(proc("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            if (ticks > 0) cpu = Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
            peak = Math.max(peak, status("VmHWM:"));
        } catch (IOException over) {
            // between the look whether it lives and the one at what it takes
        }
    }

    private long status(String name) {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            return lines.filter(line -> line.startsWith(name)).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst().orElse(0);
        } catch (IOException | UncheckedIOException over) {
            return 0;
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM; returns the exit code. */
    int stop() {
        process.destroy();
        try {
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) throw new IllegalStateException("did not stop: " + said());
            return process.exitValue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
