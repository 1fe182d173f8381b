package dev.helmstuck.gitlab;

import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.GitlabSettings.IncidentProject;
import dev.helmstuck.ports.Incidents;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Signals.CallResult;
import dev.helmstuck.ports.Signals.Upstream;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;

/**
 * {@code POST /projects/:id/issues/:issue_iid/notes} with {@code GITLAB_INCIDENT_TOKEN}, and what is read around it. A note has no key of its
 * own, so one whose answer was lost is found by a text in its body.
 */
final class GitlabIncidents implements Incidents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PER_PAGE = 100;
    private static final int MOST_PAGES = 10;
    /** Clocks differ. */
    private static final Duration DISORDER = Duration.ofMinutes(5);
    private static final String TOKEN = "GITLAB_INCIDENT_TOKEN";

    private final Optional<IncidentProject> project;
    private final Clock clock;
    private final Sleeper pause;
    private final Signals signals;
    private final int readMillis;

    @Inject
    GitlabIncidents(GitlabSettings settings, Clock clock, Sleeper pause, Signals signals) {
        this(settings, clock, pause, signals, GitlabCalls.READ_MILLIS);
    }

    GitlabIncidents(GitlabSettings settings, Clock clock, Sleeper pause, Signals signals, int readMillis) {
        this.signals = signals;
        this.project = settings.incidents();
        this.clock = clock;
        this.pause = pause;
        this.readMillis = readMillis;
    }

    @Override
    public boolean configured() {
        return project.isPresent();
    }

    @Override
    public Optional<String> obstacle(long incident) {
        Optional<IncidentProject> where = project;
        if (where.isEmpty()) return Optional.of(unconfigured());
        GitlabResponse issue = ask(where.get(), issue(where.get(), incident), Map.of());
        if (issue.status() != 200) return Optional.of(refusal(where.get(), incident, issue.status(), errors(where.get()).words(issue)));
        // a token that may only read is told by nothing else before it writes
        GitlabResponse self = ask(where.get(), new Endpoint(List.of("personal_access_tokens", "self"), "the scopes of " + TOKEN, ""),
                Map.of());
        return self.status() == 200 && mayOnlyRead(self) ? Optional.of(lacksScope()) : Optional.empty();
    }

    private static boolean mayOnlyRead(GitlabResponse self) {
        try {
            JsonNode scopes = JSON.readTree(self.body()).path("scopes");
            boolean api = false;
            for (JsonNode scope : scopes)
                api |= scope.asText().equals("api");
            return scopes.isArray() && !api;
        } catch (JsonProcessingException odd) {
            return false;
        }
    }

    @Override
    public NoteAnswer post(long incident, String body) {
        Optional<IncidentProject> where = project;
        if (where.isEmpty()) return new NoteAnswer.NotPosted(unconfigured());
        GitlabResponse answer = sent(where.get(), incident, body);
        if (answer.status() != 201 && answer.status() != 200) return refused(where.get(), incident, answer);
        return new NoteAnswer.Posted(url(where.get(), incident, made(answer, incident)));
    }

    private GitlabResponse sent(IncidentProject where, long incident, String body) {
        long began = System.nanoTime();
        CallResult result = CallResult.SILENT;
        try {
            GitlabResponse answer = NotePost.send(where.url(), where.token(), notes(where, incident).path(), Map.of("body", body),
                    readMillis);
            result = CallResult.of(answer.status());
            return answer;
        } catch (IOException cut) { // not passed on: it may quote the body
            throw lost(incident, "it gave no answer");
        } finally {
            signals.called(Upstream.GITLAB, result, began);
        }
    }

    private static long made(GitlabResponse answer, long incident) {
        try {
            JsonNode id = JSON.readTree(answer.body()).path("id");
            if (id.isIntegralNumber()) return id.longValue();
        } catch (JsonProcessingException odd) { // not passed on: it may quote the body
            throw lost(incident, "its answer cannot be used");
        }
        throw lost(incident, "its answer cannot be used");
    }

    /** Every answer that GitLab gave before it did anything; of the rest nobody knows. */
    private static NoteAnswer refused(IncidentProject where, long incident, GitlabResponse answer) {
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429 -> new NoteAnswer.NotPosted(
                    refusal(where, incident, answer.status(), errors(where).words(answer)));
            default -> throw lost(incident, "it answered " + answer.status());
        };
    }

    private static UnavailableException lost(long incident, String how) {
        return new UnavailableException(GitlabErrors.GITLAB, how + ", asked for a note to incident " + incident);
    }

    @Override
    public Optional<String> find(long incident, String text, Instant since) {
        IncidentProject where = project.orElseThrow(() -> new UnavailableException(GitlabErrors.GITLAB, unconfigured()));
        Endpoint notes = notes(where, incident);
        for (int page = 1; page <= MOST_PAGES; page++) {
            JsonNode found = page(where, notes, incident, page);
            for (JsonNode note : found)
                if (note.path("body").asText("").contains(text)) return Optional.of(url(where, incident, note.path("id").asLong()));
            if (found.size() < PER_PAGE || before(found.get(found.size() - 1), since.minus(DISORDER))) return Optional.empty();
        }
        throw GitlabErrors.odd(notes, "more than " + MOST_PAGES * PER_PAGE + " notes were written since");
    }

    private JsonNode page(IncidentProject where, Endpoint notes, long incident, int page) {
        GitlabResponse answer = ask(where, notes, Map.of("order_by", List.of("created_at"), "sort", List.of("desc"), "per_page",
                List.of("" + PER_PAGE), "page", List.of("" + page)));
        if (answer.status() != 200)
            throw new UnavailableException(GitlabErrors.GITLAB, refusal(where, incident, answer.status(), errors(where).words(answer)));
        try {
            JsonNode found = JSON.readTree(answer.body());
            if (found != null && found.isArray()) return found;
        } catch (JsonProcessingException odd) { // not passed on: it may quote the body
            throw GitlabErrors.odd(notes, "it is not JSON");
        }
        throw GitlabErrors.odd(notes, "a list was expected");
    }

    private static boolean before(JsonNode note, Instant moment) {
        try {
            return Instant.parse(note.path("created_at").asText()).isBefore(moment);
        } catch (DateTimeException odd) {
            return false;
        }
    }

    private GitlabResponse ask(IncidentProject where, Endpoint subject, Map<String, List<String>> query) {
        return new RetryingRequest(new GitlabCalls(settings(where), readMillis, signals), errors(where), clock, pause).ask(subject, query);
    }

    private static GitlabSettings settings(IncidentProject where) {
        return new GitlabSettings(where.url(), where.token(), Optional.empty());
    }

    private static GitlabErrors errors(IncidentProject where) {
        return GitlabErrors.of(where);
    }

    private static Endpoint issue(IncidentProject where, long incident) {
        return new Endpoint(List.of("projects", where.path(), "issues", Long.toString(incident)), "incident " + incident, "");
    }

    private static Endpoint notes(IncidentProject where, long incident) {
        return new Endpoint(List.of("projects", where.path(), "issues", Long.toString(incident), "notes"),
                "the notes of incident " + incident, "");
    }

    private static String url(IncidentProject where, long incident, long note) {
        return where.url() + "/" + where.path() + "/-/issues/" + incident + "#note_" + note;
    }

    private static String refusal(IncidentProject where, long incident, int status, String words) {
        String quoted = words.isBlank() ? "" : ", \"" + words + "\"";
        return switch (status) {
            case 401 -> "GitLab does not accept " + TOKEN + " (401): it is wrong, expired or revoked. Give the bot a valid one.";
            case 403 -> words.contains("insufficient_scope") || words.contains("higher privileges")
                    ? lacksScope()
                    : "GitLab refuses it (403" + quoted + "): the owner of " + TOKEN + " may not write notes in " + where.path()
                            + ", or the token lacks the scope api.";
            case 404 -> "GitLab shows no issue " + incident + " of " + where.path() + " to " + TOKEN
                    + " (404): look whether the number is right, and whether the token's owner is a member of the project.";
            case 413 -> "GitLab does not take so long a note (413).";
            case 429 -> "GitLab limits how often it may be asked (429).";
            case 301, 302, 303, 307, 308 -> "GitLab redirects the call (" + status
                    + "), which is not followed with a token: set its URL to the final address, or GITLAB_INCIDENT_PROJECT to the"
                    + " project's new path.";
            default -> "GitLab answered " + status + quoted + ".";
        };
    }

    private static String lacksScope() {
        return TOKEN + " lacks the scope api, so it may read the issue but write no note. Give the bot one that has it.";
    }

    private static String unconfigured() {
        return "no project of incidents is configured: GITLAB_INCIDENT_PROJECT and " + TOKEN + " are not set.";
    }
}
