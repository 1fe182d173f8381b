package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.testing.FakeClock;
import dev.helmstuck.testing.Some;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A credential plugin is run as kubectl runs it, told what kubectl tells it, and believed as far as kubectl believes it. */
class CredentialPluginTest {
    private static final String SECRET = "token-that-nobody-may-see";
    private static final Certificates CA = Certificates.AUTHORITY;
    private static final ApiStub SERVER = ApiStub.tls(CA.forAddress("127.0.0.1"));
    private static final Certificates.Issued CLIENT = CA.forClient("of-the-plugin", Certificates.keys("EC", "secp256r1"));
    private static final String TRUST = "certificate-authority-data: " + CA.base64();
    private static final String V1 = "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugin.sh";
    private static final String BETA = "apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin.sh";
    private static final String TOKEN = "\"token\": \"" + SECRET + "\"";
    private static final String CERTIFICATE = "\"clientCertificateData\": \"" + json(CLIENT.pem()) + "\"";
    private static final String KEY = "\"clientKeyData\": \"" + json(CLIENT.keyPem()) + "\"";

    @TempDir
    Path folder;

    /** @param words what the bot says when it does not ask; blank if both ask */
    record PluginRow(String name, String words, String user, String script) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static PluginRow both(String name, String exec, String script) {
        return new PluginRow(name, "", "{exec: {" + exec + "}}", script);
    }

    private static PluginRow neither(String name, String words, String exec, String script) {
        return new PluginRow(name, words, "{exec: {" + exec + "}}", script);
    }

    private static String json(String text) {
        return text.replace("\n", "\\n");
    }

    private static String says(String version, String status) {
        return "cat <<'END'\n{\"apiVersion\": \"client.authentication.k8s.io/" + version + "\", \"kind\": \"ExecCredential\", \"status\": {"
                + status
                + "}}\nEND\n";
    }

    private static final String GOOD = says("v1", TOKEN);

    static final List<PluginRow> ROWS = List.of(both("v1", V1, GOOD), both("v1beta1 without a mode", BETA, says("v1beta1", TOKEN)),
            both("IfAvailable", V1.replace("Never", "IfAvailable"), GOOD),
            neither("Always", "interactiveMode is Always, but nobody sits before the bot", V1.replace("Never", "Always"), GOOD),
            neither("an unknown mode", "interactiveMode is neither Never nor IfAvailable", V1.replace("Never", "Sometimes"), GOOD),
            neither("v1 without a mode", "interactiveMode is missing", V1.replace("interactiveMode: Never, ", ""), GOOD),
            neither("v1alpha1", "apiVersion is neither", V1.replace("/v1,", "/v1alpha1,"), GOOD),
            neither("no command", "command is missing", V1.replace(", command: ./plugin.sh", ""), GOOD),
            neither("the answer has another version", "printed another apiVersion", BETA, GOOD),
            both("arguments and variables", V1 + ", args: [\"a\", \"b c\"], env: [{name: FOO, value: bar}, {name: EMPTY}]",
                    "[ \"$#$1$2$FOO$EMPTY\" = \"2ab cbar\" ] || exit 7\n" + GOOD),
            neither("a variable without a name", "env holds a variable without a name", V1 + ", env: [{value: bar}]", GOOD),
            both("env and args null", V1 + ", args: null, env: null", GOOD),
            both("a warning on standard error", V1, "echo 'warning: upgrade me' >&2\n" + GOOD),
            both("reads its standard input", V1, "cat > /dev/null\n" + GOOD),
            neither("fails", "plugin.sh) failed with exit code 3; run kubectl with this context", V1,
                    GOOD + "echo " + SECRET + " >&2; exit 3"),
            neither("prints something else", "printed no ExecCredential", V1, "echo " + SECRET),
            neither("prints nothing", "printed no ExecCredential", V1, "true"),
            neither("prints another kind", "printed no ExecCredential", V1, GOOD.replace("ExecCredential", "Other")),
            neither("prints no status", "printed neither a token nor a certificate", V1, GOOD.replace("\"status\"", "\"other\"")),
            neither("prints an empty status", "printed neither a token nor a certificate", V1, says("v1", "")),
            both("prints YAML", V1,
                    "printf 'apiVersion: client.authentication.k8s.io/v1\\nkind: ExecCredential\\nstatus: {token: abc}\\n'"),
            both("a certificate with an EC key in PKCS#8", V1, says("v1", CERTIFICATE + ", " + KEY)),
            both("a certificate and a token", V1, says("v1", TOKEN + ", " + CERTIFICATE + ", " + KEY)),
            neither("a certificate without its key", "printed a certificate without its key", V1, says("v1", TOKEN + ", " + CERTIFICATE)),
            both("expired already", V1, says("v1", TOKEN + ", \"expirationTimestamp\": \"2020-01-01T00:00:00Z\"")),
            neither("an end that is none", "printed an expirationTimestamp that is none", V1,
                    says("v1", TOKEN + ", \"expirationTimestamp\": \"soon\"")),
            new PluginRow("a token of the user wins, the plugin is not run", "", "{token: of-the-user, exec: {" + V1 + "}}", "touch ran"),
            new PluginRow("a password of the user wins", "", "{username: me, password: p, exec: {" + V1 + "}}", "touch ran"),
            new PluginRow("somebody else", "", "{as: joe, exec: {" + V1 + "}}", GOOD),
            neither("not there", "plugin.sh) is not installed where the bot runs: get it from the wiki",
                    V1.replace("./plugin.sh", "/nowhere/plugin.sh") + ", installHint: get it from the wiki", GOOD),
            neither("not in the PATH", "(the credential plugin plugin.sh) is not installed", V1.replace("./plugin.sh", "plugin.sh"), GOOD),
            neither("not to be executed", "is not to be executed", V1.replace("./plugin.sh", "./kubeconfig"), GOOD),
            neither("arguments in the command", "is not installed", V1.replace("./plugin.sh", "./plugin.sh a"), GOOD));

    static final List<String> TOLD = List.of(TRUST, "certificate-authority: ca.crt", "insecure-skip-tls-verify: true",
            TRUST + ", tls-server-name: 127.0.0.1, disable-compression: true, proxy-url: \"\"", TRUST
                    + ", extensions: [{name: other, extension: 1}, {name: client.authentication.k8s.io/exec, extension: {audience: a, count: 1, list: [x]}}]");

    @BeforeEach
    void forget() {
        var unused = SERVER.asked();
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private Path write(String user, String cluster, String script) throws IOException {
        Path plugin = Files.writeString(folder.resolve("plugin.sh"),
                "#!/bin/sh\ncd " + folder + "\nprintf %s \"$KUBERNETES_EXEC_INFO\" > told\n" + script);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("ca.crt"), CA.pem());
        return Files.writeString(folder.resolve("kubeconfig"), """
                clusters: [{name: c, cluster: {server: "%s", %s}}]
                users: [{name: u, user: %s}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                """.formatted(SERVER.url(), cluster, user));
    }

    private static Optional<UnavailableException> ask(Path kubeconfig) {
        try (KubernetesCluster cluster = Place.impatient(kubeconfig)) {
            return Optional.ofNullable(catchThrowableOfType(UnavailableException.class, () -> cluster.ready(Place.target("x", "ns"))));
        }
    }

    @NeedsRealCluster
    @ParameterizedTest(name = "{0}")
    @FieldSource("ROWS")
    void a_plugin_is_believed_as_far_as_kubectl_believes_it(PluginRow row) throws IOException {
        Path kubeconfig = write(row.user(), TRUST, row.script());
        String printed = Kubectl.ask(folder, List.of(kubeconfig), Map.of());
        List<Map<String, List<String>>> byKubectl = SERVER.asked();
        Optional<UnavailableException> trouble = ask(kubeconfig);
        List<Map<String, List<String>>> byBot = SERVER.asked();
        assertThat(byKubectl).as(printed).hasSize(row.words().isEmpty() ? 1 : 0);
        assertThat(byBot).as(trouble.toString()).isEqualTo(byKubectl);
        trouble.ifPresent(why -> assertThat(why).hasMessageContaining(row.words()).hasMessageContaining(kubeconfig + ": users.u.user.exec.")
                .hasMessageNotContaining(SECRET).hasNoCause());
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @NeedsRealCluster
    @ParameterizedTest(name = "{0}")
    @FieldSource("TOLD")
    void a_plugin_is_told_of_its_cluster_what_kubectl_tells_it(String cluster) throws IOException {
        for (String provide : List.of("true", "false")) {
            Path kubeconfig = write("{exec: {" + V1 + ", provideClusterInfo: " + provide + "}}", cluster, GOOD);
            String printed = Kubectl.ask(folder, List.of(kubeconfig), Map.of());
            var byKubectl = ApiResponse.JSON.readTree(Files.readString(folder.resolve("told")));
            assertThat(byKubectl.path("spec").has("cluster")).as(printed).isEqualTo(provide.equals("true"));
            Files.delete(folder.resolve("told"));
            assertThat(ask(kubeconfig)).isEmpty();
            assertThat(ApiResponse.JSON.readTree(Files.readString(folder.resolve("told")))).isEqualTo(byKubectl);
        }
    }

    @Test
    void a_token_is_asked_for_again_when_it_has_expired_and_not_before() throws IOException {
        String until = Some.NOW.plusSeconds(30).toString();
        Path kubeconfig = write("{exec: {" + V1 + "}}", TRUST, "echo >> runs\n"
                + says("v1", "\"token\": \"of-run-$(wc -l < runs)\", \"expirationTimestamp\": \"" + until + "\"").replace("'END'", "END"));
        FakeClock clock = new FakeClock();
        try (KubernetesCluster cluster = new KubernetesCluster(Place.settings(kubeconfig), clock, pause -> {})) {
            for (Duration later : List.of(Duration.ZERO, Duration.ofSeconds(29), Duration.ofSeconds(1))) {
                clock.advance(later);
                assertThat(cluster.ready(Place.target("x", "ns"))).isEqualTo("ok");
            }
        }
        assertThat(SERVER.asked()).extracting(one -> one.get("authorization").getFirst()).containsExactly("Bearer of-run-1",
                "Bearer of-run-1",
                "Bearer of-run-2");
    }

    @Test
    void a_plugin_that_hangs_is_not_waited_for_and_does_not_live_on() throws Exception {
        Path kubeconfig = write("{exec: {" + V1 + "}}", TRUST, "sleep 4711 &\necho $! > child\nwait\n");
        assertThat(ask(kubeconfig).orElseThrow()).hasMessageContaining("plugin.sh) gave nothing within 2 s");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        // the kernel ends a killed process in its own time
        for (int look = 0; sleeps(child) && look < 500; look++)
            Thread.sleep(10);
        assertThat(sleeps(child)).isFalse();
        assertThat(SERVER.asked()).isEmpty();
    }

    /** Whether the process is there and no mere entry of one that has ended. */
    private static boolean sleeps(long child) {
        return ProcessHandle.of(child).filter(ProcessHandle::isAlive).flatMap(process -> process.info().command())
                .filter(name -> name.endsWith("sleep")).isPresent();
    }

    @Test
    void a_plugin_that_prints_without_end_is_stopped() throws IOException {
        Path kubeconfig = write("{exec: {" + V1 + "}}", TRUST, "yes " + SECRET + "\n");
        assertThat(ask(kubeconfig).orElseThrow()).hasMessageContaining("printed nothing that could be read")
                .hasMessageNotContaining(SECRET);
    }
}
