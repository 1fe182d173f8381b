package dev.helmstuck.kubernetes;

import dev.helmstuck.config.ProxyVariables;
import okhttp3.HttpUrl;

/** The proxy that the environment gives to an API server. */
final class EnvironmentProxy {

    private EnvironmentProxy() {}

    static ClusterProxy of(ProxyVariables variables, HttpUrl server) {
        String variable = server.isHttps() ? "HTTPS_PROXY" : "HTTP_PROXY";
        return variables.to(server.isHttps(), server.host(), server.port())
                .map(url -> ClusterProxy.of(url, what -> ClusterErrors.of("the environment variable " + variable + " " + what)))
                .orElse(ClusterProxy.NONE);
    }
}
