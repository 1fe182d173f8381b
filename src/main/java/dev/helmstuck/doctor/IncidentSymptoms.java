package dev.helmstuck.doctor;

import java.util.List;

/** What GitLab said of the project of the incidents, judged. */
public final class IncidentSymptoms {
    private static final String MEND = "mend GITLAB_INCIDENT_PROJECT";

    private IncidentSymptoms() {}

    /** Nothing where there is none: what is said of the token says that. */
    public static List<Symptom> of(IncidentsAnswer answer) {
        return switch (answer) {
            case IncidentsAnswer.NoProject() -> List.of();
            case IncidentsAnswer.HiddenProject(String path, int status) -> List.of(Symptom.problem(Point.INCIDENTS,
                    "GitLab shows no project " + path + " to GITLAB_INCIDENT_TOKEN (" + status + "), so no record is posted to an incident",
                    MEND + " (was the project moved?) or GITLAB_INCIDENT_URL, or make the token's owner a member of the project"));
            case IncidentsAnswer.ShownProject(String path, boolean archived, boolean issues) when archived -> List.of(Symptom.problem(
                    Point.INCIDENTS, "project " + path + " is archived: nothing can be written to its incidents", MEND));
            case IncidentsAnswer.ShownProject(String path, boolean archived, boolean issues) when !issues -> List.of(Symptom.problem(
                    Point.INCIDENTS, "project " + path + " has no issues: they are switched off",
                    MEND + ", or switch issues on under Settings → General → Visibility, project features, permissions"));
            case IncidentsAnswer.ShownProject(String path, boolean archived, boolean issues) ->
                List.of(Symptom.good(Point.INCIDENTS, path));
        };
    }
}
