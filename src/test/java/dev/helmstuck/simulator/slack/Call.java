package dev.helmstuck.simulator.slack;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A call of the Web API as it was answered.
 *
 * @param params without the token
 * @param status the HTTP status, 0 if no answer left us
 * @param error Slack's error name, empty for {@code ok:true} and for answers that are not Slack's
 * @param executed whether the method took effect, though the answer may be lost
 */
public record Call(String method, Map<String, String> params, int status, Optional<String> error, boolean executed, Instant at) {}
