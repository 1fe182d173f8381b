package dev.helmstuck.simulator.slack;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An event, a command or an interaction on its way to the app, with every attempt to bring it there. */
public final class Delivery {

    private final DeliveryKind kind;
    private final String id;
    private final ObjectNode payload;
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

    Delivery(DeliveryKind kind, String id, ObjectNode payload) {
        this.kind = kind;
        this.id = id;
        this.payload = payload;
    }

    /** What is delivered. */
    public enum DeliveryKind {
        /** An Events API callback: tried again until it is acknowledged. */
        EVENT,
        /** A slash command: tried once, the person waits. */
        COMMAND,
        /** A shortcut or a dialog that was submitted: tried once, too. */
        INTERACTION
    }

    /**
     * One attempt.
     *
     * @param number 0 for the first, as Socket Mode counts
     * @param failure why it was not acknowledged, as Slack says in the retry reason; empty if it was
     */
    public record Attempt(int number, String failure) {}

    /** What it is. */
    public DeliveryKind kind() {
        return kind;
    }

    /** The event_id or the trigger_id: the same over all attempts. */
    public String id() {
        return id;
    }

    /** What the app gets. */
    public ObjectNode payload() {
        return payload.deepCopy();
    }

    /** The attempts that are over, in order. */
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Whether the app acknowledged it. */
    public boolean acked() {
        return attempts.stream().anyMatch(attempt -> attempt.failure().isEmpty());
    }

    void record(Attempt attempt) {
        attempts.add(attempt);
    }
}
