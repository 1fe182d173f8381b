package dev.helmstuck.approval;

import java.util.Locale;
import java.util.Optional;

/**
 * A Slack account as {@code users.info} shows it. A flag that Slack did not send is empty, and counts as the worse case.
 *
 * @param id Slack's user id
 * @param name the name people see
 * @param email the company identity; empty if Slack does not show it
 * @param ours whether the account belongs to our workspace or enterprise ({@code team_id} or enterprise id equal ours)
 * @param stranger {@code is_stranger}, which Slack may leave out
 */
public record Person(String id, String name, Optional<String> email, boolean ours, Optional<Boolean> deleted, Optional<Boolean> bot,
        Optional<Boolean> restricted, Optional<Boolean> ultraRestricted, Optional<Boolean> stranger) {

    /** The same for every account of one human, as far as Slack shows it: the e-mail, else the id. */
    public String identity() {
        return email.map(mail -> mail.toLowerCase(Locale.ROOT)).orElse(id);
    }

    /** Whether both accounts are one human: the same id or the same e-mail. */
    public boolean sameHuman(Person other) {
        return id.equals(other.id) || identity().equals(other.identity());
    }
}
