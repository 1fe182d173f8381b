package dev.helmstuck.slack;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.util.http.SlackHttpClient;
import dev.helmstuck.config.NetworkSettings;
import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Signals.Upstream;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP exchange with Slack, told exactly: answered, refused, not now, or lost. Raw JSON, because the SDK's model turns a flag
 * that Slack did not send into {@code false}.
 */
@Singleton
final class SlackWire implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlackWire.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    static final Set<String> PASSING = Set.of("internal_error", "fatal_error", "service_unavailable", "request_timeout");
    private static final int LONGEST_ANSWER = 16 << 20;
    private static final int TIMEOUT_MILLIS = 8_000;

    private final URI apiUrl;
    private final Signals signals;
    private final Slack slack;
    private final OkHttpClient once;
    private final OkHttpClient repeating;

    @Inject
    SlackWire(SlackSettings settings, Signals signals, NetworkSettings network) {
        this(settings, TIMEOUT_MILLIS, signals, network.proxies());
    }

    /** Without a proxy. */
    SlackWire(SlackSettings settings, Signals signals) {
        this(settings, TIMEOUT_MILLIS, signals);
    }

    SlackWire(SlackSettings settings, int timeoutMillis, Signals signals) {
        this(settings, timeoutMillis, signals, ProxyVariables.NONE);
    }

    private SlackWire(SlackSettings settings, int timeoutMillis, Signals signals, ProxyVariables proxies) {
        this.signals = signals;
        apiUrl = settings.apiUrl();
        SlackConfig config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(apiUrl.toString());
        config.setHttpClientCallTimeoutMillis(timeoutMillis);
        config.setHttpClientReadTimeoutMillis(timeoutMillis);
        config.setStatsEnabled(false);
        // the SDK itself takes HTTPS_PROXY for every host and knows no NO_PROXY; its WebSockets take the same
        config.setProxyUrl(null);
        proxies.to(apiUrl).flatMap(SlackWire::address).ifPresent(proxy -> through(proxy, config));
        // OkHttp repeats a POST by itself after some failures, and after a 503 with "Retry-After: 0": not ours
        repeating = SlackHttpClient.buildOkHttpClient(config).newBuilder().addNetworkInterceptor(chain -> {
            Response response = chain.proceed(chain.request());
            return response.code() == 503 ? response.newBuilder().removeHeader("Retry-After").build() : response;
        }).build();
        once = repeating.newBuilder().retryOnConnectionFailure(false).build();
        SlackHttpClient client = new SlackHttpClient(repeating);
        client.setConfig(config);
        slack = Slack.getInstance(config, client);
    }

    /** A proxy by its URL; the settings warn of one that is none, and then the SDK goes the JVM's way. */
    private static Optional<URI> address(String url) {
        try {
            return Optional.of(new URI(url)).filter(proxy -> "http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null);
        } catch (URISyntaxException wrong) {
            return Optional.empty();
        }
    }

    /** Name and password as a header, for the SDK sends them as they stand in the URL, with every % in them. */
    private static void through(URI proxy, SlackConfig config) {
        config.setProxyUrl("http://" + proxy.getHost() + ":" + (proxy.getPort() < 0 ? 80 : proxy.getPort()));
        Optional.ofNullable(proxy.getUserInfo()).map(login -> Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .ifPresent(login -> config.setProxyHeaders(Map.of("Proxy-Authorization", "Basic " + login)));
    }

    /** The SDK's entry, with the one configuration of this process. */
    Slack slack() {
        return slack;
    }

    Attempt call(Token token, String method, Map<String, String> params, boolean repeatable) {
        FormBody.Builder form = new FormBody.Builder();
        params.forEach(form::add);
        Request request = new Request.Builder().url(apiUrl + method).header("Authorization", "Bearer " + token.value()).post(form.build())
                .build();
        return exchange(repeatable ? repeating : once, request, method, this::read);
    }

    Attempt answer(String responseUrl, String json) {
        if (!isSafe(responseUrl)) return new Attempt.Refused(new SlackError("response_url", "invalid_url", ""));
        Request request = new Request.Builder().url(responseUrl)
                .post(RequestBody.create(json, MediaType.get("application/json; charset=utf-8"))).build();
        return exchange(once, request, "response_url", SlackWire::readAnswer);
    }

    /** The bytes of a file to the address that Slack gave for it; without our token, which is not for there. */
    Attempt upload(String address, byte[] file) {
        if (!isSafe(address)) return new Attempt.Refused(new SlackError("upload", "invalid_url", ""));
        Request request = new Request.Builder().url(address).post(RequestBody.create(file, MediaType.get("application/octet-stream")))
                .build();
        return exchange(once, request, "upload", SlackWire::readAnswer);
    }

    /** Whether nobody on the way can read what is sent there. */
    private static boolean isSafe(String address) {
        try {
            URI url = URI.create(address);
            boolean secure = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isLoopback(url));
            return secure && url.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Attempt exchange(OkHttpClient client, Request request, String method, Reader reader) {
        long began = System.nanoTime();
        Attempt attempt = send(client, request, method, reader);
        signals.called(Upstream.SLACK, attempt.result(), began);
        return attempt;
    }

    private static Attempt send(OkHttpClient client, Request request, String method, Reader reader) {
        try (Response response = client.newCall(request).execute()) {
            if (response.code() == 429) {
                return new Attempt.Later(retryAfter(response));
            }
            if (response.code() >= 500) {
                return new Attempt.Lost("HTTP " + response.code(), true);
            }
            return reader.read(method, response, text(response));
        } catch (ConnectException | UnknownHostException e) {
            return new Attempt.Lost("no connection to " + request.url().host(), false);
        } catch (IOException e) {
            return new Attempt.Lost(e instanceof InterruptedIOException ? "time-out" : "the connection broke", true);
        }
    }

    private Attempt read(String method, Response response, String text) {
        JsonNode body;
        try {
            body = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return new Attempt.Lost("HTTP " + response.code() + " without JSON", true);
        }
        JsonNode ok = body.path("ok");
        if (!ok.isBoolean()) {
            return new Attempt.Lost("HTTP " + response.code() + " with an odd answer", true);
        }
        if (ok.booleanValue()) {
            return new Attempt.Answered(body, Optional.ofNullable(response.header("x-oauth-scopes")),
                    Optional.ofNullable(response.header("Date")));
        }
        String code = body.path("error").asText("unknown_error");
        if (code.equals("ratelimited") || code.equals("rate_limited")) {
            return new Attempt.Later(retryAfter(response));
        }
        if (PASSING.contains(code)) {
            return new Attempt.Lost(code, true);
        }
        return new Attempt.Refused(new SlackError(method, code, body.path("needed").asText("")));
    }

    /** A response_url answers "ok", JSON, or a bare code. */
    private static Attempt readAnswer(String method, Response response, String text) {
        JsonNode body;
        try {
            body = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            body = JSON.createObjectNode().put("ok", response.isSuccessful()).put("error", text.strip());
        }
        if (response.isSuccessful() && body.path("ok").asBoolean(true)) {
            return new Attempt.Answered(body, Optional.empty(), Optional.empty());
        }
        String code = body.path("error").asText("");
        return new Attempt.Refused(new SlackError(method, code.matches("[a-z_]{1,60}") ? code : "http_" + response.code(), ""));
    }

    private static String text(Response response) throws IOException {
        try (InputStream in = response.body().byteStream()) {
            byte[] bytes = in.readNBytes(LONGEST_ANSWER + 1);
            if (bytes.length > LONGEST_ANSWER) {
                throw new IOException("answer longer than " + LONGEST_ANSWER);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static Optional<Duration> retryAfter(Response response) {
        String header = response.header("Retry-After", "").strip();
        // never less than a second: a "0" must not become a busy loop
        return header.matches("\\d{1,6}") ? Optional.of(Duration.ofSeconds(Math.max(1, Long.parseLong(header)))) : Optional.empty();
    }

    private static boolean isLoopback(URI uri) {
        return uri.getHost() != null && LOOPBACK.matcher(uri.getHost()).matches();
    }

    @Override
    public void close() {
        try {
            slack.close();
        } catch (Exception e) { // the SDK declares Exception
            LOG.debug("Closing the SDK", e);
        }
        repeating.dispatcher().executorService().shutdown();
        repeating.connectionPool().evictAll();
    }

    private interface Reader {
        Attempt read(String method, Response response, String text) throws IOException;
    }
}
