package dev.helmstuck.testing.orders;

import java.time.Instant;
import java.util.Optional;

import dev.helmstuck.ports.Incidents;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.testing.orders.Ground.Party;

/** One process's view of the incidents. A call without an answer may have an effect a minute later. */
record IncidentPort(Replica replica) implements Incidents {
    private static final String UNKNOWN = "GitLab shows no issue of this number to GITLAB_INCIDENT_TOKEN (404).";

    private FakeIncidents incidents() {
        return replica.ground.incidents;
    }

    @Override
    public boolean configured() {
        return true;
    }

    @Override
    public Optional<String> obstacle(long incident) {
        return replica.read(Party.GITLAB, "incident " + incident,
                () -> incident == FakeIncidents.THERE ? Optional.empty() : Optional.of(UNKNOWN));
    }

    @Override
    public NoteAnswer post(long incident, String body) {
        if (replica.ground.chance.of(replica.ground.mood.lost())) {
            replica.ground.note(() -> "a note goes out and comes late");
            var unused = incidents().post(body, true);
            throw new UnavailableException(Party.GITLAB.words(), "it gave no answer");
        }
        return replica.act(Party.GITLAB, "a note to incident " + incident, () -> {
            if (incident != FakeIncidents.THERE) return new NoteAnswer.NotPosted(UNKNOWN);
            replica.ground.count.incidentNotes++;
            return new NoteAnswer.Posted(incidents().post(body, false));
        });
    }

    @Override
    public Optional<String> find(long incident, String text, Instant since) {
        return replica.read(Party.GITLAB, "the notes of incident " + incident, () -> incidents().find(text));
    }
}
