package dev.helmstuck.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code GITLAB_URL}, {@code GITLAB_TOKEN} (read_api), the optional {@code GITLAB_RERUN_TOKEN} (api), and the optional project of the
 * incidents; the URL ends without a slash.
 */
public record GitlabSettings(URI url, Token token, Optional<Token> rerunToken, Optional<IncidentProject> incidents) {

    /** One without a project of incidents. */
    public GitlabSettings(URI url, Token token, Optional<Token> rerunToken) {
        this(url, token, rerunToken, Optional.empty());
    }

    /** All of them, none of which may be quoted. */
    public List<Token> tokens() {
        return Stream.of(Optional.of(token), rerunToken, incidents.map(IncidentProject::token)).flatMap(Optional::stream).toList();
    }

    /**
     * {@code GITLAB_INCIDENT_PROJECT}, whose issues are the incidents, {@code GITLAB_INCIDENT_TOKEN} (api), which writes notes there, and
     * {@code GITLAB_INCIDENT_URL}, which is {@code GITLAB_URL} unless the incidents are in another GitLab.
     */
    public record IncidentProject(URI url, String path, Token token) {}
}
