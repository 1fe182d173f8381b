package dev.helmstuck.cli;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code serve}: the bot. Runs until it is told to stop. */
@Command(name = "serve", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = "Runs the bot until SIGTERM.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0: stopped by SIGTERM or SIGINT", "2: wrong usage or configuration", "1: anything else"})
public final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    /** Together with the JVM's own end this is less than the ten seconds that are promised. */
    private static final Duration AT_MOST = Duration.ofSeconds(9);

    @ParentCommand
    private HelmStuckCommand main;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = Settings.read(main.environment(), main.workingDirectory(), EnumSet.allOf(Part.class));
        settings.warnings().forEach(LOG::warn);
        untilStopped(new Bot(settings));
        return 0;
    }

    /** Starts the bot, and stops it in order when the process is told to end. */
    public static void untilStopped(Bot bot) throws InterruptedException {
        // the JVM would end with 143 after its hooks; a stop that was asked for and went well is 0
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(bot), "stop"));
        try {
            bot.start();
        } catch (RuntimeException failed) {
            // what was stopped before it had started fails in many ways, and the hook ends the process
            if (!bot.stopping()) {
                LOG.error("the bot could not start", failed);
                bot.close();
                Runtime.getRuntime().halt(HelmStuckCommand.FAILED);
            }
        }
        new CountDownLatch(1).await();
    }

    /** What hangs for longer is cut off: nothing is lost, since every intent is saved before it has an effect. */
    private static void stop(Bot bot) {
        Thread stopping = Thread.ofPlatform().daemon().name("stopping").start(bot::close);
        try {
            if (!stopping.join(AT_MOST))
                LOG.warn("not stopped within {} s; what is left is resumed at the next start", AT_MOST.toSeconds());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
