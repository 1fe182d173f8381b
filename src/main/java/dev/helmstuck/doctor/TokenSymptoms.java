package dev.helmstuck.doctor;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;

/** What GitLab said of the tokens, judged. */
public final class TokenSymptoms {
    private static final int SOON_DAYS = 7;
    private static final int EARLY_DAYS = 30;

    private TokenSymptoms() {}

    public static Symptom of(GitlabToken token, TokenAnswer answer, Instant now) {
        return switch (answer) {
            case TokenAnswer.NotSet() -> Symptom.good(Point.TOKEN, "no " + token.name() + ": " + token.lost());
            case TokenAnswer.ScopesUntold() -> Symptom.note(Point.TOKEN, "GitLab does not tell the scopes of " + token.name(),
                    "see under \"Access tokens\" that it has " + token.scope());
            case TokenAnswer.NotAccepted() ->
                Symptom.problem(Point.TOKEN, "GitLab does not accept " + token.name() + " (401): wrong, expired or revoked",
                        "make a token with the scope " + token.scope() + " and set " + token.name());
            case TokenAnswer.Accepted accepted -> accepted(token, accepted, now);
        };
    }

    private static Symptom accepted(GitlabToken token, TokenAnswer.Accepted answer, Instant now) {
        if (!answer.scopes().contains(token.scope()) && !answer.scopes().contains("api"))
            return Symptom.problem(Point.TOKEN,
                    token.name() + " has the scopes " + new TreeSet<>(answer.scopes()) + " and not " + token.scope(),
                    "make a token with the scope " + token.scope() + " and set " + token.name());
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        long days = answer.expires().map(day -> ChronoUnit.DAYS.between(today, day)).orElse(Long.MAX_VALUE);
        if (days > EARLY_DAYS) return Symptom.good(Point.TOKEN, token.name());
        String seen = token.name() + " runs out on " + answer.expires().orElseThrow();
        String cure = "rotate it, or make a new one with the scope " + token.scope() + ", and set " + token.name();
        return days > SOON_DAYS ? Symptom.note(Point.TOKEN, seen, cure) : Symptom.problem(Point.TOKEN, seen, cure);
    }
}
