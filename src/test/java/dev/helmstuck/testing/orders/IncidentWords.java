package dev.helmstuck.testing.orders;

import java.util.Optional;

import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.thread.RecordFile;

/** Whether what is said of the incident at the end fits what happened: one note at most, and it is said whether it is there. */
final class IncidentWords {

    private IncidentWords() {}

    static Optional<String> wrong(Ground ground, Remediation it) {
        long notes = ground.incidents.of(it.id());
        if (notes > 1) return Optional.of("the record was posted to the incident " + notes + " times");
        boolean wanted = it.incident().isPresent() && RecordFile.isWorthIt(it);
        if (!wanted) return notes == 0 ? Optional.empty() : Optional.of("a record was posted that nobody wanted");
        boolean told = it.notes().stream().anyMatch(Note.IncidentTold.class::isInstance);
        Optional<String> untold = it.notes().stream().filter(Note.IncidentUntold.class::isInstance)
                .map(note -> ((Note.IncidentUntold) note).why()).findFirst();
        if (told == untold.isPresent()) return Optional.of("nothing, or two things, are said of the incident: " + it.notes());
        if (told && notes == 0) return Optional.of("a note is claimed that is not there");
        boolean denied = untold.filter(why -> !why.startsWith("Whether it is there is not known")).isPresent();
        return denied && notes == 1 ? Optional.of("a note is denied that is there: " + untold.get()) : Optional.empty();
    }
}
