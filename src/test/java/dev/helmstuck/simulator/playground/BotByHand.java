package dev.helmstuck.simulator.playground;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.ChildJvm;

/** The production bot as a process of its own, so that it can be killed as the kernel kills. */
final class BotByHand implements AutoCloseable {
    private final World world;
    private Process process;

    /** Not started yet. */
    BotByHand(World world) {
        this.world = world;
    }

    /** Starts it again after a kill too; returns before it is connected. */
    synchronized void start() {
        if (alive()) return;
        List<String> command = ChildJvm.command("--enable-native-access=ALL-UNNAMED", "-Dguice_bytecode_gen_option=DISABLED",
                "-cp", System.getProperty("java.class.path"), "dev.helmstuck.Main", "serve");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(world.dir().resolve("bot.log").toFile()));
        builder.environment().clear();
        builder.environment().putAll(world.environment());
        builder.environment().putAll(Map.of("TZ", "UTC", "TMPDIR", world.dir().toString()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: it has no moment left to tidy up. */
    synchronized void kill() {
        if (process == null) return;
        try {
            var unused = process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    /** A word for the page. */
    String state() {
        if (!alive()) return "dead";
        return world.slack().connections().open() > 0 ? "running" : "not connected to Slack";
    }

    @Override
    public void close() {
        kill();
    }
}
