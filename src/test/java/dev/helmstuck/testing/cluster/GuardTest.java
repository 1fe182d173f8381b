package dev.helmstuck.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    @Test
    void whenItsInputEndsEveryWatchedProcessIsKilledAndTheFolderIsGone(@TempDir Path parent) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(parent.resolve("cluster"));
        Files.writeString(folder.resolve("data"), "x");
        Guard guard = new Guard(folder);
        Process first = new ProcessBuilder("sleep", "600").start();
        Process second = new ProcessBuilder("sh", "-c", "trap '' TERM; exec sleep 600").start();
        Process ended = new ProcessBuilder("true").start();
        guard.watch(first);
        guard.watch(ended);
        guard.watch(second);
        ended.onExit().join();
        guard.end();
        Await.until("both are dead", Duration.ofSeconds(5), () -> !first.isAlive() && !second.isAlive());
        assertThat(folder).doesNotExist();
    }
}
