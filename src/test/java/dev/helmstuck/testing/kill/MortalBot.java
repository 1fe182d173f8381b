package dev.helmstuck.testing.kill;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;

import com.google.inject.Module;
import dev.helmstuck.cli.Bot;
import dev.helmstuck.cli.ServeCommand;
import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.slack.HurriedSlack;
import dev.helmstuck.testing.TestBots;

/**
 * {@code serve} as a process that can be killed at a named moment: the production bot with {@link FaultPoints} around its ports. It waits
 * for nothing, and its clock may run ahead.
 *
 * <p>Arguments: the file for the moments that it passes, how far its clock is ahead, and the fatal moment or nothing.
 */
final class MortalBot {
    /** What its JVM must be started with. */
    static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    private static final int SIGKILL = 9;

    private MortalBot() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path passed = Path.of(arguments[0]);
        Duration ahead = Duration.parse(arguments[1]);
        String fatal = arguments[2];
        Settings settings = Settings.read(System.getenv(), Path.of(""), EnumSet.allOf(Part.class));
        Module parts = TestBots.parts(settings, Clock.offset(Clock.systemUTC(), ahead), MortalBot::noTime, new HurriedSlack());
        ServeCommand.untilStopped(new Bot(settings, Ports.around(parts, new FaultPoints(passed, fatal, MortalBot::kill))));
    }

    private static void noTime(Duration duration) {
        if (Thread.currentThread().isInterrupted()) throw new StoppedException();
    }

    /** SIGKILL, raised by this very thread, since whoever sends it from outside comes later than the moment. Needs {@link #OPENS}. */
    private static void kill() {
        try {
            Method raise = Class.forName("jdk.internal.misc.Signal").getDeclaredMethod("raise0", int.class);
            raise.setAccessible(true);
            raise.invoke(null, SIGKILL);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("no SIGKILL", impossible);
        }
        throw new AssertionError("survived SIGKILL");
    }
}
