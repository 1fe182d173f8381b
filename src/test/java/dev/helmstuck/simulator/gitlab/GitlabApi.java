package dev.helmstuck.simulator.gitlab;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.testing.Canary;

/** Who is asked what: the paths of the REST API, after {@code lib/api/ci/jobs.rb} and {@code resource_groups.rb}. */
final class GitlabApi {

    private static final Set<String> STATUSES = Set.of("created", "waiting_for_resource", "preparing", "waiting_for_callback", "pending",
            "running", "success", "failed", "canceling", "canceled", "skipped", "manual", "scheduled");

    private final Map<String, SimulatedProject> projects;
    private final Clock clock;
    private final String readToken;
    private final String rerunToken;
    private final Set<String> unknownStatuses = ConcurrentHashMap.newKeySet();
    private volatile boolean tellsHolders = true;
    private volatile String rerunScope = "api";
    private volatile LocalDate expires;

    GitlabApi(Map<String, SimulatedProject> projects, Clock clock, String readToken, String rerunToken) {
        this.projects = projects;
        this.clock = clock;
        this.readToken = readToken;
        this.rerunToken = rerunToken;
        this.expires = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusYears(1);
    }

    void forget(List<String> statuses) {
        unknownStatuses.addAll(statuses);
    }

    void forgetHolders() {
        tellsHolders = false;
    }

    GitlabReply answer(Request request) {
        if (request.token().filter(token -> token.equals(readToken) || token.equals(rerunToken)).isEmpty()) {
            return GitlabReply.message(401, "401 Unauthorized");
        }
        if (request.method().equals("POST")
                && (request.token().filter(rerunToken::equals).isEmpty() || !rerunScope.equals("api"))) {
            return GitlabReply.json(403,
                    "{\"error\":\"insufficient_scope\",\"error_description\":\"The request requires higher privileges than"
                            + " provided by the access token.\",\"scope\":\"api\"}");
        }
        List<String> path = request.path();
        if (path.size() == 3 && path.get(2).equals("metadata"))
            return GitlabReply.json(200, "{\"version\":\"18.6.1-ee\",\"revision\":\"0\"}");
        if (path.size() == 4 && path.get(2).equals("personal_access_tokens") && path.get(3).equals("self"))
            return self(request.token().orElseThrow());
        if (path.size() < 4 || !path.get(2).equals("projects")) {
            return GitlabReply.error(404, "404 Not Found");
        }
        return project(path.get(3)).map(project -> ofProject(project, path.subList(4, path.size()), request))
                .orElseGet(() -> GitlabReply.message(404, "404 Project Not Found"));
    }

    /** What a token may learn of itself, whatever its scopes. */
    private GitlabReply self(String token) {
        boolean rerun = token.equals(rerunToken);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", rerun ? 2 : 1).put("name", "helm-stuck").put("revoked", false)
                .put("active", true).put("expires_at", expires.toString());
        json.putArray("scopes").add(rerun ? rerunScope : "read_api");
        return GitlabReply.json(200, json.toString());
    }

    /** The scope of the second token is this one. */
    void narrowRerun(String scope) {
        rerunScope = scope;
    }

    /** The day on which the tokens run out. */
    void expire(LocalDate day) {
        expires = day;
    }

    private Optional<SimulatedProject> project(String pathOrId) {
        return projects.values().stream()
                .filter(project -> project.path().equals(pathOrId) || Long.toString(project.id()).equals(pathOrId)).findFirst();
    }

    private GitlabReply ofProject(SimulatedProject project, List<String> rest, Request request) {
        String what = request.method() + " " + (rest.isEmpty() ? "" : rest.getFirst()) + (rest.size() > 2 ? " " + rest.get(2) : "");
        return switch (rest.size() + " " + what) {
            case "0 GET " -> GitlabReply.json(200, project.json().toString());
            case "1 GET jobs" -> jobs(project, request);
            case "2 GET jobs" ->
                job(project, rest.get(1)).map(job -> GitlabReply.json(200, job.json().toString())).orElseGet(GitlabApi::notFound);
            case "3 GET jobs trace" -> job(project, rest.get(1)).map(job -> GitlabReply.text(job.log())).orElseGet(GitlabApi::notFound);
            case "1 GET variables", "3 GET pipelines variables" -> GitlabReply.json(200, JsonNodeFactory.instance.arrayNode()
                    .add(JsonNodeFactory.instance.objectNode().put("key", "PASSWORD").put("value", Canary.AWKWARD)).toString());
            case "3 POST jobs retry" -> job(project, rest.get(1)).map(this::retried).orElseGet(GitlabApi::notFound);
            case "2 GET pipelines" -> pipeline(project, rest.get(1))
                    .map(pipeline -> GitlabReply.json(200, pipeline.json().toString())).orElseGet(GitlabApi::notFound);
            case "3 GET pipelines jobs" -> pipeline(project, rest.get(1)).map(pipeline -> GitlabReply.page(
                    pipeline.jobs(false, request.all("include_retried").contains("true")), request)).orElseGet(GitlabApi::notFound);
            case "3 GET pipelines bridges" ->
                pipeline(project, rest.get(1)).map(pipeline -> GitlabReply.page(pipeline.jobs(true, false), request))
                        .orElseGet(GitlabApi::notFound);
            case "2 GET issues" -> project.issue(rest.get(1)).map(issue -> GitlabReply.json(200, issue.json().toString()))
                    .orElseGet(GitlabApi::notFound);
            case "3 GET issues notes" ->
                project.issue(rest.get(1)).map(issue -> GitlabReply.page(issue.newestFirst(), request)).orElseGet(GitlabApi::notFound);
            case "3 POST issues notes" -> project.issue(rest.get(1)).map(issue -> GitlabReply.json(201,
                    issue.note(request.form("body"), clock.instant()).json().toString())).orElseGet(GitlabApi::notFound);
            case "1 GET resource_groups" -> groups(project);
            case "2 GET resource_groups" ->
                project.group(rest.get(1)).map(group -> GitlabReply.json(200, group.json().toString())).orElseGet(GitlabApi::notFound);
            case "3 GET resource_groups current_job" -> tellsHolders
                    ? project.group(rest.get(1)).map(GitlabApi::holder).orElseGet(GitlabApi::notFound)
                    : GitlabReply.error(404, "404 Not Found");
            case "3 GET resource_groups upcoming_jobs" ->
                project.group(rest.get(1)).map(group -> GitlabReply.page(group.queue(), request)).orElseGet(GitlabApi::notFound);
            default -> GitlabReply.error(404, "404 Not Found");
        };
    }

    private GitlabReply jobs(SimulatedProject project, Request request) {
        Set<String> scope = new HashSet<>(request.all("scope[]"));
        scope.addAll(request.all("scope"));
        Set<String> strange = new HashSet<>(scope);
        strange.removeIf(status -> STATUSES.contains(status) && !unknownStatuses.contains(status));
        if (!strange.isEmpty()) {
            return GitlabReply.error(400, "scope does not have a valid value");
        }
        return GitlabReply.page(project.newestFirst().filter(job -> scope.isEmpty() || scope.contains(job.status())).toList(), request);
    }

    private GitlabReply retried(SimulatedJob job) {
        return job.retry(clock.instant()).map(again -> GitlabReply.json(201, again.json().toString()))
                .orElseGet(() -> GitlabReply.message(403, "403 Forbidden - Job is not retryable"));
    }

    /** Nobody holds it: a nil entity, which GitLab presents as {@code null}. */
    private static GitlabReply holder(SimulatedGroup group) {
        return GitlabReply.json(200, group.holder().map(job -> job.json().toString()).orElse("null"));
    }

    private static GitlabReply groups(SimulatedProject project) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        project.groups().forEach(group -> all.add(group.json()));
        return GitlabReply.json(200, all.toString());
    }

    private static Optional<SimulatedJob> job(SimulatedProject project, String id) {
        return id.matches("\\d{1,18}") ? project.job(Long.parseLong(id)) : Optional.empty();
    }

    /** A pipeline exists if it has jobs. */
    private static Optional<SimulatedPipeline> pipeline(SimulatedProject project, String id) {
        return Optional.of(id).filter(digits -> digits.matches("\\d{1,18}")).map(Long::valueOf)
                .filter(number -> project.everyJob().anyMatch(job -> job.pipelineId() == number)).map(project::pipeline);
    }

    private static GitlabReply notFound() {
        return GitlabReply.message(404, "404 Not found");
    }
}
