package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The bot goes the way that kubectl goes, or nowhere: through the proxy, and never past it. */
@NeedsRealCluster
class ClusterProxyTest {
    private static final Certificates CA = Certificates.AUTHORITY;
    private static final ProxyStub PROXY = new ProxyStub();
    private static final ApiStub NAMED = ApiStub.tls(CA.forHost("api.other.example"));
    private static final ApiStub ADDRESSED = ApiStub.tls(CA.forAddress("127.0.0.1"));
    private static final ApiStub PLAIN = ApiStub.plain();
    /** Known to no resolver, so it is reached through the proxy and in no other way. */
    private static final String HIDDEN = NAMED.url("api.other.example");

    @TempDir
    Path folder;

    private enum ProxyWay {
        BOTH_THROUGH,
        BOTH_STRAIGHT,
        NEITHER,
        ONLY_KUBECTL
    }

    /**
     * @param words what the bot says if it does not get there
     * @param variables of the environment
     */
    record ProxyRow(String name, ProxyWay way, String words, String server, String proxyUrl, Map<String, String> variables) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ProxyRow inFile(String name, ProxyWay way, String words, String server, String url) {
        return new ProxyRow(name, way, words, server, url.replace("PROXY", PROXY.place()), Map.of());
    }

    private static ProxyRow inEnvironment(String name, ProxyWay way, String words, String server, String variable, String url,
            String... no) {
        String value = url.replace("PROXY", PROXY.place());
        return new ProxyRow(name, way, words, server, "",
                no.length == 0 ? Map.of(variable, value) : Map.of(variable, value, "NO_PROXY", no[0]));
    }

    private static ProxyRow behind(String server, String no) {
        return inEnvironment("NO_PROXY " + no + " for " + server, ProxyWay.BOTH_THROUGH, "", server, "HTTPS_PROXY", "http://PROXY", no);
    }

    private static ProxyRow excepted(String server, String no) {
        return inEnvironment("NO_PROXY " + no + " for " + server, ProxyWay.NEITHER, "asked to get /readyz", server, "HTTPS_PROXY",
                "http://PROXY", no);
    }

    static final List<ProxyRow> URLS = List.of(inFile("http", ProxyWay.BOTH_THROUGH, "", HIDDEN, "http://PROXY"),
            inFile("http to this machine", ProxyWay.BOTH_THROUGH, "", ADDRESSED.url(), "http://PROXY"),
            inFile("HTTP in capitals", ProxyWay.BOTH_THROUGH, "", HIDDEN, "HTTP://PROXY"),
            inFile("http with a path", ProxyWay.BOTH_THROUGH, "", HIDDEN, "http://PROXY/a/b"),
            inFile("http with a password", ProxyWay.BOTH_THROUGH, "", HIDDEN, "http://us%40r:pw@PROXY"),
            inFile("a token for a server that is http", ProxyWay.ONLY_KUBECTL, "server is http://", PLAIN.url(), "http://PROXY"),
            inFile("nobody's question to a server that is http", ProxyWay.BOTH_THROUGH, "", PLAIN.url() + "/nobody", "http://PROXY"),
            inFile("socks5", ProxyWay.BOTH_THROUGH, "", HIDDEN, "socks5://PROXY"),
            inFile("socks5 to this machine", ProxyWay.BOTH_THROUGH, "", ADDRESSED.url(), "socks5://PROXY"),
            inFile("none", ProxyWay.BOTH_STRAIGHT, "", ADDRESSED.url(), ""),
            inFile("socks5h", ProxyWay.NEITHER, "proxy-url is a proxy of the kind socks5h; the bot knows http and socks5", ADDRESSED.url(),
                    "socks5h://PROXY"),
            inFile("socks4", ProxyWay.NEITHER, "proxy-url is a proxy of the kind socks4", ADDRESSED.url(), "socks4://PROXY"),
            inFile("ftp", ProxyWay.NEITHER, "proxy-url is a proxy of the kind ftp", ADDRESSED.url(), "ftp://PROXY"),
            inFile("https", ProxyWay.NEITHER, "proxy-url is a proxy of the kind https", ADDRESSED.url(), "https://PROXY"),
            inFile("no scheme", ProxyWay.NEITHER, "proxy-url is no URL", ADDRESSED.url(), "PROXY"),
            inFile("rubbish", ProxyWay.NEITHER, "proxy-url is no URL", ADDRESSED.url(), "::"),
            inFile("no host", ProxyWay.NEITHER, "proxy-url", ADDRESSED.url(), "http://"),
            inFile("nobody there", ProxyWay.NEITHER, "connection was refused", ADDRESSED.url(), "http://127.0.0.1:1"),
            inFile("nobody there, socks5", ProxyWay.NEITHER, "gave no answer", ADDRESSED.url(), "socks5://127.0.0.1:1"),
            inFile("socks5 with a password", ProxyWay.ONLY_KUBECTL, "proxy-url has a user name", HIDDEN, "socks5://a:secret@PROXY"),
            new ProxyRow("proxy-url wins over the environment", ProxyWay.BOTH_THROUGH, "", HIDDEN, "http://" + PROXY.place(),
                    Map.of("HTTPS_PROXY", "http://127.0.0.1:1", "NO_PROXY", "*")));

    static final List<ProxyRow> ENVIRONMENT = List.of(
            inEnvironment("HTTPS_PROXY", ProxyWay.BOTH_THROUGH, "", HIDDEN, "HTTPS_PROXY", "http://PROXY"),
            inEnvironment("https_proxy", ProxyWay.BOTH_THROUGH, "", HIDDEN, "https_proxy", "http://PROXY"),
            inEnvironment("no scheme", ProxyWay.BOTH_THROUGH, "", HIDDEN, "HTTPS_PROXY", "PROXY"),
            inEnvironment("socks5", ProxyWay.BOTH_THROUGH, "", HIDDEN, "HTTPS_PROXY", "socks5://PROXY"),
            inEnvironment("socks5h", ProxyWay.BOTH_THROUGH, "", HIDDEN, "HTTPS_PROXY", "socks5h://PROXY"),
            inEnvironment("a password", ProxyWay.BOTH_THROUGH, "", HIDDEN, "HTTPS_PROXY", "http://a:b@PROXY"),
            inEnvironment("HTTP_PROXY is for others", ProxyWay.NEITHER, "host name is not known", HIDDEN, "HTTP_PROXY", "http://PROXY"),
            inEnvironment("ALL_PROXY is for others", ProxyWay.NEITHER, "host name is not known", HIDDEN, "ALL_PROXY", "http://PROXY"),
            inEnvironment("empty", ProxyWay.NEITHER, "host name is not known", HIDDEN, "HTTPS_PROXY", ""),
            inEnvironment("https", ProxyWay.NEITHER, "the environment variable HTTPS_PROXY is a proxy of the kind https", HIDDEN,
                    "HTTPS_PROXY",
                    "https://PROXY"),
            inEnvironment("not for this machine", ProxyWay.BOTH_STRAIGHT, "", ADDRESSED.url(), "HTTPS_PROXY", "http://PROXY"),
            inEnvironment("not for this machine, http", ProxyWay.BOTH_STRAIGHT, "", PLAIN.url("localhost"), "HTTP_PROXY", "http://PROXY"),
            behind(HIDDEN, "other.example.org"), behind(HIDDEN, "ther.example"), behind(HIDDEN, ".api.other.example"),
            behind(HIDDEN, ":443"),
            behind(HIDDEN, "api.other.example:1"), behind(HIDDEN, "10.0.0.0/8"), behind(HIDDEN, "*.api.other.example"),
            behind(HIDDEN, " , "),
            excepted(HIDDEN, "*"), excepted(HIDDEN, "a, api.other.example"), excepted(HIDDEN, "other.example"),
            excepted(HIDDEN, ".example"),
            excepted(HIDDEN, "*.other.example"), excepted(HIDDEN, "API.Other.example"),
            excepted(HIDDEN, "api.other.example:" + NAMED.port()),
            excepted(HIDDEN, "example"));

    @AfterAll
    static void close() {
        List.of(NAMED, ADDRESSED, PLAIN).forEach(ApiStub::close);
        PROXY.close();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource({"URLS", "ENVIRONMENT"})
    void the_bot_goes_the_way_of_kubectl_or_nowhere(ProxyRow row) throws IOException {
        Path kubeconfig = write(row);
        String printed = Kubectl.ask(folder, List.of(kubeconfig), row.variables());
        List<String> wayOfKubectl = PROXY.seen();
        List<Map<String, List<String>>> byKubectl = asked();
        Optional<UnavailableException> trouble = ask(kubeconfig, row.variables());
        List<String> wayOfBot = PROXY.seen();
        List<Map<String, List<String>>> byBot = asked();
        if (row.way() == ProxyWay.NEITHER) {
            assertThat(byKubectl).as(printed).isEmpty();
        } else {
            assertThat(wayOfKubectl).as(printed).hasSize(row.way() == ProxyWay.BOTH_STRAIGHT ? 0 : 1);
        }
        switch (row.way()) {
            case BOTH_THROUGH, BOTH_STRAIGHT -> {
                assertThat(trouble).isEmpty();
                assertThat(byBot).isEqualTo(row.server().startsWith("https") ? byKubectl : byBot);
                assertThat(byBot).hasSameSizeAs(byKubectl);
                assertThat(wayOfBot).isEqualTo(wayOfKubectl);
            }
            case NEITHER, ONLY_KUBECTL -> {
                assertThat(trouble.orElseThrow()).hasMessageContaining(row.words()).hasMessageNotContaining("secret");
                assertThat(byBot).isEmpty();
                assertThat(wayOfBot).isEmpty();
            }
        }
    }

    private Path write(ProxyRow row) throws IOException {
        String proxy = row.proxyUrl().isEmpty() ? "" : ", proxy-url: \"" + row.proxyUrl() + "\"";
        String trust = row.server().startsWith("https") ? ", certificate-authority-data: " + CA.base64() : "";
        return Files.writeString(folder.resolve("kubeconfig"), """
                clusters: [{name: c, cluster: {server: "%s"%s%s}}]
                users: [{name: u, user: {token: a}}]
                contexts: [{name: x, context: {cluster: c%s}}]
                """.formatted(row.server(), trust, proxy, row.server().endsWith("/nobody") ? "" : ", user: u"));
    }

    private static List<Map<String, List<String>>> asked() {
        return List.of(NAMED, ADDRESSED, PLAIN).stream().flatMap(server -> server.asked().stream()).toList();
    }

    private static Optional<UnavailableException> ask(Path kubeconfig, Map<String, String> variables) {
        ProxyVariables proxies = new ProxyVariables(value(variables, "HTTPS_PROXY").or(() -> value(variables, "https_proxy")),
                value(variables, "HTTP_PROXY"), value(variables, "NO_PROXY"));
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(4));
        try (KubernetesCluster cluster = new KubernetesCluster(
                new Clients(new ClusterSettings(List.of(kubeconfig), proxies), InCluster.USUAL,
                        timeouts, Clock.systemUTC(), pause -> {}))) {
            return Optional.ofNullable(catchThrowableOfType(UnavailableException.class, () -> cluster.ready(Place.target("x", "ns"))));
        }
    }

    private static Optional<String> value(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
