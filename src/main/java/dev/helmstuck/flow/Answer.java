package dev.helmstuck.flow;

import java.util.List;

import dev.helmstuck.flow.Remediations.AuditRow;
import dev.helmstuck.remediation.Event;

/** What working on a state comes to: an event with the audit rows that belong to it, or waiting for something outside. */
sealed interface Answer {

    /** It moves. */
    record Moves(Event event, List<AuditRow> rows) implements Answer {
        public Moves {
            rows = List.copyOf(rows);
        }
    }

    /** Nothing to do until somebody reacts or time passes. */
    record Waits() implements Answer {}

    static Answer moves(Event event, AuditRow... rows) {
        return new Moves(event, List.of(rows));
    }
}
