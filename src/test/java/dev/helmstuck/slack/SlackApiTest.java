package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;

import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.UnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackApiTest {
    private final ScriptedSlack slack = new ScriptedSlack();
    private final WaitingClock clock = new WaitingClock();
    private final SlackWire wire = new SlackWire(slack.settings(), 1_000, new Signals());
    private final SlackApi api = new SlackApi(slack.settings(), wire, clock);

    @AfterEach
    void close() {
        wire.close();
        slack.close();
    }

    @Test
    void aCallIsAFormWithTheBotsToken() {
        slack.ok("{\"ok\":true,\"user\":{\"is_bot\":false}}");

        assertThat(api.call("users.info", Map.of("user", "U1 & <ü>")).path("user").has("is_restricted")).isFalse();

        assertThat(slack.calls()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("users.info");
            assertThat(call.params()).containsExactly(Map.entry("user", "U1 & <ü>"));
            assertThat(call.authorization()).isEqualTo("Bearer xoxb-test");
        });
    }

    @Test
    void aRateLimitIsWaitedOutAsSlackSays() {
        slack.limits(Map.of("Retry-After", "7")).limits(Map.of("Retry-After", "0")).ok("{\"ok\":true,\"ts\":\"1\"}");

        api.call("chat.postMessage", Map.of());

        assertThat(clock.pauses()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(1));
        assertThat(slack.calls()).hasSize(3);
    }

    @Test
    void aRateLimitWithoutRetryAfterIsWaitedOutLongerEachTime() {
        slack.limits(Map.of()).refuses("ratelimited").ok("{\"ok\":true}");

        api.call("chat.update", Map.of());

        assertThat(clock.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void aRateLimitIsNotWaitedOutBeyondAMinute() {
        slack.limits(Map.of("Retry-After", "40")).limits(Map.of("Retry-After", "30"));

        assertThatThrownBy(() -> api.call("reactions.get", Map.of())).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("reactions.get")
                .hasMessageContaining("Try again later");
        assertThat(clock.pauses()).containsExactly(Duration.ofSeconds(40));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"500|oops", "503|{\"ok\":true}", "200|{\"ok\":tr", "200|<html>", "200|[]", "200|{}", "302|", "0|",
            "200|{\"ok\":false,\"error\":\"internal_error\"}"})
    void aReadIsRepeatedAfterAnUnusableAnswer(int status, String body) {
        String said = body == null ? "" : body;
        slack.says(status, said, Map.of("Retry-After", "0")).says(status, said, Map.of()).ok("{\"ok\":true,\"n\":1}");

        assertThat(api.call("users.info", Map.of()).path("n").asInt()).isEqualTo(1);
        assertThat(clock.pauses()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    @Test
    void aReadIsGivenUpAfterThreeUnusableAnswers() {
        slack.says(502, "", Map.of()).says(502, "", Map.of()).says(502, "", Map.of());

        assertThatThrownBy(() -> api.call("users.info", Map.of())).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("HTTP 502");
        assertThat(slack.calls()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"500|oops", "503|{\"ok\":true}", "200|{\"ok\":tr", "0|",
            "200|{\"ok\":false,\"error\":\"fatal_error\"}"})
    void aPostIsNeverRepeatedAfterAnUnknownOutcome(int status, String body) {
        slack.says(status, body == null ? "" : body, Map.of("Retry-After", "0"));

        assertThatThrownBy(() -> api.call("chat.postMessage", Map.of())).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("not known whether Slack did it");
        assertThat(slack.calls()).hasSize(1);
        assertThat(clock.pauses()).isEmpty();
    }

    @Test
    void aPostThatNeverLeftIsRepeated() {
        slack.close();

        assertThatThrownBy(() -> api.call("chat.postMessage", Map.of())).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no connection")
                .hasMessageNotContaining("not known");
        assertThat(clock.pauses()).hasSize(2);
    }

    @Test
    void aRefusalIsNotRepeatedAndSaysWhatHelps() {
        slack.ok("{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"reactions:read\",\"provided\":\"chat:write\"}");

        assertThatThrownBy(() -> api.call("reactions.get", Map.of())).isInstanceOfSatisfying(SlackError.class,
                error -> assertThat(error.inWords().why()).contains("reactions:read").contains("OAuth"));
        assertThat(slack.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not_in_channel", "channel_not_found"})
    void aBotThatIsNotInAChannelIsToldHowToGetIn(String code) {
        assertThat(new SlackError("chat.postMessage", code, "").inWords().why()).contains("/invite @helm-stuck");
    }

    @Test
    void noErrorShowsTheToken() {
        slack.refuses("invalid_auth");

        assertThatThrownBy(() -> api.call("auth.test", Map.of())).hasMessageNotContaining("xoxb");
    }

    @Test
    void anAnswerToACommandGoesWithoutTheToken() {
        slack.says(200, "ok", Map.of());

        api.answer(slack.url("hook").toString(), "{\"text\":\"hi\"}");

        assertThat(slack.calls()).singleElement().satisfies(call -> {
            assertThat(call.authorization()).isEqualTo("null");
            assertThat(call.body()).isEqualTo("{\"text\":\"hi\"}");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"404|expired_url|expired_url", "200|{\"ok\":false,\"error\":\"invalid_blocks\"}|invalid_blocks",
            "403|<html>|http_403"})
    void aRefusedAnswerToACommandKeepsItsCode(int status, String body, String code) {
        slack.says(status, body, Map.of());

        assertThatThrownBy(() -> api.answer(slack.url("hook").toString(), "{}")).isInstanceOfSatisfying(SlackError.class,
                error -> assertThat(error.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://intranet.example/hook", "file:///etc/passwd", "not a url"})
    void anAnswerGoesToTheWebOnlyAndEncrypted(String url) {
        assertThatThrownBy(() -> api.answer(url, "{}")).isInstanceOfSatisfying(SlackError.class,
                error -> assertThat(error.code()).isEqualTo("invalid_url"));
    }
}
