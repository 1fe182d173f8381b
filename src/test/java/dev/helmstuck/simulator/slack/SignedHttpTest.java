package dev.helmstuck.simulator.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.slack.api.app_backend.SlackSignature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.helmstuck.testing.FakeClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signed HTTP: the other side is a bare server that checks signatures with Slack's own library. */
class SignedHttpTest {

    private static final String CHANNEL = "C0INCIDENT";
    private static final Duration SOON = Duration.ofSeconds(5);

    private final SlackWorkspace slack = SlackWorkspace.start();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private HttpServer app;

    private record Received(Map<String, String> headers, String body, boolean verified) {

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    @BeforeEach
    void listen() throws Exception {
        slack.addChannel(Channel.open(CHANNEL, "inc-4711"));
        slack.addChannel(Channel.closed("G0SECRET", "secret"));
        slack.addMember(Member.person("U0ALICE", "alice", "Alice Archer"));
        slack.deliveries().retryAfter(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofMillis(20));
        app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        app.createContext("/slack/events", this::answer);
        app.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        app.start();
        slack.deliverTo(URI.create("http://127.0.0.1:" + app.getAddress().getPort() + "/slack/events"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        boolean verified = new SlackSignature.Verifier(new SlackSignature.Generator(slack.signingSecret())).isValid(
                headers.get("X-Slack-Request-Timestamp"), body, headers.get("X-Slack-Signature"));
        received.add(new Received(headers, body, verified));
        boolean fails = failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        String text = headers.get("Content-Type").startsWith("application/json") ? "" : "looking";
        try (exchange) {
            exchange.sendResponseHeaders(verified ? fails ? 500 : 200 : 401, text.isEmpty() ? -1 : text.length());
            if (!text.isEmpty()) {
                exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @AfterEach
    void stop() {
        app.stop(0);
        slack.close();
    }

    @Test
    void posts_a_signed_form_for_a_command() {
        SlashReply reply = slack.slash("U0ALICE", CHANNEL, "gitlab-cny & <more>");
        assertThat(reply.acked()).isTrue();
        assertThat(reply.text()).isEqualTo("looking");
        assertThat(received.peek().verified()).isTrue();
        assertThat(Params.form(received.peek().body())).containsEntry("text", "gitlab-cny & <more>").containsEntry("command", "/helm-stuck")
                .containsEntry("channel_name", "inc-4711").containsEntry("trigger_id", reply.triggerId());
        slack.slash("U0ALICE", "G0SECRET", "x");
        assertThat(Params.form(received.stream().toList().getLast().body())).containsEntry("channel_name", "privategroup");
    }

    @Test
    void retries_an_event_with_the_retry_headers_until_it_is_taken() {
        failures.set(2);
        Message message = slack.say("U0ALICE", CHANNEL, "hello");
        Delivery event = slack.react("U0ALICE", CHANNEL, message.ts(), "x").orElseThrow();
        assertThat(slack.await(SOON, event::acked)).isTrue();
        assertThat(received).extracting(request -> request.header("X-Slack-Retry-Num").orElse("")).containsExactly("", "1", "2");
        assertThat(received.stream().toList().getLast().header("X-Slack-Retry-Reason")).contains("http_error");
        assertThat(received).extracting(request -> SlackJson.parse(request.body()).orElseThrow().path("event_id").asText())
                .containsOnly(event.id());
    }

    @Test
    void repeats_the_same_signed_request_byte_for_byte() {
        slack.slash("U0ALICE", CHANNEL, "x");
        assertThat(slack.replay(slack.signedRequests().getFirst())).isEqualTo(200);
        assertThat(received.stream().map(Received::body).distinct()).hasSize(1);
        assertThat(received.stream().map(request -> request.header("X-Slack-Signature")).distinct()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Forgery.class)
    void forges_requests_of_which_the_library_catches_all_but_the_future_one(Forgery forgery) {
        int expected = forgery == Forgery.FUTURE ? 200 : 401;
        assertThat(slack.forgeCommand(forgery, "U0ALICE", CHANNEL, "x")).isEqualTo(expected);
        Message message = slack.say("U0ALICE", CHANNEL, "hello");
        assertThat(slack.forgeReaction(forgery, "U0ALICE", CHANNEL, message.ts(), "x")).isEqualTo(expected);
        assertThat(slack.message(CHANNEL, message.ts()).orElseThrow().reactions()).isEmpty();
    }

    @Test
    void says_that_the_app_is_away_or_failing() {
        failures.set(1);
        assertThat(slack.slash("U0ALICE", CHANNEL, "x").outcome()).isEqualTo(SlashReply.SlashOutcome.DISPATCH_FAILED);
        app.stop(0);
        assertThat(slack.slash("U0ALICE", CHANNEL, "x").outcome()).isEqualTo(SlashReply.SlashOutcome.DISPATCH_FAILED);
    }

    @Test
    void takes_five_answers_by_response_url() throws Exception {
        SlashReply reply = slack.slash("U0ALICE", CHANNEL, "x");
        for (int i = 0; i < 5; i++) {
            assertThat(post(reply.responseUrl(), "{\"text\":\"answer\"}")).isEqualTo(200);
        }
        assertThat(post(reply.responseUrl(), "{\"text\":\"answer\"}")).isEqualTo(404);
        assertThat(post(slack.webUrl() + "commands/T/1/2", "{\"text\":\"answer\"}")).isEqualTo(404);
        assertThat(slack.responses()).hasSize(6).last().satisfies(refused -> assertThat(refused.status()).isEqualTo(404));
        assertThat(slack.ephemerals()).filteredOn(seen -> seen.source() == Ephemeral.AnswerTo.RESPONSE_URL).hasSize(5)
                .allSatisfy(seen -> assertThat(seen.user()).isEqualTo("U0ALICE"));
        assertThat(slack.messages(CHANNEL)).isEmpty();
    }

    @Test
    void forgets_a_response_url_after_half_an_hour() throws Exception {
        FakeClock clock = new FakeClock(Instant.parse("2026-11-20T14:02:00Z"));
        try (SlackWorkspace other = SlackWorkspace.start(clock)) {
            other.addChannel(Channel.open(CHANNEL, "inc-4711"));
            other.addMember(Member.person("U0ALICE", "alice", "Alice Archer"));
            SlashReply reply = other.slash("U0ALICE", CHANNEL, "x");
            assertThat(post(reply.responseUrl(), "{\"response_type\":\"in_channel\",\"text\":\"for all\"}")).isEqualTo(200);
            assertThat(other.messages(CHANNEL)).singleElement().satisfies(message -> assertThat(message.text()).isEqualTo("for all"));
            clock.advance(Duration.ofMinutes(31));
            assertThat(post(reply.responseUrl(), "{\"text\":\"late\"}")).isEqualTo(404);
        }
    }

    static int post(String url, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }
}
