package dev.helmstuck.doctor;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/** What GitLab says of a token. */
public sealed interface TokenAnswer {

    /**
     * It is accepted.
     *
     * @param expires the day on which it runs out
     */
    record Accepted(Set<String> scopes, Optional<LocalDate> expires) implements TokenAnswer {
        public Accepted {
            scopes = Set.copyOf(scopes);
        }
    }

    /** It is wrong, revoked, or has run out. */
    record NotAccepted() implements TokenAnswer {}

    /** It is of a kind, or GitLab of an age, that does not tell (before 15.5, or an OAuth token). */
    record ScopesUntold() implements TokenAnswer {}

    /** There is none, and none is needed. */
    record NotSet() implements TokenAnswer {}
}
