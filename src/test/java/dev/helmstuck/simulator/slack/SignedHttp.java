package dev.helmstuck.simulator.slack;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.node.TextNode;

/** HTTP mode: posts to the app's endpoint, signed as Slack does. */
final class SignedHttp implements Transport {

    private static final String SIGNATURE = "X-Slack-Signature";
    private static final String TIMESTAMP = "X-Slack-Request-Timestamp";
    private static final Duration OUT_OF_WINDOW = Duration.ofMinutes(6);

    private final SlackMemory memory;
    private final List<URI> endpoints;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor()).build();
    private final ConcurrentLinkedDeque<SignedRequest> sent = new ConcurrentLinkedDeque<>();

    /** For an app with several processes: each request goes to any one of them. */
    SignedHttp(SlackMemory memory, List<URI> endpoints) {
        this.memory = memory;
        this.endpoints = List.copyOf(endpoints);
    }

    List<SignedRequest> sent() {
        return List.copyOf(sent);
    }

    @Override
    public CompletableFuture<DeliveryOutcome> send(Delivery delivery, int attempt, String reason, Duration ackWithin) {
        Map<String, String> retry = new LinkedHashMap<>();
        if (attempt > 0) {
            retry.put("X-Slack-Retry-Num", String.valueOf(attempt));
            retry.put("X-Slack-Retry-Reason", reason);
        }
        SignedRequest request = signed(delivery, SlackWorkspace.SIGNING_SECRET, String.valueOf(memory.now().getEpochSecond()), retry);
        sent.add(request);
        return client.sendAsync(http(request, ackWithin), HttpResponse.BodyHandlers.ofString()).thenApply(SignedHttp::outcome)
                .exceptionally(SignedHttp::failure);
    }

    /** Sends the same bytes and headers again. */
    int replay(SignedRequest request) {
        return client.sendAsync(http(request, Duration.ofSeconds(10)), HttpResponse.BodyHandlers.ofString()).join().statusCode();
    }

    int forge(Forgery forgery, Delivery delivery) {
        Instant now = memory.now();
        String present = String.valueOf(now.getEpochSecond());
        String secret = SlackWorkspace.SIGNING_SECRET;
        return replay(switch (forgery) {
            case WRONG_SIGNATURE -> signed(delivery, "another-secret", present, Map.of());
            case BLANK_SECRET -> signed(delivery, "---", present, Map.of());
            case MISSING_SIGNATURE -> without(signed(delivery, secret, present, Map.of()), SIGNATURE);
            case MISSING_TIMESTAMP -> without(signed(delivery, secret, present, Map.of()), TIMESTAMP);
            case ODD_TIMESTAMP -> signed(delivery, secret, "soon", Map.of());
            case OLD -> signed(delivery, secret, String.valueOf(now.minus(OUT_OF_WINDOW).getEpochSecond()), Map.of());
            case FUTURE -> signed(delivery, secret, String.valueOf(now.plus(OUT_OF_WINDOW).getEpochSecond()), Map.of());
        });
    }

    private SignedRequest signed(Delivery delivery, String secret, String timestamp, Map<String, String> more) {
        boolean event = delivery.kind() == Delivery.DeliveryKind.EVENT;
        String body = switch (delivery.kind()) {
            case EVENT -> delivery.payload().toString();
            case COMMAND -> form(delivery);
            case INTERACTION -> "payload=" + URLEncoder.encode(delivery.payload().toString(), StandardCharsets.UTF_8);
        };
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", event ? "application/json" : "application/x-www-form-urlencoded");
        headers.put("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
        headers.put(TIMESTAMP, timestamp);
        headers.put(SIGNATURE, "v0=" + hmac(secret, "v0:" + timestamp + ":" + body));
        return new SignedRequest(endpoints.get(ThreadLocalRandom.current().nextInt(endpoints.size())), headers, body);
    }

    private static SignedRequest without(SignedRequest request, String header) {
        Map<String, String> fewer = new LinkedHashMap<>(request.headers());
        fewer.remove(header);
        return new SignedRequest(request.uri(), fewer, request.body());
    }

    private static String form(Delivery command) {
        List<String> pairs = new ArrayList<>();
        command.payload().properties().forEach(field -> pairs.add(field.getKey() + "=" + URLEncoder.encode(field.getValue().asText(),
                StandardCharsets.UTF_8)));
        return pairs.stream().collect(Collectors.joining("&"));
    }

    private static HttpRequest http(SignedRequest request, Duration within) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri()).timeout(within);
        request.headers().forEach(builder::header);
        return builder.POST(HttpRequest.BodyPublishers.ofString(request.body())).build();
    }

    private static DeliveryOutcome outcome(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            return new DeliveryOutcome.Failed("http_error", false, response.headers().firstValue("X-Slack-No-Retry").isEmpty());
        }
        String body = response.body();
        return new DeliveryOutcome.Acked(body.isBlank()
                ? SlackJson.object()
                : SlackJson.parse(body).filter(json -> json.isObject())
                        .orElseGet(() -> SlackJson.object().set("text", new TextNode(body))));
    }

    private static DeliveryOutcome failure(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? Optional.ofNullable(thrown.getCause()).orElse(thrown) : thrown;
        boolean late = cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException);
        boolean away = cause instanceof ConnectException;
        return new DeliveryOutcome.Failed(late ? "http_timeout" : away ? "connection_failed" : "unknown_error", late, true);
    }

    private static String hmac(String secret, String base) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void stop() {
        client.shutdownNow();
    }
}
