package dev.helmstuck.kubernetes;

import java.net.Proxy;
import java.net.URI;

import dev.helmstuck.config.ProxyVariables;
import okhttp3.HttpUrl;

/** Which way the cluster adapter goes where the kubeconfig names no proxy. */
public final class ClusterWay {
    private ClusterWay() {}

    /** Whether it speaks to a proxy when an API server is there. */
    public static boolean isBehind(ProxyVariables proxies, URI server) {
        return EnvironmentProxy.of(proxies, HttpUrl.get(server)).proxy().type() != Proxy.Type.DIRECT;
    }
}
