package dev.helmstuck.gitlab;

import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.GitlabSettings.IncidentProject;
import dev.helmstuck.config.Token;
import dev.helmstuck.doctor.GitlabToken;
import dev.helmstuck.doctor.GroupAnswer;
import dev.helmstuck.doctor.IncidentsAnswer;
import dev.helmstuck.doctor.ProjectFacts;
import dev.helmstuck.doctor.RecentJobs;
import dev.helmstuck.doctor.ServerClock;
import dev.helmstuck.doctor.ServerFacts;
import dev.helmstuck.doctor.TokenAnswer;
import dev.helmstuck.ports.PipelinesProbe;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.runbook.CiJob;
import jakarta.inject.Inject;

/** Asks GitLab what a remediation would ask, and what its tokens are worth ({@code lib/api/personal_access_tokens/self_information.rb}). */
final class GitlabProbe implements PipelinesProbe {
    /** 3,000 jobs, some ten seconds. */
    private static final int PAGES = 30;

    private final GitlabCalls calls;
    private final GitlabErrors errors;
    private final GitlabSettings settings;
    private final ProbeMeans means;

    /** What it takes to ask more than once. */
    record ProbeMeans(Clock clock, Sleeper pause, Signals signals) {
        @Inject
        ProbeMeans {}
    }

    @Inject
    GitlabProbe(GitlabCalls calls, GitlabErrors errors, GitlabSettings settings, ProbeMeans means) {
        this.calls = calls;
        this.errors = errors;
        this.settings = settings;
        this.means = means;
    }

    @Override
    public ServerFacts server() {
        GitlabResponse answer = visit().demand(Endpoint.METADATA, Map.of());
        String version = JobJson.object(answer.body(), Endpoint.METADATA).path("version").asText("");
        if (version.isBlank()) throw GitlabErrors.odd(Endpoint.METADATA, "it has no version");
        return new ServerFacts("GitLab " + errors.shortened(version), ServerClock.of(answer.header("Date"), means.clock().instant()));
    }

    @Override
    public Optional<ProjectFacts> project(String path) {
        Endpoint subject = Endpoint.project(path);
        GitlabResponse answer = visit().ask(subject, Map.of());
        if (answer.status() == 404) return Optional.empty();
        if (answer.status() != 200) throw errors.status(answer, subject);
        JsonNode json = JobJson.object(answer.body(), subject);
        return Optional.of(new ProjectFacts(json.path("archived").asBoolean(false), Optional.of(json.path("build_timeout"))
                .filter(JsonNode::isIntegralNumber).map(seconds -> Duration.ofSeconds(seconds.asLong())).filter(Duration::isPositive)));
    }

    @Override
    public RecentJobs recentJobs(String project, Instant since) {
        List<CiJob> read = new JobPages(visit(), project).read(Endpoint.jobs(project), Map.of(),
                new JobPages.Reach.Newest(since, PAGES));
        List<CiJob> jobs = read.stream().filter(job -> job.created().filter(created -> created.isBefore(since)).isEmpty()).toList();
        return new RecentJobs(jobs, since, read.size() < PAGES * JobPages.PER_PAGE || jobs.size() < read.size());
    }

    @Override
    public GroupAnswer group(String project, String key) {
        RetryingRequest visit = visit();
        Endpoint holder = Endpoint.holder(project, key);
        GitlabResponse answer = visit.ask(holder, Map.of());
        if (answer.status() == 200) return GroupAnswer.FOUND;
        if (answer.status() != 404) throw errors.status(answer, holder);
        Endpoint group = Endpoint.group(project, key);
        GitlabResponse there = visit.ask(group, Map.of());
        if (there.status() == 404) return GroupAnswer.MISSING;
        if (there.status() != 200) throw errors.status(there, group);
        return GroupAnswer.HOLDER_UNTOLD;
    }

    @Override
    public TokenAnswer token(GitlabToken token) {
        return switch (token) {
            case GITLAB_TOKEN -> worth(settings.url(), settings.token(), errors);
            case GITLAB_RERUN_TOKEN ->
                settings.rerunToken().map(rerun -> worth(settings.url(), rerun, errors)).orElseGet(TokenAnswer.NotSet::new);
            case GITLAB_INCIDENT_TOKEN ->
                settings.incidents().map(it -> worth(it.url(), it.token(), GitlabErrors.of(it))).orElseGet(TokenAnswer.NotSet::new);
        };
    }

    /** Every token may ask this of itself, whatever its scopes. */
    private TokenAnswer worth(URI url, Token token, GitlabErrors words) {
        GitlabResponse answer = answer(url, token, words, Endpoint.TOKEN);
        return switch (answer.status()) {
            case 200 -> accepted(JobJson.object(answer.body(), Endpoint.TOKEN));
            case 401 -> new TokenAnswer.NotAccepted();
            case 400, 404 -> new TokenAnswer.ScopesUntold();
            default -> throw words.status(answer, Endpoint.TOKEN);
        };
    }

    @Override
    public IncidentsAnswer incidents() {
        return settings.incidents().map(this::incidents).orElseGet(IncidentsAnswer.NoProject::new);
    }

    private IncidentsAnswer incidents(IncidentProject where) {
        Endpoint subject = Endpoint.project(where.path());
        GitlabErrors words = GitlabErrors.of(where);
        GitlabResponse answer = answer(where.url(), where.token(), words, subject);
        if (answer.status() >= 500) throw words.status(answer, subject);
        if (answer.status() != 200) return new IncidentsAnswer.HiddenProject(where.path(), answer.status());
        JsonNode json = JobJson.object(answer.body(), subject);
        // an older GitLab tells only issues_enabled, the newest only issues_access_level
        boolean issues = !json.path("issues_access_level").asText("").equals("disabled") && json.path("issues_enabled").asBoolean(true);
        return new IncidentsAnswer.ShownProject(where.path(), json.path("archived").asBoolean(false), issues);
    }

    private GitlabResponse answer(URI url, Token token, GitlabErrors words, Endpoint subject) {
        try (GitlabCalls as = new GitlabCalls(new GitlabSettings(url, token, Optional.empty()), means.signals())) {
            return new RetryingRequest(as, words, means.clock(), means.pause()).ask(subject, Map.of());
        }
    }

    private static TokenAnswer accepted(JsonNode json) {
        if (json.path("revoked").asBoolean(false) || !json.path("active").asBoolean(true)) return new TokenAnswer.NotAccepted();
        if (!json.path("scopes").isArray()) throw GitlabErrors.odd(Endpoint.TOKEN, "it names no scopes");
        Set<String> scopes = new HashSet<>();
        json.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        try {
            return new TokenAnswer.Accepted(scopes, Optional.ofNullable(json.path("expires_at").textValue()).map(LocalDate::parse));
        } catch (DateTimeException noDay) {
            throw GitlabErrors.odd(Endpoint.TOKEN, "its expires_at is no day");
        }
    }

    private RetryingRequest visit() {
        return new RetryingRequest(calls, errors, means.clock(), means.pause());
    }
}
