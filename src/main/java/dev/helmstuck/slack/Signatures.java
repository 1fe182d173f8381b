package dev.helmstuck.slack;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.helmstuck.config.Token;

/**
 * Tells whether a request is Slack's, fresh, and seen for the first time.
 *
 * <p>The rule is Slack's ("Verifying requests from Slack"), with what Bolt leaves open: the window has two sides, the comparison
 * takes constant time, and the same signed request passes once.
 */
final class Signatures {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    /** Slack sends at most 30 000 events an hour, so five times what the window can hold. */
    private static final int REMEMBERED = 25_000;

    private final byte[] secret;
    private final Clock clock;
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    Signatures(Token secret, Clock clock) {
        if (secret.value().isBlank()) {
            throw new IllegalArgumentException("The signing secret is blank: anybody could sign");
        }
        this.secret = secret.value().getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /** What a request is. */
    enum Validity {
        GENUINE,
        REPEATED,
        FORGED
    }

    /** Judges a request, and remembers it if it is genuine; the header values are empty if there are none. */
    Validity judge(String timestamp, String signature, byte[] body) {
        if (!timestamp.matches("\\d{1,12}") || signature.isEmpty()) {
            return Validity.FORGED;
        }
        Instant now = clock.instant();
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(sent, now).abs().compareTo(WINDOW) > 0) {
            return Validity.FORGED;
        }
        byte[] expected = sign(timestamp, body).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
            return Validity.FORGED;
        }
        return first(signature, sent, now) ? Validity.GENUINE : Validity.REPEATED;
    }

    /** The signature covers the timestamp, so it alone names the request. */
    private synchronized boolean first(String signature, Instant sent, Instant now) {
        seen.values().removeIf(until -> until.isBefore(now));
        if (seen.putIfAbsent(signature, sent.plus(WINDOW)) != null) {
            return false;
        }
        if (seen.size() > REMEMBERED) {
            Iterator<String> oldest = seen.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    private String sign(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
