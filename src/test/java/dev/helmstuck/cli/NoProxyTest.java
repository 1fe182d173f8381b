package dev.helmstuck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.kubernetes.ClusterWay;
import dev.helmstuck.slack.SlackWay;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One {@code NO_PROXY} for Slack, GitLab and clusters: all of them read it alike, by the rules that OPERATIONS.md has. */
class NoProxyTest {

    @ParameterizedTest(name = "NO_PROXY={0} {1}")
    @CsvSource(delimiter = ';', value = {
            // nothing is excepted
            "''; https://example.test; true", "','; https://example.test; true", "' , ,'; https://example.test; true",
            "'other.test,,example.test'; https://example.test; false", "*; https://example.test; false",
            "'a.test, *'; http://10.1.2.3; false",
            // a name is itself and all below it
            "example.test; https://example.test; false", "example.test; https://www.example.test; false",
            "example.test; https://a.b.example.test; false", "example.test; https://badexample.test; true",
            "example.test; https://example.test.evil; true", "www.example.test; https://example.test; true",
            // with a dot before it, what is below it
            ".example.test; https://example.test; true", ".example.test; https://www.example.test; false",
            "*.example.test; https://example.test; true", "*.example.test; https://www.example.test; false",
            // letters of either case, blanks around
            "' EXAMPLE.Test '; https://WWW.example.TEST; false", "example.test; HTTPS://Example.Test; false",
            // a port
            "example.test:8443; https://example.test:8443; false", "example.test:8443; https://example.test; true",
            "example.test:443; https://example.test; false", "example.test:443; https://example.test:443; false",
            "example.test:80; http://example.test; false", ".example.test:8443; https://www.example.test:8443; false",
            "*.example.test:8443; https://www.example.test; true",
            // addresses
            "10.1.2.3; https://10.1.2.3; false", "10.1.2.3; https://10.1.2.31; true", "10.1.2.3:6443; https://10.1.2.3:6443; false",
            "10.1.2.3:6443; https://10.1.2.3; true", "2001:db8::1; https://[2001:db8::1]; false",
            "2001:DB8:0:0::1; https://[2001:db8::1]:6443; false", "[2001:db8::1]:6443; https://[2001:db8::1]:6443; false",
            "[2001:db8::1]:6443; https://[2001:db8::1]; true", "[2001:db8::1]; https://[2001:db8::1]; false",
            "10.0.0.1; https://[::ffff:10.0.0.1]; false",
            // networks
            "10.0.0.0/8; https://10.200.1.1:6443; false", "10.0.0.0/8; https://11.0.0.1; true", "10.0.0.0/8; https://example.test; true",
            "2001:db8::/32; https://[2001:db8:1::1]; false", "2001:db8::/32; https://[2001:db9::1]; true",
            "0.0.0.0/0; https://10.1.2.3; false", "0.0.0.0/0; https://[2001:db8::1]; true", "10.0.0.0/99; https://10.0.0.1; true",
            // this machine is never behind a proxy
            "''; https://localhost:8443; false", "''; http://127.0.0.1; false", "''; https://[::1]:6443; false",
            "''; https://localhost.test; true"})
    void slack_gitlab_and_clusters_decide_alike_and_as_it_is_documented(String no, URI server, boolean behind) {
        ProxyVariables proxies = new ProxyVariables(Optional.of("http://proxy.test:3128"), Optional.of("http://proxy.test:3128"),
                Optional.of(no));
        boolean gitlab = NetworkUse.selector(proxies).select(server).getFirst().type() != Proxy.Type.DIRECT;

        assertThat(Map.of("Slack", SlackWay.isBehind(proxies, server), "GitLab", gitlab, "cluster", ClusterWay.isBehind(proxies, server)))
                .isEqualTo(Map.of("Slack", behind, "GitLab", behind, "cluster", behind));
    }
}
