package dev.helmstuck.simulator.slack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Brings events and commands to the app: three seconds to acknowledge, three more attempts for events, as Slack does. */
public final class Deliveries implements AutoCloseable {

    private final SlackMemory memory;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private final List<Delivery> held = new ArrayList<>();
    private List<Duration> retryAfter = List.of(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(5));
    private Duration ackWithin = Duration.ofSeconds(3);
    private Transport transport;
    private boolean holding;
    private int toLose;

    Deliveries(SlackMemory memory, Transport transport) {
        this.memory = memory;
        this.transport = transport;
    }

    /** How long after a failed attempt the next one starts; as many retries as there are durations. Slack: at once, 1 min, 5 min. */
    public synchronized void retryAfter(Duration... delays) {
        retryAfter = List.of(delays);
    }

    /** How long the app has to acknowledge. Slack: 3 s. */
    public synchronized void ackWithin(Duration time) {
        ackWithin = time;
    }

    /** The next events get lost and are never tried. */
    public synchronized void lose(int events) {
        toLose = events;
    }

    /** Keeps events back until {@link #release} or {@link #releaseInReverse}. */
    public synchronized void hold() {
        holding = true;
    }

    /** Sends what was held, in order, and holds no longer. */
    public void release() {
        takeHeld().forEach(delivery -> attempt(delivery, 0, ""));
    }

    /** Sends what was held, last first: Slack promises no order. */
    public void releaseInReverse() {
        List<Delivery> reversed = takeHeld();
        Collections.reverse(reversed);
        reversed.forEach(delivery -> attempt(delivery, 0, ""));
    }

    private synchronized List<Delivery> takeHeld() {
        holding = false;
        List<Delivery> taken = new ArrayList<>(held);
        held.clear();
        return taken;
    }

    synchronized void by(Transport other) {
        transport = other;
    }

    void sendEvent(Delivery event) {
        memory.add(event);
        if (!keptBack(event)) {
            attempt(event, 0, "");
        }
    }

    private synchronized boolean keptBack(Delivery event) {
        if (toLose > 0) {
            toLose--;
            return true;
        }
        return holding && held.add(event);
    }

    CompletableFuture<Transport.DeliveryOutcome> sendCommand(Delivery command) {
        memory.add(command);
        return once(command, 0, "");
    }

    /** The very same delivery once more, without any later retry. */
    CompletableFuture<Transport.DeliveryOutcome> resend(Delivery delivery) {
        return once(delivery, 0, "");
    }

    private void attempt(Delivery delivery, int number, String reason) {
        CompletableFuture<Void> unused = once(delivery, number, reason).thenAccept(outcome -> {
            if (outcome instanceof Transport.DeliveryOutcome.Failed failed && failed.tryAgain()) {
                later(delivery, number + 1, failed.reason());
            }
        });
    }

    private CompletableFuture<Transport.DeliveryOutcome> once(Delivery delivery, int number, String reason) {
        return transport().send(delivery, number, reason, ackTime()).thenApply(outcome -> memory.step(() -> {
            String failure = outcome instanceof Transport.DeliveryOutcome.Failed failed ? failed.reason() : "";
            delivery.record(new Delivery.Attempt(number, failure));
            return outcome;
        }));
    }

    private synchronized void later(Delivery delivery, int number, String reason) {
        if (number <= retryAfter.size() && !timer.isShutdown()) {
            ScheduledFuture<?> unused = timer.schedule(() -> attempt(delivery, number, reason), retryAfter.get(number - 1).toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private synchronized Transport transport() {
        return transport;
    }

    private synchronized Duration ackTime() {
        return ackWithin;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
