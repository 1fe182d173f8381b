package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Proxy;
import java.util.Optional;

import dev.helmstuck.config.ProxyVariables;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of Go's own tests of {@code NO_PROXY} (golang.org/x/net/http/httpproxy, UseProxyTests), for kubectl goes by that code. */
class EnvironmentProxyTest {
    private static final String NO_PROXY = "foobar.com, .barbaz.net, *.wildcard.io, 192.168.1.1, 192.168.1.2:81, 192.168.1.3:80, 10.0.0.0/30, "
            + "2001:db8::52:0:1, [2001:db8::52:0:2]:443, [2001:db8::52:0:3]:80, 2002:db8:a::45/64";

    @ParameterizedTest
    @CsvSource({"localhost, false", "127.0.0.1, false", "127.0.0.2, false", "[::1], false", "[::2], true", "192.168.1.1, false",
            "192.168.1.2:80, true", "192.168.1.2:81, false", "192.168.1.3:80, false", "192.168.1.3:81, true", "192.168.1.4, true",
            "10.0.0.2, false", "10.0.0.4, true", "[2001:db8::52:0:1], false", "[2001:db8::52:0:2]:443, false",
            "[2001:db8::52:0:2]:444, true",
            "[2001:db8::52:0:3]:80, false", "[2002:db8:a::123], false", "[fe80::424b:c8be:1643:a1b6], true", "barbaz.net, true",
            "www.barbaz.net, false", "foobar.com, false", "www.foobar.com, false", "wildcard.io, true", "nested.wildcard.io, false",
            "awildcard.io, true", "foofoobar.com, true", "baz.com, true", "localhost.net, true", "local.localhost, true",
            "barbarbaz.net, true", "wildcard.io., true"})
    void a_server_is_behind_the_proxy_as_it_is_for_go(String host, boolean behind) {
        ProxyVariables variables = new ProxyVariables(Optional.of("http://proxy:3128"), Optional.empty(), Optional.of(NO_PROXY));
        Proxy proxy = EnvironmentProxy.of(variables, HttpUrl.get("https://" + host)).proxy();
        assertThat(proxy.type()).isEqualTo(behind ? Proxy.Type.HTTP : Proxy.Type.DIRECT);
    }
}
