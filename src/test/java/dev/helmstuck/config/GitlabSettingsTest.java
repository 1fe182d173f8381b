package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

import dev.helmstuck.config.GitlabSettings.IncidentProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GitlabSettingsTest {

    @TempDir
    Path directory;

    private Configs with(String url) {
        return new Configs(directory).set("GITLAB_URL", url).set("GITLAB_TOKEN", "glpat-read");
    }

    @Test
    void defaults_are_no_rerun_token_and_nothing_else() {
        assertThat(with("https://ops.gitlab.net").set("GITLAB_RERUN_TOKEN", "").read(Part.GITLAB).gitlab())
                .isEqualTo(new GitlabSettings(URI.create("https://ops.gitlab.net"), new Token("glpat-read"), Optional.empty()));
        assertThat(new Configs(directory).problems(Part.GITLAB)).satisfiesExactly(
                line -> assertThat(line).startsWith("environment: GITLAB_URL: found nothing"),
                line -> assertThat(line).startsWith("environment: GITLAB_TOKEN: found nothing"));
    }

    @Test
    void the_project_of_the_incidents_is_in_the_same_gitlab_unless_another_is_named() {
        var read = with("https://ops.gitlab.net").set("GITLAB_INCIDENT_PROJECT", "gitlab-com/gl-infra/production")
                .set("GITLAB_INCIDENT_TOKEN", "glpat-notes");
        assertThat(read.read(Part.GITLAB).gitlab().incidents()).contains(new IncidentProject(URI.create("https://ops.gitlab.net"),
                "gitlab-com/gl-infra/production", new Token("glpat-notes")));
        assertThat(read.set("GITLAB_INCIDENT_URL", "https://gitlab.com/").read(Part.GITLAB).gitlab().incidents().orElseThrow().url())
                .isEqualTo(URI.create("https://gitlab.com"));
        assertThat(with("https://ops.gitlab.net").set("GITLAB_INCIDENT_PROJECT", "production").problems(Part.GITLAB)).satisfiesExactly(
                line -> assertThat(line).contains("GITLAB_INCIDENT_PROJECT", "group/project"),
                line -> assertThat(line).contains("GITLAB_INCIDENT_TOKEN", "found nothing"));
    }

    @Test
    void every_variable_is_mapped() {
        assertThat(with("http://localhost:8929/gitlab//").set("GITLAB_RERUN_TOKEN", "glpat-rerun").read(Part.GITLAB).gitlab())
                .isEqualTo(new GitlabSettings(URI.create("http://localhost:8929/gitlab"), new Token("glpat-read"),
                        Optional.of(new Token("glpat-rerun"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops.gitlab.net", "https://ops.gitlab.net/api/v4", "https://ops.gitlab.net/api/v4/",
            "https://ops.gitlab.net/api",
            "ssh://ops.gitlab.net", "https://oauth2:glpat-in-the-url@ops.gitlab.net"})
    void an_address_that_is_not_the_base_of_gitlab_is_refused(String url) {
        assertThat(with(url).problems(Part.GITLAB)).singleElement().asString().startsWith("environment: GITLAB_URL: found ")
                .contains("without /api/v4").doesNotContain("glpat");
    }
}
