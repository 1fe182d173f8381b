package dev.helmstuck.kubernetes;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;

/**
 * fabric8's transport to one API server, put together by hand: its usual one follows redirects (and would carry a delete and our
 * token to another host), refreshes tokens from the environment, repeats every request ten times, and can log bodies.
 */
final class Wire implements AutoCloseable {
    /** Read attempts: the first, one after 200 ms, one after 400 ms more. */
    private static final int READ_RETRIES = 2;
    private static final int RETRY_AFTER_MILLIS = 200;

    private final Access access;
    private final String agent;
    private final Timeouts timeouts;
    private final HttpClient writes;
    private final HttpClient reads;

    Wire(Access access, String agent, Timeouts timeouts) throws Exception {
        this.access = access;
        this.agent = agent;
        this.timeouts = timeouts;
        Config config = access.config();
        HttpClient.Builder builder = HttpClientUtils.getHttpClientFactory().newBuilder()
                .connectTimeout(timeouts.connect().toMillis(), TimeUnit.MILLISECONDS)
                .sslContext(SSLUtils.keyManagers(config), SSLUtils.trustManagers(config)).tlsVersions(config.getTlsVersions())
                .addOrReplaceInterceptor("HttpLogging", null);
        if (config.getMasterUrl().startsWith("http:")) builder.preferHttp11();
        proxy(config).ifPresent(builder::proxyAddress);
        builder.tag(retries(0));
        this.writes = builder.build();
        this.reads = writes.newBuilder().tag(retries(READ_RETRIES)).build();
    }

    /** Sends once. */
    HttpClient writes() {
        return writes;
    }

    /** Sends again, a little, on 429, 5xx and broken connections. */
    HttpClient reads() {
        return reads;
    }

    Duration whole() {
        return timeouts.whole();
    }

    HttpRequest request(String method, String path, String accept, Optional<String> body) {
        String server = access.config().getMasterUrl();
        String root = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        HttpRequest.Builder request = writes.newHttpRequestBuilder().uri(root + path)
                .timeout(timeouts.attempt().toMillis(), TimeUnit.MILLISECONDS).setHeader("Accept", accept).setHeader("User-Agent", agent);
        access.identity().forEach(header -> request.header(header.getKey(), header.getValue()));
        body.ifPresent(json -> request.method(method, "application/json", json));
        return request.build();
    }

    ApiResponse answer(HttpResponse<byte[]> response) {
        byte[] body = response.body();
        return new ApiResponse(response.code(), body == null ? "" : new String(body, StandardCharsets.UTF_8));
    }

    private static Optional<InetSocketAddress> proxy(Config config) {
        String proxy = config.getMasterUrl().startsWith("http:") ? config.getHttpProxy() : config.getHttpsProxy();
        return Optional.ofNullable(proxy).map(URI::create).map(uri -> new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    private static RequestConfig retries(int limit) {
        return new RequestConfigBuilder().withRequestRetryBackoffLimit(limit).withRequestRetryBackoffInterval(RETRY_AFTER_MILLIS).build();
    }

    @Override
    public void close() {
        writes.close();
    }
}
