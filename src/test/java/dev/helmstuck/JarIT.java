package dev.helmstuck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.testing.ChildJvm;
import dev.helmstuck.testing.LeftBehind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is shipped, as a process of its own: that all of it is in there, its health and its exit codes. */
class JarIT {
    private static final Path JAR = Path.of("target", "helm-stuck.jar");

    @TempDir
    Path dir;

    private ClusterSimulator cluster;
    private World world;

    @BeforeEach
    void aWorld() {
        cluster = ClusterSimulator.start(Clock.systemUTC());
        world = new World(dir, cluster.kubeconfig(dir, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny");
    }

    @AfterEach
    void over() throws IOException {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(dir, "*.log")) {
            for (Path log : logs)
                LeftBehind.keep("jar", Files.readAllLines(log));
        }
        world.close();
        cluster.close();
    }

    @Test
    void it_gets_ready_and_ends_with_0_within_ten_seconds_of_sigterm() throws Exception {
        int port = freePort();
        Process bot = serve(world.with("HTTP_PORT", Integer.toString(port)).environment());
        try {
            assertThat(world.slack().await(Duration.ofSeconds(30), () -> status(port, "/readyz") == 200)).isTrue();
            assertThat(status(port, "/livez")).isEqualTo(200);
            assertThat(get(port, "/metrics").body()).contains("helmstuck_build_info{");
            // what lies there now would stay after a SIGKILL
            assertThat(dir.resolve("tmp")).isEmptyDirectory();
            bot.destroy();
            assertThat(bot.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(bot.exitValue()).isEqualTo(0);
        } finally {
            bot.destroyForcibly();
        }
    }

    @Test
    void it_is_alive_but_not_ready_while_slack_refuses_it_and_says_why() throws Exception {
        int port = freePort();
        world.slack().faults().always("auth.test", SlackFault.error("invalid_auth"));
        Process bot = serve(world.with("HTTP_PORT", Integer.toString(port)).environment());
        try {
            assertThat(world.slack().await(Duration.ofSeconds(30), () -> status(port, "/livez") == 200)).isTrue();
            HttpResponse<String> ready = get(port, "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("slack");
        } finally {
            bot.destroyForcibly();
        }
    }

    @Test
    void it_repairs_a_release_and_check_then_finds_it_not_stuck() throws Exception {
        Instant stuckSince = Instant.now().minus(Duration.ofMinutes(25));
        cluster.load("/records/gitlab-cny.json", stuckSince);
        world.culprit(stuckSince);
        int port = freePort();
        Process bot = start(world.with("HTTP_PORT", Integer.toString(port)).environment(), "serve");
        try {
            assertThat(world.slack().await(Duration.ofSeconds(30), () -> status(port, "/readyz") == 200)).isTrue();
            Process stuck = start(world.environment(), "check", World.TARGET, "--json");
            assertThat(stuck.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(stuck.exitValue()).isEqualTo(10);
            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
            world.slack().react(World.BOB, World.CHANNEL, world.request().ts(), "white_check_mark");
            assertThat(world.last().text()).contains(": Helm is unlocked. Next: ");
            Process healthy = start(world.environment(), "check", World.TARGET);
            assertThat(healthy.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(healthy.exitValue()).isEqualTo(0);
        } finally {
            bot.destroyForcibly();
        }
        // four warnings of the JDK at every start would bury what matters
        assertThat(Files.readString(dir.resolve("serve.log"))).doesNotContain("WARNING:");
    }

    @Test
    void it_names_the_commit_that_it_was_built_from_or_says_that_nobody_knows() throws Exception {
        Process git = new ProcessBuilder("sh", "-c", "git rev-parse --short=7 HEAD 2>/dev/null || true").start();
        String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Process asked = start(Map.of(), "--version");
        assertThat(asked.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(dir.resolve("--version.log")).strip()).matches("helm-stuck \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"
                + (commit.isEmpty() ? "(\\+.+| \\(commit unknown\\))" : "\\+" + commit + "[0-9a-f]*(-dirty)?"));
    }

    @Test
    void wrong_configuration_ends_with_2() throws Exception {
        Process bot = serve(world.with("SLACK_MODE", "pigeon").environment());
        assertThat(bot.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bot.exitValue()).isEqualTo(2);
    }

    @Test
    void an_address_that_is_taken_ends_with_1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Process bot = serve(world.with("HTTP_PORT", Integer.toString(taken.getLocalPort())).with("HTTP_HOST", "0.0.0.0").environment());
            assertThat(bot.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(bot.exitValue()).isEqualTo(1);
        }
    }

    private Process serve(Map<String, String> environment) throws IOException {
        return start(environment, "serve");
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        Path temporary = Files.createDirectories(dir.resolve("tmp"));
        List<String> command = ChildJvm.command("-Djava.io.tmpdir=" + temporary, "-jar", JAR.toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true)
                .redirectOutput(dir.resolve(arguments[0] + ".log").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    private static int status(int port, String path) {
        try {
            return get(port, path).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static HttpResponse<String> get(int port, String path) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }
}
