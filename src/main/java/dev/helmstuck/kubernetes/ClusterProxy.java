package dev.helmstuck.kubernetes;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * The way to an API server: straight, or through one proxy and never past it. Its text form hides a password.
 *
 * @param authorization what the proxy is told of us
 */
record ClusterProxy(Proxy proxy, Optional<String> authorization) {
    static final ClusterProxy NONE = new ClusterProxy(Proxy.NO_PROXY, Optional.empty());
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.+)");
    private static final int SOCKS_PORT = 1080;

    /** @param wrong makes an exception of what is wrong with the URL, which it does not quote */
    static ClusterProxy of(String url, Function<String, RuntimeException> wrong) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) throw wrong.apply("is no URL such as http://proxy.example:3128");
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        boolean socks = scheme.equals("socks5");
        if (!socks && !scheme.equals("http")) {
            throw wrong.apply("is a proxy of the kind " + ApiResponse.cut(scheme) + "; the bot knows http and socks5");
        }
        HttpUrl address = HttpUrl.parse("http://" + parts.group(2));
        if (address == null) throw wrong.apply("names no host");
        boolean named = !address.username().isEmpty() || !address.password().isEmpty();
        if (socks && named) throw wrong.apply("has a user name; the bot knows only socks5 proxies that ask for none");
        boolean portless = socks && !parts.group(2).matches("[^/?#]*:\\d+([/?#].*)?");
        InetSocketAddress place = InetSocketAddress.createUnresolved(address.host(), portless ? SOCKS_PORT : address.port());
        return new ClusterProxy(new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, place),
                named ? Optional.of(Credentials.basic(address.username(), address.password())) : Optional.empty());
    }

    void apply(OkHttpClient.Builder client) {
        client.proxy(proxy);
        authorization
                .ifPresent(value -> client.proxyAuthenticator((route, refusal) -> refusal.request().header("Proxy-Authorization") != null
                        ? null
                        : refusal.request().newBuilder().header("Proxy-Authorization", value).build()));
    }

    @Override
    public String toString() {
        return proxy + (authorization.isPresent() ? " as ****" : "");
    }
}
