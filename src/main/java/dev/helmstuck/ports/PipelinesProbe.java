package dev.helmstuck.ports;

import java.time.Instant;
import java.util.Optional;

import dev.helmstuck.doctor.GitlabToken;
import dev.helmstuck.doctor.GroupAnswer;
import dev.helmstuck.doctor.IncidentsAnswer;
import dev.helmstuck.doctor.ProjectFacts;
import dev.helmstuck.doctor.RecentJobs;
import dev.helmstuck.doctor.ServerFacts;
import dev.helmstuck.doctor.TokenAnswer;

/** What doctor asks of the ops GitLab. Read only; every method throws {@link UnavailableException} if there is no usable answer. */
public interface PipelinesProbe {

    /** What it says of itself. */
    ServerFacts server();

    /** The project of this path; empty if it is not shown to the bot. */
    Optional<ProjectFacts> project(String path);

    /** Its jobs since then, the newest first; not more than a few thousand. */
    RecentJobs recentJobs(String project, Instant since);

    /** Whether the project has this resource group, and whether it would be told who holds it. */
    GroupAnswer group(String project, String key);

    /** What a token is worth. */
    TokenAnswer token(GitlabToken token);

    /** What its token sees of the project of the incidents, which may be in another GitLab. */
    IncidentsAnswer incidents();
}
