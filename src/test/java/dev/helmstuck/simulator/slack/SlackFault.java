package dev.helmstuck.simulator.slack;

import java.time.Duration;
import java.util.Optional;

/** One way in which a call of the Web API goes wrong. */
public sealed interface SlackFault {

    /** An HTTP status instead of an answer; the method is not executed. */
    record StatusOnly(int code, Optional<Duration> retryAfter) implements SlackFault {}

    /** The connection is cut; the method is not executed. */
    record ConnectionReset() implements SlackFault {}

    /** The method is executed, and then the connection is cut: the client cannot know. */
    record LostAnswer() implements SlackFault {}

    /** The answer waits, then all goes on as usual. */
    record Delay(Duration time) implements SlackFault {}

    /** The method is executed at once, and its answer waits. */
    record LateAnswer(Duration time) implements SlackFault {}

    /** The method is executed; the connection is cut in the middle of the answer. */
    record HalfAnswer() implements SlackFault {}

    /** A page of a proxy, with status 200; the method is not executed. */
    record Html() implements SlackFault {}

    /** {@code ok:false} with this error; the method is not executed. */
    record Refusal(String name) implements SlackFault {}

    /** This JSON, with status 200; the method is not executed. */
    record SlackAnswer(String json) implements SlackFault {}

    /** Nothing goes wrong: lets a call through between two faults. */
    record None() implements SlackFault {}

    /** An HTTP status without further ado. */
    static SlackFault status(int code) {
        return new StatusOnly(code, Optional.empty());
    }

    /** 429 with Retry-After. */
    static SlackFault tooMany(Duration retryAfter) {
        return new StatusOnly(429, Optional.of(retryAfter));
    }

    /** 429 without Retry-After. */
    static SlackFault tooMany() {
        return status(429);
    }

    /** The connection is cut before anything happens. */
    static SlackFault reset() {
        return new ConnectionReset();
    }

    /** Executed, but the answer is lost. */
    static SlackFault lostAnswer() {
        return new LostAnswer();
    }

    /** A slow answer. */
    static SlackFault delay(Duration time) {
        return new Delay(time);
    }

    /** Executed at once, answered late. */
    static SlackFault lateAnswer(Duration time) {
        return new LateAnswer(time);
    }

    /** Executed, but only half of the answer arrives. */
    static SlackFault halfAnswer() {
        return new HalfAnswer();
    }

    /** HTML instead of JSON. */
    static SlackFault html() {
        return new Html();
    }

    /** {@code ok:false}. */
    static SlackFault error(String name) {
        return new Refusal(name);
    }

    /** Any JSON. */
    static SlackFault answer(String json) {
        return new SlackAnswer(json);
    }

    /** One call without a fault. */
    static SlackFault none() {
        return new None();
    }
}
