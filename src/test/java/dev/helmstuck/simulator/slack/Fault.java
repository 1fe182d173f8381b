package dev.helmstuck.simulator.slack;

import java.time.Duration;
import java.util.Optional;

/** One way in which a call of the Web API goes wrong. */
public sealed interface Fault {

    /** An HTTP status instead of an answer; the method is not executed. */
    record Status(int code, Optional<Duration> retryAfter) implements Fault {}

    /** The connection is cut; the method is not executed. */
    record Reset() implements Fault {}

    /** The method is executed, and then the connection is cut: the client cannot know. */
    record LostAnswer() implements Fault {}

    /** The answer waits, then all goes on as usual. */
    record Delay(Duration time) implements Fault {}

    /** The method is executed at once, and its answer waits. */
    record LateAnswer(Duration time) implements Fault {}

    /** The method is executed; the connection is cut in the middle of the answer. */
    record HalfAnswer() implements Fault {}

    /** A page of a proxy, with status 200; the method is not executed. */
    record Html() implements Fault {}

    /** {@code ok:false} with this error; the method is not executed. */
    record Refusal(String name) implements Fault {}

    /** This JSON, with status 200; the method is not executed. */
    record Answer(String json) implements Fault {}

    /** Nothing goes wrong: lets a call through between two faults. */
    record None() implements Fault {}

    /** An HTTP status without further ado. */
    static Fault status(int code) {
        return new Status(code, Optional.empty());
    }

    /** 429 with Retry-After. */
    static Fault tooMany(Duration retryAfter) {
        return new Status(429, Optional.of(retryAfter));
    }

    /** 429 without Retry-After. */
    static Fault tooMany() {
        return status(429);
    }

    /** The connection is cut before anything happens. */
    static Fault reset() {
        return new Reset();
    }

    /** Executed, but the answer is lost. */
    static Fault lostAnswer() {
        return new LostAnswer();
    }

    /** A slow answer. */
    static Fault delay(Duration time) {
        return new Delay(time);
    }

    /** Executed at once, answered late. */
    static Fault lateAnswer(Duration time) {
        return new LateAnswer(time);
    }

    /** Executed, but only half of the answer arrives. */
    static Fault halfAnswer() {
        return new HalfAnswer();
    }

    /** HTML instead of JSON. */
    static Fault html() {
        return new Html();
    }

    /** {@code ok:false}. */
    static Fault error(String name) {
        return new Refusal(name);
    }

    /** Any JSON. */
    static Fault answer(String json) {
        return new Answer(json);
    }

    /** One call without a fault. */
    static Fault none() {
        return new None();
    }
}
