package dev.helmstuck.flow;

import java.util.List;

import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Event;

/** What working on a state comes to: an event with the audit rows that belong to it, or waiting for something outside. */
sealed interface Progress {

    /** It moves. */
    record Moved(Event event, List<AuditRow> rows) implements Progress {
        public Moved {
            rows = List.copyOf(rows);
        }
    }

    /** Nothing to do until somebody reacts or time passes. */
    record Waits() implements Progress {}

    static Progress moved(Event event, AuditRow... rows) {
        return new Moved(event, List.of(rows));
    }
}
