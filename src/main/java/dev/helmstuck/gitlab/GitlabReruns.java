package dev.helmstuck.gitlab;

import java.util.Map;
import java.util.Optional;

import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Reruns;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.CiJob;
import jakarta.inject.Inject;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.GitLabApi.ApiVersion;
import org.gitlab4j.api.GitLabApiException;

/**
 * {@code POST /projects/:id/jobs/:job_id/retry} with {@code GITLAB_RERUN_TOKEN}. GitLab itself reruns a job once: asked again, it answers 403
 * "Job is not retryable".
 */
final class GitlabReruns implements Reruns {
    /**
     * Nothing is sent to where a redirect leads. A body that is sent in chunks is sent once: the JDK's client repeats any other request, a
     * POST too, by itself when the connection breaks off before an answer.
     */
    private static final Map<String, Object> ONCE = Map.of("jersey.config.client.followRedirects", false,
            "jersey.config.client.request.entity.processing", "CHUNKED");

    private final GitlabSettings settings;
    private final GitlabErrors errors;

    @Inject
    GitlabReruns(GitlabSettings settings, GitlabErrors errors) {
        this.settings = settings;
        this.errors = errors;
    }

    @Override
    public boolean allowed() {
        return settings.rerunToken().isPresent();
    }

    @Override
    public RerunAnswer rerun(CiJob job) {
        Optional<Token> token = settings.rerunToken();
        if (token.isEmpty()) return new RerunAnswer.NotMade("there is no GITLAB_RERUN_TOKEN.");
        try (GitLabApi api = new GitLabApi(ApiVersion.V4, settings.url().toString(), token.get().value(), null,
                ONCE)) {
            api.setRequestTimeout(GitlabCalls.CONNECT_MILLIS, GitlabCalls.READ_MILLIS);
            return new RerunAnswer.Made(api.getJobApi().retryJob(job.project(), job.id()).getId());
        } catch (GitLabApiException refused) {
            return refused(refused, job);
        }
    }

    /** Every answer that GitLab gave before it did anything; of the rest nobody knows. */
    private RerunAnswer refused(GitLabApiException answer, CiJob job) {
        return switch (answer.getHttpStatus()) {
            case 401 -> new RerunAnswer.NotMade("GitLab does not accept GITLAB_RERUN_TOKEN (401): it is wrong, expired or revoked.");
            case 403 ->
                new RerunAnswer.NotMade("GitLab refuses it (403" + words(answer) + "): the job was rerun already, or GITLAB_RERUN_TOKEN"
                        + " lacks the scope api, or its owner may not run jobs of " + job.project() + ".");
            case 404 ->
                new RerunAnswer.NotMade("GitLab shows no job " + job.id() + " of " + job.project() + " to GITLAB_RERUN_TOKEN (404).");
            case 400, 405, 409, 422, 429 -> new RerunAnswer.NotMade("GitLab answered " + answer.getHttpStatus() + words(answer) + ".");
            default -> throw new UnavailableException(GitlabErrors.GITLAB, answer.getHttpStatus() == 0
                    ? "it gave no answer to the rerun of job " + job.id()
                    : "it answered the rerun of job " + job.id() + " with " + answer.getHttpStatus());
        };
    }

    private String words(GitLabApiException answer) {
        String text = answer.getMessage() == null ? "" : errors.shortened(answer.getMessage());
        return text.isBlank() ? "" : ", \"" + text + "\"";
    }
}
