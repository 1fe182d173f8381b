package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import com.slack.api.app_backend.SlackSignature;
import dev.helmstuck.config.Token;
import dev.helmstuck.slack.Signatures.Validity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String BODY = "command=%2Fhelm-stuck&text=ünïcode";

    private final WaitingClock clock = new WaitingClock();
    private final Signatures signatures = new Signatures(new Token(SECRET), clock);

    @Test
    void theExampleOfSlacksDocumentationIsGenuine() {
        // "Verifying requests from Slack": secret, timestamp, body and result are printed there
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(1531420618)));

        assertThat(signatures.judge("1531420618", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                body.getBytes(StandardCharsets.UTF_8))).isEqualTo(Validity.GENUINE);
    }

    @Test
    void theSameSignedRequestIsGenuineOnce() {
        assertThat(judgeSignedAt(0)).isEqualTo(Validity.GENUINE);
        assertThat(judgeSignedAt(0)).isEqualTo(Validity.REPEATED);
        clock.advance(Duration.ofMinutes(4));
        assertThat(judgeSignedAt(-240)).isEqualTo(Validity.REPEATED);
    }

    @Test
    void aRepetitionIsRememberedAsLongAsItsTimestampIsTaken() {
        assertThat(judgeSignedAt(300)).isEqualTo(Validity.GENUINE);
        clock.advance(Duration.ofMinutes(10));
        assertThat(judgeSignedAt(-300)).isEqualTo(Validity.REPEATED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(judgeSignedAt(-301)).isEqualTo(Validity.FORGED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -1, 0, 1, 300})
    void fiveMinutesAreAllowedOnBothSides(long seconds) {
        assertThat(judgeSignedAt(seconds)).isEqualTo(Validity.GENUINE);
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, -301, 301, 86_400})
    void anOldOrFutureTimestampIsForgedEvenIfSigned(long seconds) {
        assertThat(judgeSignedAt(seconds)).isEqualTo(Validity.FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v0=", "v0=00", "---"})
    void aMissingOrWrongSignatureIsForged(String signature) {
        assertThat(signatures.judge(now(), signature, BODY.getBytes(StandardCharsets.UTF_8))).isEqualTo(Validity.FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e9", "9999999999999999999999", " 1795185125"})
    void anOddTimestampIsForged(String timestamp) {
        assertThat(signatures.judge(timestamp, sign(SECRET, timestamp), BODY.getBytes(StandardCharsets.UTF_8))).isEqualTo(Validity.FORGED);
    }

    @Test
    void anotherSecretOrBodyIsForged() {
        String signature = sign(SECRET, now());

        assertThat(signatures.judge(now(), sign("---", now()), BODY.getBytes(StandardCharsets.UTF_8))).isEqualTo(Validity.FORGED);
        assertThat(signatures.judge(now(), signature, (BODY + " ").getBytes(StandardCharsets.UTF_8))).isEqualTo(Validity.FORGED);
    }

    @Test
    void aForgedRequestDoesNotSpoilTheGenuineOne() {
        assertThat(signatures.judge(now(), sign(SECRET, now()), new byte[0])).isEqualTo(Validity.FORGED);
        assertThat(judgeSignedAt(0)).isEqualTo(Validity.GENUINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aBlankSecretIsRefused(String secret) {
        assertThatThrownBy(() -> new Signatures(new Token(secret), clock)).hasMessageContaining("blank");
    }

    private Validity judgeSignedAt(long secondsFromNow) {
        String timestamp = Long.toString(clock.instant().getEpochSecond() + secondsFromNow);
        return signatures.judge(timestamp, sign(SECRET, timestamp), BODY.getBytes(StandardCharsets.UTF_8));
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    private static String sign(String secret, String timestamp) {
        return new SlackSignature.Generator(secret).generate(timestamp, BODY);
    }
}
