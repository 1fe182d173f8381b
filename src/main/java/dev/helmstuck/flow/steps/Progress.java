package dev.helmstuck.flow.steps;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Note;

/** What working on a state comes to: an event to be saved, or waiting for something outside. */
public sealed interface Progress {

    /**
     * It moves.
     *
     * @param notes what is to be told in the thread besides
     * @param entries who did what to what, for the audit trail
     * @param waits whether nothing is to be done afterwards until somebody reacts or time passes
     */
    record Moved(Event event, List<Note> notes, List<Entry> entries, boolean waits) implements Progress {
        public Moved {
            notes = List.copyOf(notes);
            entries = List.copyOf(entries);
        }

        Moved telling(Note note, Entry entry) {
            List<Note> allNotes = new ArrayList<>(notes);
            allNotes.add(note);
            List<Entry> allEntries = new ArrayList<>(entries);
            allEntries.add(entry);
            return new Moved(event, allNotes, allEntries, waits);
        }

        Moved and(Entry entry) {
            List<Entry> all = new ArrayList<>(entries);
            all.add(entry);
            return new Moved(event, notes, all, waits);
        }

        Moved andWaits() {
            return new Moved(event, notes, entries, true);
        }
    }

    /** Nothing to do until somebody reacts or time passes. */
    record Waits() implements Progress {}

    /** A row of the audit trail, but for the remediation and the time. */
    record Entry(String actor, String action, String object, String result) {

        /** What the bot itself did. */
        public static Entry ours(String action, String object, String result) {
            return new Entry("helm-stuck", action, object, result);
        }
    }

    static Moved moved(Event event, Entry... entries) {
        return new Moved(event, List.of(), List.of(entries), false);
    }
}
