package dev.helmstuck.slack;

import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.Signals.CallResult;

/** What became of one exchange. */
sealed interface Attempt {
    /** {@code ok:true}; {@code date} is when, by Slack's clock. */
    record Answered(JsonNode body, Optional<String> scopes, Optional<String> date) implements Attempt {}

    /** {@code ok:false} with a code. */
    record Refused(SlackError error) implements Attempt {}

    /** 429: not done, and when to come again if Slack says so. */
    record Later(Optional<Duration> after) implements Attempt {}

    /** No usable answer; {@code sent} if Slack may have done it all the same. */
    record Lost(String why, boolean sent) implements Attempt {}

    /** The same as it is counted. */
    default CallResult result() {
        return switch (this) {
            case Answered done -> CallResult.OK;
            case Refused no -> CallResult.REFUSED;
            case Later limited -> CallResult.LIMITED;
            case Lost lost ->
                lost.why().startsWith("HTTP ") || SlackWire.PASSING.contains(lost.why()) ? CallResult.FAILED : CallResult.SILENT;
        };
    }
}
