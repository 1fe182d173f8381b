package dev.helmstuck.remediation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;

/**
 * One {@code /helm-stuck} of one target, from the command to the last message.
 *
 * @param id unique, random
 * @param target the target's name
 * @param requester who typed the command
 * @param channel the chat channel it was typed in
 * @param opened when
 * @param state where it stands
 * @param since when it came to that state
 * @param looks how many diagnoses were completed
 * @param findings of the latest diagnosis
 * @param version counts the saves; a save succeeds only on the version it was read at
 */
public record Remediation(String id, String target, Requester requester, String channel, Instant opened, State state, Instant since,
        int looks, List<Finding> findings, long version) {

    public Remediation {
        findings = List.copyOf(findings);
    }

    /** Who typed the command, as known then; {@code identity} is the e-mail if Slack shows it, else the id. */
    public record Requester(String user, String name, String identity) {}

    /** A new one, about to look. */
    public static Remediation open(String id, String target, Requester requester, String channel, Instant now) {
        return new Remediation(id, target, requester, channel, now, new State.Diagnosing(), now, 0, List.of(), 0);
    }

    /**
     * What it is after this event.
     *
     * @throws IllegalMove if the state does not take the event
     */
    public Remediation on(Event event, Instant now) {
        State next = Moves.next(state, event);
        Optional<Diagnosis> look = event.diagnosed();
        return new Remediation(id, target, requester, channel, opened, next, now, looks + (look.isPresent() ? 1 : 0),
                look.map(Diagnosis::findings).orElse(findings), version + 1);
    }
}
