package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.helmstuck.Main;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bot as a process in a network where nothing is reached but through a proxy that wants a name and a password, and where every server shows
 * a certificate of an authority that only the bundle names.
 */
class BehindProxyTest {
    private static final String USER = "bot:p@ss:word";

    @TempDir
    Path dir;

    @Test
    void slack_its_websocket_gitlab_and_the_cluster_are_reached_through_the_proxy_and_believed_by_the_bundle() throws Exception {
        Instant since = Instant.now().minus(Duration.ofMinutes(25));
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC());
                World world = new World(dir, cluster.kubeconfig(dir, "gprd"), "gprd", "gitlab-cny", "gitlab-cny");
                Fronts fronts = new Fronts()) {
            cluster.load("/records/gitlab-cny.json", since);
            world.culprit(since);
            fronts.serve("slack.test", URI.create(world.slack().apiUrl()).getPort());
            fronts.serve("link.test", world.slack().connections().port());
            fronts.serve("gitlab.test", world.gitlab().url().getPort());
            fronts.serve("cluster.test", cluster.uri().getPort());
            world.slack().connections().reachedBy("wss://link.test");
            Path kubeconfig = dir.resolve("kubeconfig");
            Files.writeString(kubeconfig, Files.readString(kubeconfig).replace(cluster.uri().toString(), "https://cluster.test"));
            Path log = dir.resolve("bot.log");
            Process bot = bot(world.with("SLACK_API_URL", "https://slack.test/api/").with("GITLAB_URL", "https://gitlab.test")
                    .with("HTTPS_PROXY", "http://bot:p%40ss%3Aword@127.0.0.1:" + fronts.port())
                    .with("NO_PROXY", "elsewhere.test, 10.0.0.0/8")
                    .with("HELM_STUCK_CA_BUNDLE", "bundle.pem"), log);
            try {
                assertThat(world.slack().connections().awaitOpen(1, Duration.ofSeconds(60))).as(() -> text(log))
                        .isTrue();
                world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
                assertThat(world.request().text()).contains("Delete the record of revision 1234");
                assertThat(fronts.seen()).containsExactly("cluster.test:443", "gitlab.test:443", "link.test:443", "slack.test:443");
                assertThat(text(log)).doesNotContain("p@ss", "p%40ss");
            } finally {
                bot.destroy();
                bot.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private Process bot(World world, Path log) throws IOException {
        Files.writeString(dir.resolve("bundle.pem"), "# ours\n" + Certificates.AUTHORITY.pem());
        List<String> command = ChildJvm.command("--enable-native-access=ALL-UNNAMED", "-cp",
                absolute(System.getProperty("java.class.path")),
                Main.class.getName(), "serve");
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = new HashMap<>(world.environment());
        builder.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String absolute(String path) {
        return String.join(File.pathSeparator,
                List.of(path.split(File.pathSeparator)).stream().map(one -> Path.of(one).toAbsolutePath().toString()).toList());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A proxy that lets only one user through, and behind it a TLS server for each name, in front of a simulator on loopback. */
    private static final class Fronts implements AutoCloseable {
        private final ServerSocket proxy = listening();
        private final Map<String, ServerSocket> servers = new HashMap<>();
        private final Set<String> seen = new ConcurrentSkipListSet<>();

        Fronts() {
            accept(proxy, this::tunnel);
        }

        void serve(String host, int port) throws IOException {
            ServerSocket server = Certificates.AUTHORITY.server(Certificates.AUTHORITY.forHost(host)).getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            servers.put(host + ":443", server);
            accept(server, client -> pass(client, port));
        }

        int port() {
            return proxy.getLocalPort();
        }

        Set<String> seen() {
            return Set.copyOf(seen).stream().collect(Collectors.toCollection(TreeSet::new));
        }

        private void tunnel(Socket client) throws IOException {
            String head = head(client.getInputStream());
            String place = head.split(" ", 3)[1];
            String user = Base64.getEncoder().encodeToString(USER.getBytes(StandardCharsets.UTF_8));
            if (head.lines().noneMatch(line -> line.matches("(?i:proxy-authorization): Basic " + user))) {
                answer(client, "407 Who?\r\nProxy-Authenticate: Basic realm=\"us\"\r\nContent-Length: 0\r\nConnection: close");
                return;
            }
            if (!head.startsWith("CONNECT ") || !servers.containsKey(place)) {
                answer(client, "502 Where?");
                return;
            }
            seen.add(place);
            answer(client, "200 OK");
            pass(client, servers.get(place).getLocalPort());
        }

        private static void answer(Socket client, String words) throws IOException {
            client.getOutputStream().write(("HTTP/1.1 " + words + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) throw new IOException("cut short");
                head.append((char) next);
            }
            return head.toString();
        }

        private interface Serving {
            void serve(Socket client) throws IOException;
        }

        private static void accept(ServerSocket server, Serving serving) {
            Thread.ofPlatform().daemon().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket client = server.accept();
                        Thread.ofVirtual().start(() -> serveOne(client, serving));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private static void serveOne(Socket client, Serving serving) {
            try (client) {
                serving.serve(client);
            } catch (IOException gone) {
                return; // as a proxy does
            }
        }

        private static void pass(Socket client, int port) throws IOException {
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread back = Thread.ofVirtual().start(() -> pump(server, client));
                pump(client, server);
                back.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private static void pump(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.shutdownOutput();
            } catch (IOException closed) {
                return;
            }
        }

        private static ServerSocket listening() {
            try {
                return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            proxy.close();
            for (ServerSocket server : servers.values())
                server.close();
        }
    }
}
