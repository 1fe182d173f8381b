package dev.helmstuck.testing.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.helmstuck.simulator.World;

/** What people read in a drill, kept for people: {@code target/drill/}. */
final class Kept {
    private Kept() {}

    /** The thread as it is now. */
    static void thread(World world, String name) {
        try {
            Path file = Path.of("target", "drill", name + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, world.slack().transcript(World.CHANNEL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
