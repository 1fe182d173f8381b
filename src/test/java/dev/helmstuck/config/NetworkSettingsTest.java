package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkSettingsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"missing.pem", "empty.pem", "words.pem", "cut.pem", "."})
    void a_bundle_that_is_none_is_a_mistake_and_counts_as_nothing_before_it_is_told(String name) {
        Configs configs = new Configs(directory).file("empty.pem", "").file("words.pem", "not a certificate")
                .file("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n").set("HELM_STUCK_CA_BUNDLE", name);

        assertThat(configs.problems(Part.CLUSTER)).containsExactly("environment: HELM_STUCK_CA_BUNDLE: found '" + name
                + "': expected a file that can be read, with at least one certificate in PEM and nothing else but comments");
        assertThat(NetworkSettings.early(Map.of("HELM_STUCK_CA_BUNDLE", name), directory).authorities()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"https://slack.com/api/, http://secure:1", "wss://wss-primary.slack.com/link, http://secure:1",
            "http://gitlab.test, http://plain:2",
            "ws://link.test, http://plain:2", "https://127.0.0.1:8443, ", "https://[::1]/, ", "https://www.inside.test, ",
            "https://HERE.test, ",
            "https://here.test:8443, http://secure:1", "https://10.1.2.3, ", "socket://database.test:5432, ", "file:/etc, "})
    void a_server_is_behind_the_proxy_of_its_scheme_unless_it_is_excepted(String server, String proxy) {
        ProxyVariables variables = new ProxyVariables(Optional.of("secure:1"), Optional.of("http://plain:2"),
                Optional.of(".inside.test, here.test:443,10.0.0.0/8"));

        assertThat(variables.to(URI.create(server))).isEqualTo(Optional.ofNullable(proxy));
    }

    @Test
    void a_proxy_that_cannot_be_used_is_a_warning_without_its_value() {
        Configs configs = new Configs(directory).set("HTTPS_PROXY", "https://me:secret@proxy:3128").set("HTTP_PROXY", "me:secret@proxy");

        assertThat(configs.read(Part.CLUSTER).warnings()).containsExactly("environment: HTTPS_PROXY: cannot be used; expected "
                + "http://[NAME:PASSWORD@]HOST[:PORT], or socks5://HOST[:PORT] for GitLab and clusters");
    }
}
