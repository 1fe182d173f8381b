package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import dev.helmstuck.ports.Backoff;
import dev.helmstuck.ports.Retry;
import dev.helmstuck.ports.Signals.CallResult;
import dev.helmstuck.ports.Signals.Upstream;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** HTTP to one API server. Follows no redirect, which would carry a delete and our token to another host. */
final class Wire implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final String PAUSE = "Asked-Pause";
    private static final int LONGEST_BODY = 128 << 20;

    /** A busy server gets three tries within a second; one that says {@code Retry-After} is left alone as long, up to ten times as client-go does. */
    private static final Retry.Limits AGAIN = new Retry.Limits(new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(1)), 3, 10);

    private final Access access;
    private final Headers headers;
    private final Timeouts timeouts;
    private final Means means;
    private final OkHttpClient client;
    private volatile boolean closed;

    /** @param agent what we call ourselves */
    Wire(Access access, String agent, Timeouts timeouts, Means means) {
        this.access = access;
        this.timeouts = timeouts;
        this.means = means;
        Headers.Builder always = new Headers.Builder().add("User-Agent", agent);
        access.headers().forEach(header -> always.addUnsafeNonAscii(header.getKey(), header.getValue()));
        this.headers = always.build();
        OkHttpClient.Builder builder = new OkHttpClient.Builder().protocols(List.of(Protocol.HTTP_1_1)).followRedirects(false)
                .followSslRedirects(false).connectTimeout(timeouts.connect()).readTimeout(timeouts.attempt())
                .writeTimeout(timeouts.attempt()).addNetworkInterceptor(chain -> withOurPause(chain.proceed(chain.request())));
        access.tls().apply(builder);
        access.proxy().apply(builder);
        this.client = builder.build();
    }

    Duration whole() {
        return timeouts.whole();
    }

    /** @param path from the API server's root, with its query */
    Request request(String method, String path, String accept, Optional<String> body) {
        String server = access.server().newBuilder().query(null).fragment(null).build().toString();
        String root = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        return new Request.Builder().url(root + path).headers(headers).header("Accept", accept)
                .method(method, body.map(SentOnce::new).orElse(null)).build();
    }

    /** Sends once; what has a body is on no account sent again. */
    ApiResponse once(Request request) throws IOException {
        return exchange(request, timeouts.whole());
    }

    /** Sends again, a little, when the server is busy or the connection broke; waits as long as the server asks, if there is time. */
    ApiResponse patiently(Request request) throws IOException {
        Retry retry = new Retry(AGAIN, timeouts.whole());
        while (true) {
            long began = System.nanoTime();
            Optional<Duration> wait;
            try {
                ApiResponse answer = exchange(request, retry.left());
                retry.took(Duration.ofNanos(System.nanoTime() - began));
                wait = answer.passing() ? retry.after(answer.retryAfter()) : Optional.empty();
                if (wait.isEmpty()) return answer;
            } catch (IOException broken) {
                retry.took(Duration.ofNanos(System.nanoTime() - began));
                if (isHopeless(broken)) throw broken;
                wait = Optional.of(retry.after(Optional.empty()).orElseThrow(() -> broken));
            }
            means.sleeper().pause(wait.get());
        }
    }

    /** A server that is not the right one stays the wrong one. */
    private static boolean isHopeless(IOException broken) {
        return broken instanceof SSLHandshakeException || broken instanceof SSLPeerUnverifiedException
                || Thread.currentThread().isInterrupted();
    }

    private ApiResponse exchange(Request request, Duration limit) throws IOException {
        long began = System.nanoTime();
        CallResult result = CallResult.SILENT;
        try {
            ApiResponse answer = send(request, limit);
            result = CallResult.of(answer.code());
            return answer;
        } finally {
            means.signals().called(Upstream.KUBERNETES, result, began);
        }
    }

    private ApiResponse send(Request request, Duration limit) throws IOException {
        Call call = client.newCall(request);
        call.timeout().timeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        try (Response response = call.execute()) {
            byte[] body = response.body().byteStream().readNBytes(LONGEST_BODY + 1);
            if (body.length > LONGEST_BODY) throw new IOException("an answer of more than " + LONGEST_BODY + " bytes");
            return new ApiResponse(response.code(), new String(body, StandardCharsets.UTF_8),
                    ApiResponse.asked(response.header(PAUSE)), ApiResponse.date(response.header("Date")));
        } finally {
            if (closed) client.connectionPool().evictAll();
        }
    }

    /** OkHttp reads Retry-After too: repeats a 503 by itself at "0", and fails on more digits than fit. When to try again is ours to say. */
    private static Response withOurPause(Response response) {
        String asked = response.header("Retry-After");
        return asked == null ? response : response.newBuilder().removeHeader("Retry-After").header(PAUSE, asked).build();
    }

    /** Whoever waits for an answer still gets it; a connection is closed when nobody does. */
    @Override
    public void close() {
        closed = true;
        client.connectionPool().evictAll();
    }

    /** A body that OkHttp may not send a second time, whatever becomes of the connection. */
    private static final class SentOnce extends RequestBody {
        private final byte[] json;

        SentOnce(String json) {
            this.json = json.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return json.length;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(json);
        }

        @Override
        public boolean isOneShot() {
            return true;
        }
    }
}
