package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.FakeClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A context is used as {@code kubectl --context} would use it, or not at all. */
class KubeconfigTest {
    private static final String SECRET = "token-that-nobody-may-see";

    @TempDir
    Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open)
            one.close();
    }

    private ApiStub server() {
        ApiStub server = ApiStub.plain();
        open.add(server);
        return server;
    }

    private Path write(String name, String server, String token) throws IOException {
        return Files.writeString(folder.resolve(name), """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters: [{name: %1$s, cluster: {server: "%2$s"}}]
                users: [{name: %1$s, user: {token: %3$s}}]
                contexts: [{name: %1$s, context: {cluster: %1$s, user: %1$s}}]
                """.formatted(name, server, token));
    }

    private static KubernetesCluster nowhere() {
        return new KubernetesCluster(Place.settings(), Clock.systemUTC(), pause -> {});
    }

    private static Optional<String> trouble(String context, Path... kubeconfigs) {
        try (KubernetesCluster cluster = Place.impatient(kubeconfigs)) {
            return Optional.ofNullable(catchThrowableOfType(UnavailableException.class, () -> cluster.ready(Place.target(context, "ns"))))
                    .map(UnavailableException::why);
        }
    }

    @Test
    void no_other_context_than_the_named_one_is_ever_used() throws IOException {
        Map<String, ApiStub> servers = Map.of("gprd", server(), "gprd-cny", server(), "gstg", server());
        List<Path> files = new ArrayList<>();
        for (var server : servers.entrySet())
            files.add(write(server.getKey(), server.getValue().url(), "of-" + server.getKey()));
        Path[] all = files.toArray(Path[]::new);
        for (String asked : List.of("gprd", "gprd-cny", "gstg", "gprd-cn", "gprd ", "GPRD", "default", "current-context")) {
            Optional<String> trouble = trouble(asked, all);
            for (var server : servers.entrySet()) {
                boolean right = server.getKey().equals(asked);
                assertThat(server.getValue().asked()).as("%s asked for %s", server.getKey(), asked)
                        .isEqualTo(right ? List.of(Map.of("authorization", List.of("Bearer of-" + asked))) : List.of());
            }
            if (!servers.containsKey(asked)) {
                assertThat(trouble.orElseThrow()).contains("has no context \"" + asked + "\"; it has gprd, gprd-cny, gstg");
            }
        }
    }

    @Test
    void a_context_that_went_away_is_not_replaced_by_the_current_one() throws IOException {
        ApiStub server = server();
        Path file = write("gprd", server.url(), "a");
        assertThat(trouble("gprd", file)).isEmpty();
        Files.writeString(file,
                Files.readString(file).replace("contexts: [{name: gprd", "contexts: [{name: other").replace("current-context: gprd",
                        "current-context: other"));
        assertThat(server.asked()).hasSize(1);
        assertThat(trouble("gprd", file).orElseThrow()).contains("no context \"gprd\"; it has other");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void the_first_of_several_files_that_has_the_context_wins() throws IOException {
        ApiStub first = server();
        ApiStub second = server();
        Files.createDirectories(folder.resolve("more"));
        Path one = write("gprd", first.url(), "one");
        Path two = Files.move(write("gstg", second.url(), "two"), folder.resolve("more/gprd"));
        Files.writeString(two, Files.readString(two).replace("gstg", "gprd"));
        assertThat(trouble("gprd", one, two)).isEmpty();
        assertThat(first.asked()).hasSize(1);
        assertThat(second.asked()).isEmpty();
        assertThat(trouble("gprd", two, one)).isEmpty();
        assertThat(first.asked()).isEmpty();
        assertThat(second.asked()).hasSize(1);
    }

    @Test
    void a_file_named_inside_one_of_several_lies_beside_that_one() throws IOException {
        ApiStub server = server();
        Path folderOfSecond = Files.createDirectories(folder.resolve("second"));
        Files.writeString(folder.resolve("token"), "of-the-first");
        Files.writeString(folderOfSecond.resolve("token"), "of-the-second");
        Path first = Files.writeString(folder.resolve("first"), "clusters: [{name: c, cluster: {server: \"" + server.url() + "\"}}]");
        Path second = Files.writeString(folderOfSecond.resolve("kubeconfig"), """
                users: [{name: u, user: {tokenFile: token}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                """);
        assertThat(trouble("x", first, second)).isEmpty();
        assertThat(server.asked()).containsExactly(Map.of("authorization", List.of("Bearer of-the-second")));
    }

    @Test
    void of_many_known_contexts_the_first_are_named() throws IOException {
        StringBuilder contexts = new StringBuilder("contexts:\n");
        for (int i = 10; i < 40; i++)
            contexts.append("- {name: c").append(i).append("}\n");
        Path file = Files.writeString(folder.resolve("many"), contexts);
        assertThat(trouble("x", file).orElseThrow()).contains("it has c10, c11,").endsWith("c29 and 10 more");
    }

    @Test
    void what_cannot_be_used_is_known_at_the_start_without_a_question_or_a_plugin_run() throws IOException {
        ApiStub server = server();
        Path good = write("good", server.url(), "a");
        Path proxied = write("proxied", server.url(), "a");
        Files.writeString(proxied,
                Files.readString(proxied).replace("cluster: {server", "cluster: {proxy-url: \"socks5h://u:secret@h:1\", server"));
        Path plugin = write("plugin", server.url(), "a");
        Files.writeString(plugin, Files.readString(plugin).replace("{token: a}",
                "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: /nowhere/plugin}}"));
        try (KubernetesCluster cluster = Place.impatient(good, proxied, plugin)) {
            List<Target> targets = List.of("good", "proxied", "gone", "plugin", "gone", Target.IN_CLUSTER).stream()
                    .map(context -> Place.target(context, "ns")).toList();
            assertThat(cluster.problems(targets)).satisfiesExactly(
                    gone -> assertThat(gone).startsWith("cluster gone cannot be used: ").contains("has no context \"gone\""),
                    pod -> assertThat(pod).startsWith("cluster in-cluster cannot be used: ").contains("does not run in a Pod"),
                    proxy -> assertThat(proxy).isEqualTo("cluster proxied cannot be used: the kubeconfig " + proxied
                            + ": clusters.proxied.cluster.proxy-url is a proxy of the kind socks5h; the bot knows http and socks5"));
        }
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void credentials_go_to_no_plain_http_server_but_this_machine() throws IOException {
        Path file = write("x", "http://192.0.2.1:8080", SECRET);
        assertThat(trouble("x", file).orElseThrow())
                .contains("clusters.x.cluster.server is http://, where a token could be read on the way")
                .doesNotContain(SECRET);
    }

    @Test
    void a_missing_file_and_a_missing_setting_are_told_apart() {
        assertThat(trouble("x", folder.resolve("none")).orElseThrow()).contains(folder.resolve("none") + " cannot be read");
        try (KubernetesCluster cluster = nowhere()) {
            assertThatThrownBy(() -> cluster.ready(Place.target("right", "ns"))).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("KUBECONFIG is not set");
        }
    }

    @Test
    void a_file_that_is_not_read_is_not_quoted_by_a_cause_either() throws IOException {
        for (String content : List.of("users: [{token: " + SECRET + "}", "*" + SECRET, "&a [*a, " + SECRET + "]",
                "? {" + SECRET + ": 1}\n: 2",
                "contexts: " + SECRET, "contexts: [" + SECRET + "]", "a".repeat(17 << 20))) {
            Path file = Files.writeString(folder.resolve("broken"), content);
            var trouble = catchThrowableOfType(UnavailableException.class,
                    () -> new Kubeconfig(Place.settings(file)).access("right", Duration.ofSeconds(1)));
            assertThat(trouble.why()).contains(file.toString()).doesNotContain(SECRET);
            assertThat(trouble).hasNoCause();
        }
    }

    @Test
    void nothing_comes_from_system_properties() throws IOException {
        ApiStub server = server();
        Map<String, String> leaks = Map.of("kubernetes.master", "http://127.0.0.1:1/", "kubernetes.auth.token", "leaked", "kubeconfig",
                "/nowhere", "user.home", "/nowhere", "https.proxyHost", "127.0.0.1", "https.proxyPort", "1", "http.proxyHost", "127.0.0.1",
                "http.proxyPort", "1", "http.nonProxyHosts", "");
        Map<String, Optional<String>> before = new java.util.HashMap<>();
        leaks.keySet().forEach(name -> before.put(name, Optional.ofNullable(System.getProperty(name))));
        leaks.forEach(System::setProperty);
        try {
            assertThat(trouble("x", write("x", server.url(), "mine"))).isEmpty();
        } finally {
            before.forEach((name, value) -> value.ifPresentOrElse(was -> System.setProperty(name, was), () -> System.clearProperty(name)));
        }
        assertThat(server.asked()).containsExactly(Map.of("authorization", List.of("Bearer mine")));
    }

    @Test
    void in_cluster_needs_a_service_account_and_uses_its_token() throws IOException {
        InCluster pod = new InCluster(folder, "http://127.0.0.1:1");
        assertThatThrownBy(pod::access).isInstanceOf(UnavailableException.class).hasMessageContaining("does not run in a Pod");
        Files.writeString(folder.resolve("token"), "of-the-pod\n");
        assertThatThrownBy(pod::access).isInstanceOf(UnavailableException.class).hasMessageContaining("token and ca.crt");
        Files.writeString(folder.resolve("ca.crt"), "none");
        assertThatThrownBy(pod::access).isInstanceOf(UnavailableException.class).hasMessageContaining("holds no certificate");
        Files.writeString(folder.resolve("ca.crt"), Certificates.AUTHORITY.pem());
        assertThat(pod.access().headers()).containsExactly(Map.entry("Authorization", "Bearer of-the-pod"));
        assertThat(pod.access().toString()).doesNotContain("of-the-pod");
        Files.writeString(folder.resolve("token"), "\n");
        assertThatThrownBy(pod::access).isInstanceOf(UnavailableException.class).hasMessageContaining("is none");
        try (KubernetesCluster cluster = nowhere()) {
            assertThatThrownBy(() -> cluster.ready(Place.target(Target.IN_CLUSTER, "ns"))).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("in-cluster");
        }
    }

    @Test
    void in_cluster_goes_past_no_proxy_of_the_environment() throws IOException {
        ApiStub server = ApiStub.tls(Certificates.AUTHORITY.forAddress("127.0.0.1"));
        open.add(server);
        Files.writeString(folder.resolve("token"), "of-the-pod\n");
        Files.writeString(folder.resolve("ca.crt"), Certificates.AUTHORITY.pem());
        ProxyVariables proxies = new ProxyVariables(Optional.of("http://127.0.0.1:1"), Optional.empty(), Optional.empty());
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));
        try (KubernetesCluster cluster = new KubernetesCluster(new Clients(new ClusterSettings(List.of(), proxies),
                new InCluster(folder, server.url()), timeouts, Clock.systemUTC(), pause -> {}))) {
            assertThat(cluster.ready(Place.target(Target.IN_CLUSTER, "ns"))).isEqualTo("ok");
        }
        assertThat(server.asked()).containsExactly(Map.of("authorization", List.of("Bearer of-the-pod")));
    }

    @Test
    void a_changed_kubeconfig_is_taken_up_after_a_minute() throws IOException {
        ApiStub server = server();
        FakeClock clock = new FakeClock();
        try (KubernetesCluster cluster = new KubernetesCluster(Place.settings(write("x", server.url(), "old")), clock, pause -> {})) {
            Target target = Place.target("x", "ns");
            assertThat(cluster.ready(target)).isEqualTo("ok");
            write("x", server.url(), "new");
            assertThat(cluster.ready(target)).isEqualTo("ok");
            clock.advance(Clients.MAX_AGE.plusSeconds(1));
            assertThat(cluster.ready(target)).isEqualTo("ok");
        }
        assertThat(server.asked()).extracting(one -> one.get("authorization").getFirst()).containsExactly("Bearer old", "Bearer old",
                "Bearer new");
    }
}
