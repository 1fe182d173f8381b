package dev.helmstuck.simulator.gitlab;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An issue with its notes. */
public final class SimulatedIssue {
    private final long number;
    private final AtomicLong ids;
    private final List<SimulatedNote> notes = new CopyOnWriteArrayList<>();

    /** A note as it was written. */
    public record SimulatedNote(long id, String body, Instant created) implements Listed {
        @Override
        public ObjectNode json() {
            return JsonNodeFactory.instance.objectNode().put("id", id).put("body", body).put("created_at", created.toString())
                    .put("system", false);
        }
    }

    SimulatedIssue(long number, AtomicLong ids) {
        this.number = number;
        this.ids = ids;
    }

    /** Somebody writes a note. */
    public SimulatedNote note(String body, Instant at) {
        SimulatedNote note = new SimulatedNote(ids.incrementAndGet(), body, at);
        notes.add(note);
        return note;
    }

    /** Their texts, oldest first. */
    public List<String> notes() {
        return notes.stream().map(SimulatedNote::body).toList();
    }

    List<SimulatedNote> newestFirst() {
        return notes.stream().sorted(Comparator.comparing(SimulatedNote::created).thenComparing(SimulatedNote::id).reversed()).toList();
    }

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("iid", number).put("state", "opened");
    }
}
