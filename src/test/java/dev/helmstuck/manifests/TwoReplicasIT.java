package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.store.PostgresServer;
import dev.helmstuck.testing.ChildJvm;
import dev.helmstuck.testing.LeftBehind;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The overlay http-postgresql, run: as many processes of the shipped jar as the Deployment in a real API server says, with the
 * arguments and the environment that it says, on one real PostgreSQL. Slack posts each event to any one of those that are ready, as a
 * Service would pass it on.
 */
@NeedsRealCluster
class TwoReplicasIT {
    private static final Path JAR = Path.of("target", "helm-stuck.jar");
    private static final String CONTEXT = "gprd-gitlab-gke";
    private static final String STUCK = "sh.helm.release.v1.gitlab-cny.v1234";
    private static final String YES = "white_check_mark";
    private static final Duration START_BOUND = Duration.ofSeconds(40);

    private final RealCluster api = RealCluster.shared();
    private final ClusterSimulator target = ClusterSimulator.start(Clock.systemUTC());
    private final List<ReplicaProcess> replicas = new ArrayList<>();

    @TempDir
    Path dir;

    private World world;
    private Deployed deployed;

    /** One pod's process; of its environment only the addresses are its own. */
    private record ReplicaProcess(Process process, int port, Path log) {}

    @BeforeEach
    void deploy() throws Exception {
        world = new World(dir, target.kubeconfig(dir, CONTEXT), CONTEXT, "gitlab-cny", "gitlab-cny").overHttp();
        String database = PostgresServer.url(PostgresServer.database());
        world.with("DATABASE_URL", database);
        Readme stranger = Readme.in(Files.createDirectory(dir.resolve("copy")), api.kubeconfig(), Map.of());
        String targets = Files.readString(dir.resolve("helm-stuck.yaml")).replace("cluster: " + CONTEXT + "\n",
                "cluster: " + CONTEXT + "\n    deleter: " + CONTEXT + "-deleter\n");
        Files.writeString(stranger.copy().resolve("manifests/base/helm-stuck.yaml"), targets);
        stranger.edit("manifests/base/kustomization.yaml", "https://gitlab.example.com", world.gitlab().url().toString());
        stranger.run("kubectl apply -k manifests/overlays/http-postgresql");
        secrets(stranger, database);
        deployed = Deployed.read(api, dir.resolve("pod"));
        assertThat(deployed.replicas()).isEqualTo(2);
        assertThat(deployed.environment()).containsEntry("SLACK_MODE", "http").containsEntry("DATABASE_URL", database);
        for (int number = 0; number < deployed.replicas(); number++)
            replicas.add(start(number));
        assertThat(world.slack().await(START_BOUND, () -> replicas.stream().allMatch(this::ready))).as(this::logs).isTrue();
        world.slack().deliverTo(replicas.stream().map(TwoReplicasIT::endpoint).toList());
    }

    private void secrets(Readme stranger, String database) throws IOException {
        Path kubeconfig = Files.writeString(stranger.copy().resolve("helm-stuck.kubeconfig"),
                Files.readString(dir.resolve("kubeconfig")).replace("contexts: [", "contexts: [{name: \"" + CONTEXT
                        + "-deleter\", context: {cluster: simulated, user: simulated}}, "));
        Files.writeString(stranger.copy().resolve("helm-stuck.env"), """
                SLACK_BOT_TOKEN=%s
                SLACK_SIGNING_SECRET=%s
                GITLAB_TOKEN=%s
                DATABASE_URL=%s
                """.formatted(world.slack().botToken(), world.slack().signingSecret(), world.gitlab().token(), database));
        stranger.run("kubectl delete secret helm-stuck helm-stuck-kubeconfig -n helm-stuck --ignore-not-found");
        stranger.run("kubectl create secret generic helm-stuck -n helm-stuck --from-env-file=helm-stuck.env");
        stranger.run("kubectl create secret generic helm-stuck-kubeconfig -n helm-stuck --from-file=config=" + kubeconfig.getFileName());
    }

    @AfterEach
    void over() throws IOException {
        for (ReplicaProcess replica : replicas) {
            replica.process().destroyForcibly();
            LeftBehind.keep("jar", Files.readAllLines(replica.log()));
        }
        world.close();
        target.close();
        api.kubectl("delete", "deployment/helm-stuck", "secret/helm-stuck", "secret/helm-stuck-kubeconfig", "-n", Account.NAMESPACE,
                "--ignore-not-found").succeeded();
    }

    @Test
    void both_get_ready_repair_together_and_one_ends_what_the_other_had_begun_when_it_was_killed() throws Exception {
        stuck();
        Message request = ask(1);
        approve(request);
        assertThat(world.slack().await(Duration.ofSeconds(40), () -> broadcasts() == 1)).as(this::logs).isTrue();
        assertRepaired(1);

        stuck();
        ReplicaProcess killed = replicas.get(0);
        world.slack().deliverTo(List.of(endpoint(killed)));
        Message second = ask(2);
        killed.process().destroyForcibly().waitFor();
        assertThat(killed.process().exitValue()).as("SIGKILL").isEqualTo(137);
        world.slack().deliverTo(List.of(endpoint(replicas.get(1))));
        approve(second);
        // the one that was killed had begun it and may still hold its lease
        assertThat(world.slack().await(Duration.ofSeconds(60), () -> broadcasts() == 2)).as(this::logs).isTrue();
        assertRepaired(2);
        assertThat(ready(replicas.get(1))).isTrue();
        replicas.get(1).process().destroy();
        assertThat(replicas.get(1).process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(replicas.get(1).process().exitValue()).as("SIGTERM").isZero();
    }

    private void stuck() {
        Instant since = Instant.now().minus(Duration.ofMinutes(25));
        target.load("/records/gitlab-cny.json", since);
        world.culprit(since);
    }

    /** The n-th request, once it can be answered. */
    private Message ask(int number) {
        assertThat(world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET)).isNotNull();
        assertThat(world.slack().await(Duration.ofSeconds(40), () -> requests().size() == number)).as(this::logs).isTrue();
        Message request = requests().getLast();
        world.seeded(request);
        return request;
    }

    private void approve(Message request) {
        world.slack().react(World.BOB, World.CHANNEL, request.ts(), YES);
    }

    private void assertRepaired(int times) {
        String told = world.slack().transcript(World.CHANNEL) + logs();
        List<ApiRequest> deletes = target.requests().stream().filter(ApiRequest.realDelete(Kind.SECRET)).toList();
        assertThat(deletes).as(told).hasSize(times);
        assertThat(target.get(Kind.SECRET, "gitlab-cny", STUCK)).as(told).isEmpty();
        assertThat(world.slack().messages(World.CHANNEL).stream().filter(Message::broadcast)).as(told).hasSize(times)
                .allSatisfy(last -> assertThat(last.text()).contains(": Helm is unlocked. Next: "));
    }

    private List<Message> requests() {
        return world.slack().messages(World.CHANNEL).stream().filter(message -> World.key(message).startsWith("request:")).toList();
    }

    private long broadcasts() {
        return world.slack().messages(World.CHANNEL).stream().filter(Message::broadcast).count();
    }

    private ReplicaProcess start(int number) throws IOException {
        int port;
        try (ServerSocket any = new ServerSocket(0)) {
            port = any.getLocalPort();
        }
        assertThat(deployed.environment()).containsEntry("HTTP_PORT", Integer.toString(deployed.port()));
        List<String> command = ChildJvm.command("-jar", JAR.toAbsolutePath().toString());
        command.addAll(deployed.arguments());
        Path log = dir.resolve("replica-" + number + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(Files.createDirectory(dir.resolve("replica-" + number)).toFile())
                .redirectInput(new File("/dev/null")).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(deployed.environment());
        builder.environment().putAll(Map.of("HTTP_HOST", "127.0.0.1", "HTTP_PORT", Integer.toString(port), "SLACK_API_URL",
                world.slack().apiUrl()));
        return new ReplicaProcess(builder.start(), port, log);
    }

    private boolean ready(ReplicaProcess replica) {
        return status(replica, deployed.alive()) == 200 && status(replica, deployed.ready()) == 200;
    }

    private static int status(ReplicaProcess replica, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port() + path)).build(),
                    BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static URI endpoint(ReplicaProcess replica) {
        return URI.create("http://127.0.0.1:" + replica.port() + "/slack/events");
    }

    private String logs() {
        StringBuilder logs = new StringBuilder(world.slack().transcript(World.CHANNEL));
        for (ReplicaProcess replica : replicas) {
            try {
                logs.append("\n--- ").append(replica.log()).append('\n').append(Files.readString(replica.log()));
            } catch (IOException e) {
                logs.append(e);
            }
        }
        return logs.toString();
    }
}
