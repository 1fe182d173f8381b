package dev.helmstuck.flow.steps;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.ports.Incidents;
import dev.helmstuck.ports.Incidents.NoteAnswer;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Note.IncidentIntent;
import dev.helmstuck.remediation.Note.OfIncident;
import dev.helmstuck.remediation.Remediation;
import jakarta.inject.Inject;

/**
 * The last of {@code Closing}: the record as a note to the issue of the incident, once. Each attempt is saved before it is made; one without
 * an answer is looked up by a mark in the note's body, and made again only when GitLab has surely ended it and it did nothing.
 */
final class TellIncident {
    /** GitLab ends a request after 60 s. */
    static final Duration UNDER_WAY = Duration.ofSeconds(75);
    /** How long one attempt is looked for while GitLab does not say. */
    static final Duration PATIENCE = Duration.ofMinutes(10);
    static final int ATTEMPTS = 3;
    /** GitLab takes a million. */
    private static final int LONGEST = 900_000;

    private final Incidents incidents;
    private final Remediations remediations;
    private final Clock clock;

    @Inject
    TellIncident(Incidents incidents, Remediations remediations, Clock clock) {
        this.incidents = incidents;
        this.remediations = remediations;
        this.clock = clock;
    }

    /** Why no note could be posted, as far as that can be read; it stops nothing. */
    Optional<Note> obstacle(Remediation remediation) {
        if (remediation.incident().isEmpty() || remediation.looks() > 0) return Optional.empty();
        try {
            return incidents.obstacle(remediation.incident().get()).map(Note.IncidentObstacle::new);
        } catch (UnavailableException silent) {
            return Optional.of(new Note.IncidentObstacle("Whether a note can be posted there could not be looked up: " + said(silent)));
        }
    }

    /**
     * What is still to be done for the incident.
     *
     * @param record the record as Markdown, if there is one
     * @return empty if there is nothing
     */
    Optional<Progress> work(Remediation remediation, boolean resumed, Supplier<Optional<String>> record) {
        if (remediation.incident().isEmpty() || told(remediation)) return Optional.empty();
        long incident = remediation.incident().get();
        List<IncidentIntent> attempts = attempts(remediation);
        if (attempts.isEmpty()) return record.get().map(there -> intended(incident, 1));
        Optional<String> body = record.get();
        if (body.isEmpty()) return Optional.empty();
        return Optional.of(resumed
                ? searched(remediation, incident, attempts)
                : posted(remediation, incident, body.get()));
    }

    private static boolean told(Remediation remediation) {
        return remediation.notes().stream().anyMatch(note -> note instanceof OfIncident of && switch (of) {
            case Note.IncidentObstacle obstacle -> false;
            case IncidentIntent intent -> false;
            case Note.IncidentTold there -> true;
            case Note.IncidentUntold notThere -> true;
        });
    }

    private static List<IncidentIntent> attempts(Remediation remediation) {
        return remediation.notes().stream().filter(IncidentIntent.class::isInstance).map(IncidentIntent.class::cast).toList();
    }

    private Progress intended(long incident, int attempt) {
        return noted(new IncidentIntent(clock.instant()), incident, "intent to post the record, attempt " + attempt);
    }

    private Progress posted(Remediation remediation, long incident, String record) {
        // showing the thread took time: another process may have taken over
        if (!remediations.stands(remediation)) return new Progress.Waits();
        return switch (incidents.post(incident, body(record, remediation))) {
            case NoteAnswer.Posted(String url) -> noted(new Note.IncidentTold(url), incident, "posted: " + url);
            case NoteAnswer.NotPosted(String why) -> untold(incident, why);
        };
    }

    private Progress searched(Remediation remediation, long incident, List<IncidentIntent> attempts) {
        Instant last = attempts.getLast().at();
        Optional<String> url;
        try {
            url = incidents.find(incident, mark(remediation), attempts.getFirst().at());
        } catch (UnavailableException silent) {
            if (clock.instant().isBefore(last.plus(PATIENCE))) throw silent;
            return untold(incident, "Whether it is there is not known, so look before you paste it: " + said(silent));
        }
        if (url.isPresent()) return noted(new Note.IncidentTold(url.get()), incident, "found: " + url.get());
        if (clock.instant().isBefore(last.plus(UNDER_WAY)))
            throw new UnavailableException("GitLab", "the note to incident " + incident + " may still be under way");
        return attempts.size() < ATTEMPTS
                ? intended(incident, attempts.size() + 1)
                : untold(incident, "GitLab gave no answer to " + ATTEMPTS + " attempts, and shows no such note.");
    }

    private static Progress untold(long incident, String why) {
        return noted(new Note.IncidentUntold(why), incident, "not posted: " + why);
    }

    private static Progress noted(Note note, long incident, String result) {
        return Progress.moved(new Event.Noted()).telling(note, Entry.ours("incident note", "incident " + incident, result));
    }

    /** Nobody sees it in the issue, and it is unique. */
    private static String mark(Remediation remediation) {
        return "<!-- helm-stuck record " + remediation.id() + " -->";
    }

    private static String body(String record, Remediation remediation) {
        boolean whole = record.length() <= LONGEST;
        String text = whole
                ? record
                : record.substring(0, record.lastIndexOf('\n', LONGEST)) + "\n\nThe rest is in the file in the thread.\n";
        return mark(remediation) + "\n\n" + text;
    }

    private static String said(UnavailableException silent) {
        return silent.source() + ": " + silent.why() + (silent.why().endsWith(".") ? "" : ".");
    }
}
