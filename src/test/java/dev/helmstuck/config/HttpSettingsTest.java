package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSettingsTest {

    @TempDir
    Path directory;

    @Test
    void defaults_are_this_machine_only_and_port_8080() {
        assertThat(new Configs(directory).read(Part.HTTP).http()).isEqualTo(new HttpSettings("127.0.0.1", 8080));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 0", "localhost, 65535", "::1, 1", "::, 8443", "bot.example.com, 08080"})
    void every_variable_is_mapped(String host, String port) {
        assertThat(new Configs(directory).set("HTTP_HOST", host).set("HTTP_PORT", port).read(Part.HTTP).http())
                .isEqualTo(new HttpSettings(host, Integer.parseInt(port)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "eighty", "80 80", "99999999999", "8080/tcp", "٨٠"})
    void what_is_no_port_is_refused(String port) {
        assertThat(new Configs(directory).set("HTTP_PORT", port).problems(Part.HTTP))
                .containsExactly("environment: HTTP_PORT: found '" + port + "': expected a port from 0 (any free one) to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "http://localhost", "a b", "-x"})
    void what_is_no_host_is_refused(String host) {
        assertThat(new Configs(directory).set("HTTP_HOST", host).problems(Part.HTTP))
                .containsExactly("environment: HTTP_HOST: found '" + host + "': expected a host name or an IP address, without port");
    }
}
