package dev.helmstuck.testing.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** A Helm at work, to be killed at a chosen point. */
public record RunningHelm(Process process, Path log) {
    private static final Duration BOUND = Duration.ofMinutes(4);

    /** Everything it has said so far, both streams. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns once its output matches; fails when it ends without. */
    public void awaitOutput(String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        Await.until("Helm's output matches " + regex, BOUND, () -> {
            boolean ended = !process.isAlive();
            if (pattern.matcher(output()).find())
                return true;
            if (ended)
                throw new AssertionError("Helm ended with " + process.exitValue() + "\n" + output());
            return false;
        });
    }

    /** SIGKILL: Helm has no time to write anything any more. Returns once it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }
}
