package dev.helmstuck.gitlab;

import java.util.Map;
import java.util.Optional;

import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Reruns;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Signals.CallResult;
import dev.helmstuck.ports.Signals.Upstream;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.CiJob;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.GitLabApi.ApiVersion;
import org.gitlab4j.api.GitLabApiException;
import org.gitlab4j.api.models.Job;

/**
 * {@code POST /projects/:id/jobs/:job_id/retry} with {@code GITLAB_RERUN_TOKEN}. GitLab itself reruns a job once: asked again, it answers 403
 * "Job is not retryable".
 */
final class GitlabReruns implements Reruns {
    /**
     * Nothing is sent to where a redirect leads. A body that is sent in chunks is sent once: the JDK's client repeats any other request, a
     * POST too, by itself when the connection breaks off before an answer.
     */
    static final Map<String, Object> ONCE = Map.of("jersey.config.client.followRedirects", false,
            "jersey.config.client.request.entity.processing", "CHUNKED");

    private final GitlabSettings settings;
    private final GitlabErrors errors;
    private final int readMillis;
    private final Signals signals;

    @Inject
    GitlabReruns(GitlabSettings settings, GitlabErrors errors, Signals signals) {
        this(settings, errors, GitlabCalls.READ_MILLIS, signals);
    }

    GitlabReruns(GitlabSettings settings, GitlabErrors errors, int readMillis, Signals signals) {
        this.settings = settings;
        this.errors = errors;
        this.readMillis = readMillis;
        this.signals = signals;
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
            api.setRequestTimeout(GitlabCalls.CONNECT_MILLIS, readMillis);
            return made(retried(api, job), job);
        } catch (GitLabApiException refused) {
            return refused(refused, job);
        } catch (ProcessingException cut) { // not passed on: it may quote the body
            throw unusable(job);
        }
    }

    private Job retried(GitLabApi api, CiJob job) throws GitLabApiException {
        long began = System.nanoTime();
        CallResult result = CallResult.SILENT;
        try {
            Job made = api.getJobApi().retryJob(job.project(), job.id());
            result = CallResult.OK;
            return made;
        } catch (GitLabApiException refused) {
            if (refused.getHttpStatus() > 0) result = CallResult.of(refused.getHttpStatus());
            throw refused;
        } finally {
            signals.called(Upstream.GITLAB, result, began);
        }
    }

    private static RerunAnswer made(Job made, CiJob old) {
        if (made == null || made.getId() == null || made.getId() <= old.id() || !old.name().equals(made.getName())) throw unusable(old);
        return new RerunAnswer.Made(made.getId());
    }

    private static UnavailableException unusable(CiJob job) {
        return new UnavailableException(GitlabErrors.GITLAB, "its answer to the rerun of job " + job.id() + " cannot be used");
    }

    /** Every answer that GitLab gave before it did anything; of the rest nobody knows. */
    private RerunAnswer refused(GitLabApiException answer, CiJob job) {
        return switch (answer.getHttpStatus()) {
            case 401 -> new RerunAnswer.NotMade("GitLab does not accept GITLAB_RERUN_TOKEN (401): it is wrong, expired or revoked."
                    + " Rerun the job by hand, and give the bot a valid token.");
            case 403 -> new RerunAnswer.NotMade("GitLab refuses it (403" + words(answer) + "): " + forbidden(answer, job));
            case 404 -> new RerunAnswer.NotMade("GitLab shows no job " + job.id() + " of " + job.project()
                    + " to GITLAB_RERUN_TOKEN (404): its pipeline was deleted, or the token's owner is no member of the project.");
            case 429 -> new RerunAnswer.NotMade("GitLab limits how often it may be asked (429). Rerun the job by hand.");
            case 301, 302, 303, 307, 308 -> new RerunAnswer.NotMade("GitLab redirects the call (" + answer.getHttpStatus()
                    + "), which is not followed with a token: set GITLAB_URL to the final address, or ci.project to the project's new path."
                    + " Rerun the job by hand.");
            case 400, 405, 409, 410, 411, 422 ->
                new RerunAnswer.NotMade("GitLab answered " + answer.getHttpStatus() + words(answer) + ". Rerun the job by hand.");
            default -> throw new UnavailableException(GitlabErrors.GITLAB, answer.getHttpStatus() == 0
                    ? "it gave no answer to the rerun of job " + job.id()
                    : "it answered the rerun of job " + job.id() + " with " + answer.getHttpStatus());
        };
    }

    private static String forbidden(GitLabApiException answer, CiJob job) {
        String text = String.valueOf(answer.getMessage());
        if (text.contains("insufficient_scope") || text.contains("higher privileges"))
            return "GITLAB_RERUN_TOKEN lacks the scope api. Rerun the job by hand, and give the bot a token that has it.";
        if (text.contains("not retryable"))
            return "the job was rerun already, or its pipeline is archived, or its deployment was rejected. Look at its page; if nobody has "
                    + "rerun it, start a new pipeline.";
        return "the owner of GITLAB_RERUN_TOKEN may not run this job of " + job.project()
                + ", or the token lacks the scope api. Rerun the job by hand, and mend that.";
    }

    private String words(GitLabApiException answer) {
        String text = answer.getMessage() == null ? "" : errors.shortened(answer.getMessage());
        return text.isBlank() ? "" : ", \"" + text + "\"";
    }
}
