package dev.helmstuck.testing.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A shell that outlives this JVM by a moment: it kills the registered processes and removes the folder as soon as its input ends.
 * That happens whatever the JVM dies of, SIGKILL included, which no shutdown hook sees.
 */
final class Guard {
    private static final String SCRIPT = """
            trap '' INT TERM HUP QUIT
            pids=" "
            while read -r sign pid; do
              case $sign in
                +) pids="$pids$pid " ;;
                -) pids="${pids%% $pid *} ${pids#* $pid }" ;;
              esac
            done
            for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
            for try in 1 2 3 4 5; do rm -rf "$1" 2>/dev/null && exit 0; sleep 0.1; done
            """;

    private final Process shell;

    Guard(Path folder) {
        try {
            shell = new ProcessBuilder("sh", "-c", SCRIPT, "guard", folder.toString()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new UncheckedIOException("no shell to guard the cluster's processes", e);
        }
    }

    /** The process dies with this JVM. Forgotten again once it has ended by itself, as its number may then become another's. */
    void watch(Process process) {
        say("+ " + process.pid());
        var unused = process.onExit().thenRun(() -> say("- " + process.pid()));
    }

    void end() throws IOException, InterruptedException {
        shell.getOutputStream().close();
        boolean unused = shell.waitFor(5, TimeUnit.SECONDS);
    }

    private synchronized void say(String line) {
        try {
            shell.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            shell.getOutputStream().flush();
        } catch (IOException e) {
            // the guard has been ended, and has killed this process
        }
    }
}
