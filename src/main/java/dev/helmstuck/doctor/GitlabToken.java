package dev.helmstuck.doctor;

/** A token for the ops GitLab, by the variable that holds it. */
public enum GitlabToken {
    GITLAB_TOKEN("read_api", "nothing can be looked up without it"),
    GITLAB_RERUN_TOKEN("api", "the bot does not offer to rerun the failed job"),
    GITLAB_INCIDENT_TOKEN("api", "the record is not posted to an incident");

    private final String scope;
    private final String lost;

    GitlabToken(String scope, String lost) {
        this.scope = scope;
        this.lost = lost;
    }

    /** The scope that it needs; {@code api} includes every other. */
    String scope() {
        return scope;
    }

    /** What is lost without it. */
    String lost() {
        return lost;
    }
}
