package dev.helmstuck.slack;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Whether Slack can reach us and we Slack, for readiness. */
@Singleton
public final class SlackStatus {
    private volatile Optional<String> account = Optional.of("not asked yet who the bot is");
    private volatile Optional<String> delivery = Optional.of("not connected yet");

    private final LongAdder greetings = new LongAdder();

    @Inject
    SlackStatus() {}

    /** What is wrong, in words; empty if commands and reactions come in and answers go out. */
    public Optional<String> trouble() {
        return account.or(() -> delivery).map(words -> "Slack: " + words);
    }

    /** How many WebSockets Slack has greeted so far. */
    public long greetings() {
        return greetings.sum();
    }

    void greeted() {
        greetings.increment();
    }

    void account(Optional<String> trouble) {
        account = trouble;
    }

    void delivery(Optional<String> trouble) {
        delivery = trouble;
    }
}
