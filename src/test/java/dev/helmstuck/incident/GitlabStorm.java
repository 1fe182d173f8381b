package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.DEPLOY;

import java.util.Optional;

import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Kind;

/** GitLab in trouble: each of its calls is a list of jobs, so each may be endless, empty or hold an unknown status. */
final class GitlabStorm implements Storm {
    private final Incident incident;
    private final Lines lines;
    private final Trouble trouble;

    GitlabStorm(Incident incident, Lines lines, Trouble trouble) {
        this.incident = incident;
        this.lines = lines;
        this.trouble = trouble;
    }

    @Override
    public void begin() {
        switch (trouble) {
            case HTTP_401, HTTP_403, HTTP_404, HTTP_409, HTTP_410, HTTP_429, HTTP_500, HTTP_502, HTTP_503 ->
                always(new GitlabFault.StatusAnswer(trouble.status(), Optional.empty()));
            case HTTP_429_LATER ->
                always(new GitlabFault.StatusAnswer(trouble.status(), Optional.of(Long.toString(Trouble.RETRY_AFTER.toSeconds()))));
            case REFUSED -> lines.gitlab.refuse();
            case RESET -> lines.gitlab.reset();
            case TIME_OUT -> lines.gitlab.swallow();
            case HALF -> always(new GitlabFault.BrokenOff());
            case HTML -> always(new GitlabFault.HtmlAnswer());
            case BLANK -> always(new GitlabFault.Body(""));
            case EMPTY_PAGE -> always(new GitlabFault.Body("[]"));
            case ENDLESS -> always(new GitlabFault.Endless());
            case UNKNOWN_ENUM -> {
                var unused = incident.world.project().job(DEPLOY).by("deployer").startedAt(incident.clock.instant()).status("simmering");
            }
        }
    }

    private void always(GitlabFault fault) {
        var unused = incident.world.gitlab().faults().always(fault);
    }

    /** Nobody asks GitLab between the delete and the look after it. */
    @Override
    public void beginAfterTheDelete() {
        incident.before(ApiRequest.realDelete(Kind.SECRET), this::begin);
    }

    @Override
    public void end() {
        incident.world.gitlab().faults().clear();
        lines.gitlab.heal();
    }

    @Override
    public int calls() {
        return incident.gitlabRequests().size() + lines.gitlab.met();
    }

    @Override
    public String name() {
        return "GitLab";
    }
}
