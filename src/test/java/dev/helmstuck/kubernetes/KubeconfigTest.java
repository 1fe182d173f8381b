package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A context is used as {@code kubectl --context} would use it, or not at all. */
class KubeconfigTest {
    private static final String SECRET = "token-that-nobody-may-see";

    @TempDir
    Path folder;
    private final Between between = new Between(Optional.empty());

    @AfterEach
    void close() {
        between.close();
    }

    private Path write(String user, String cluster) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: wrong
                clusters:
                - {name: right, cluster: {server: "%1$s"%3$s}}
                - {name: nowhere, cluster: {}}
                users:
                - name: bot
                  user: %2$s
                contexts:
                - {name: wrong, context: {cluster: right, user: bot}}
                - {name: right, context: {cluster: right, user: bot}}
                - {name: gprd-gitlab-gke, context: {cluster: right, user: bot}}
                - {name: no-cluster, context: {cluster: missing, user: bot}}
                - {name: no-server, context: {cluster: nowhere, user: bot}}
                - {name: no-user, context: {cluster: right, user: missing}}
                """.formatted(between.url(), user, cluster));
    }

    private Path write(String user) throws IOException {
        return write(user, "");
    }

    private List<Map.Entry<String, String>> identity(String user) throws IOException {
        return new Kubeconfig(write(user)).access("right").identity();
    }

    private String whoCalled(Path kubeconfig, String context) {
        between.always(Between.answer(200, "text/plain", "ok"));
        try (KubernetesCluster cluster = Place.impatient(kubeconfig)) {
            assertThat(cluster.ready(Place.target(context, "ns"))).isEqualTo("ok");
        }
        return between.seen().getLast().authorization().orElse("");
    }

    private String plugin(String script) throws IOException {
        Path plugin = Files.writeString(folder.resolve("plugin.sh"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
        return "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: \"" + plugin + "\", args: [\"" + SECRET + "\"]}}";
    }

    @Test
    void an_unknown_context_is_never_replaced_by_the_current_one_and_the_known_ones_are_named() throws IOException {
        Path file = write("{token: " + SECRET + "}");
        assertThatThrownBy(() -> new Kubeconfig(file).access("gprd-gitlab-gk")).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no context \"gprd-gitlab-gk\"")
                .hasMessageContaining("gprd-gitlab-gke, no-cluster, no-server, no-user, right, wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-cluster", "no-server", "no-user"})
    void a_context_that_leads_nowhere_is_not_guessed(String context) throws IOException {
        Path file = write("{token: " + SECRET + "}");
        assertThatThrownBy(() -> new Kubeconfig(file).access(context)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("\"" + context + "\"")
                .hasMessageContaining("does not hold");
    }

    @Test
    void what_is_no_kubeconfig_is_said_to_be_none_and_not_quoted() throws IOException {
        for (String content : List.of("", "users: [{token: " + SECRET + "}", "just " + SECRET, "{\"contexts\": \"" + SECRET + "\"}")) {
            Path file = Files.writeString(folder.resolve("broken"), content);
            var trouble = catchThrowableOfType(UnavailableException.class, () -> new Kubeconfig(file).access("right"));
            assertThat(trouble.why()).contains(file.toString()).doesNotContain(SECRET);
            assertThat(trouble).hasNoCause();
        }
    }

    @Test
    void a_missing_file_and_a_missing_setting_are_told_apart() {
        assertThatThrownBy(() -> new Kubeconfig(folder.resolve("none"))).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("cannot be read");
        try (KubernetesCluster cluster = new KubernetesCluster(new ClusterSettings(Optional.empty()), Clock.systemUTC())) {
            assertThatThrownBy(() -> cluster.ready(Place.target("right", "ns"))).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("KUBECONFIG is not set");
        }
    }

    @Test
    void a_key_that_is_none_is_said_without_quoting_it() throws IOException {
        Path file = write("{client-certificate-data: bm9uZQ==, client-key-data: " + SECRET + "}");
        try (KubernetesCluster cluster = Place.impatient(file)) {
            var trouble = catchThrowableOfType(UnavailableException.class, () -> cluster.ready(Place.target("right", "ns")));
            assertThat(trouble.why()).contains("right").doesNotContain(SECRET);
            assertThat(trouble).hasNoCause();
        }
    }

    @Test
    void a_token_a_token_file_a_password_and_an_impersonation_are_used() throws IOException {
        Files.writeString(folder.resolve("token"), "from-a-file\n");
        assertThat(identity("{token: abc}")).containsExactly(Map.entry("Authorization", "Bearer abc"));
        assertThat(identity("{token: abc, tokenFile: token}")).containsExactly(Map.entry("Authorization", "Bearer from-a-file"));
        assertThat(identity("{username: u, password: p}")).containsExactly(Map.entry("Authorization", "Basic dTpw"));
        assertThat(identity("{token: abc, as: reader, as-groups: [a, b]}")).contains(Map.entry("Impersonate-User", "reader"),
                Map.entry("Impersonate-Group", "a"), Map.entry("Impersonate-Group", "b"));
    }

    @Test
    void a_credential_plugin_gives_the_token() throws IOException {
        Path file = write(
                plugin("""
                        echo '{"apiVersion": "client.authentication.k8s.io/v1beta1", "kind": "ExecCredential", "status": {"token": "of-the-plugin"}}'
                        """));
        assertThat(whoCalled(file, "right")).isEqualTo("Bearer of-the-plugin");
    }

    @Test
    void a_credential_plugin_that_fails_is_named_and_nothing_is_asked_anonymously() throws IOException {
        Path file = write(plugin("echo login first; exit 1\n"));
        try (KubernetesCluster cluster = Place.impatient(file)) {
            assertThatThrownBy(() -> cluster.ready(Place.target("right", "ns"))).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("plugin.sh").hasMessageContaining("gave no credentials").hasMessageNotContaining(SECRET);
        }
        assertThat(between.seen()).isEmpty();
    }

    @Test
    void a_credential_plugin_that_hangs_is_not_waited_for() throws IOException {
        Path file = write(plugin("exec sleep 5\n"));
        try (KubernetesCluster cluster = Place.impatient(file)) {
            assertThatThrownBy(() -> cluster.ready(Place.target("right", "ns"))).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("gave nothing within 2 s");
        }
    }

    @Test
    void nothing_comes_from_system_properties() throws IOException {
        Map<String, String> leaks = Map.of("kubernetes.master", "http://127.0.0.1:1/", "kubernetes.auth.token", "leaked",
                "kubernetes.namespace",
                "leaked", "https.proxy", "http://127.0.0.1:1", "http.proxy", "http://127.0.0.1:1", "kubernetes.trust.certificates", "true");
        leaks.forEach(System::setProperty);
        try {
            assertThat(whoCalled(write("{token: mine}"), "right")).isEqualTo("Bearer mine");
            assertThat(new Kubeconfig(write("{token: mine}")).access("right").config().isTrustCerts()).isFalse();
            var proxied = new Kubeconfig(write("{token: mine}", ", proxy-url: \"http://127.0.0.1:3128\"")).access("right").config();
            assertThat(proxied.getMasterUrl()).startsWith(between.url());
            Files.writeString(folder.resolve("token"), "of-the-pod");
            assertThat(new InCluster(folder, "http://127.0.0.1:2").access().config().getMasterUrl()).startsWith("http://127.0.0.1:2");
        } finally {
            leaks.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void an_http_proxy_is_used_for_an_https_server_too() throws IOException {
        Path file = write("{token: mine}", ", proxy-url: \"http://127.0.0.1:3128\"");
        assertThat(new Kubeconfig(file).access("right").config().getHttpsProxy()).isEqualTo("http://127.0.0.1:3128");
        assertThat(new Kubeconfig(file).access("right").config().getMasterUrl()).startsWith(between.url());
    }

    @Test
    void in_cluster_needs_a_service_account_and_uses_its_token() throws IOException {
        InCluster pod = new InCluster(folder, "http://127.0.0.1:1");
        assertThatThrownBy(pod::access).isInstanceOf(UnavailableException.class).hasMessageContaining("does not run in a Pod");
        Files.writeString(folder.resolve("token"), "of-the-pod\n");
        assertThat(pod.access().identity()).containsExactly(Map.entry("Authorization", "Bearer of-the-pod"));
        assertThat(pod.access().config().getCaCertFile()).isEqualTo(folder.resolve("ca.crt").toString());
        assertThat(pod.access().toString()).doesNotContain("of-the-pod");
        Target target = Place.target(Target.IN_CLUSTER, "ns");
        try (KubernetesCluster cluster = new KubernetesCluster(new ClusterSettings(Optional.empty()), Clock.systemUTC())) {
            assertThatThrownBy(() -> cluster.ready(target)).isInstanceOf(UnavailableException.class).hasMessageContaining("in-cluster");
        }
    }

    @Test
    void a_changed_kubeconfig_is_taken_up_after_a_minute() throws IOException {
        between.always(Between.answer(200, "text/plain", "ok"));
        MovingClock clock = new MovingClock();
        try (KubernetesCluster cluster = new KubernetesCluster(new ClusterSettings(Optional.of(write("{token: old}"))), clock)) {
            Target target = Place.target("right", "ns");
            assertThat(cluster.ready(target)).isEqualTo("ok");
            write("{token: new}");
            assertThat(cluster.ready(target)).isEqualTo("ok");
            clock.now = clock.now.plus(Clients.MAX_AGE).plusSeconds(1);
            assertThat(cluster.ready(target)).isEqualTo("ok");
        }
        assertThat(between.seen()).extracting(one -> one.authorization().orElse("")).containsExactly("Bearer old", "Bearer old",
                "Bearer new");
    }

    private static final class MovingClock extends Clock {
        private Instant now = Instant.parse("2026-11-21T06:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
