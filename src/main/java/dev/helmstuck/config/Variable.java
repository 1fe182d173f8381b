package dev.helmstuck.config;

/** Every variable that the bot knows, by its exact name. {@code .env.example} explains each; a test holds both equal. */
enum Variable {
    /** How events arrive: {@code socket} or {@code http}. */
    SLACK_MODE("socket", false),
    /** The bot token. */
    SLACK_BOT_TOKEN("", true),
    /** The app-level token of socket mode. */
    SLACK_APP_TOKEN("", true),
    /** What requests are signed with in http mode. */
    SLACK_SIGNING_SECRET("", true),
    /** The Web API. */
    SLACK_API_URL("https://slack.com/api/", false),
    /** Only this machine, unless somebody decides otherwise: a container has to. */
    HTTP_HOST("127.0.0.1", false),
    /** The port; 0 is any free one. */
    HTTP_PORT("8080", false),
    /** GitLab, without {@code /api/v4}. */
    GITLAB_URL("", false),
    /** Reads jobs. */
    GITLAB_TOKEN("", true),
    /** Reruns a job, nothing else. */
    GITLAB_RERUN_TOKEN("", true),
    /** Whose issues are the incidents. */
    GITLAB_INCIDENT_PROJECT("", false),
    /** The GitLab of the incidents; {@code GITLAB_URL} if not set. */
    GITLAB_INCIDENT_URL("", false),
    /** Writes the record to an incident, nothing else. */
    GITLAB_INCIDENT_TOKEN("", true),
    /** Files, as in kubectl. */
    KUBECONFIG("", false),
    /** As in kubectl; may hold a password. */
    HTTPS_PROXY("", true),
    /** The same for a server that is http. */
    HTTP_PROXY("", true),
    /** Hosts that are behind neither. */
    NO_PROXY("", false),
    /** Authorities of one's own. */
    HELM_STUCK_CA_BUNDLE("", false),
    /** Secret, because a JDBC URL may hold a password. */
    DATABASE_URL("jdbc:sqlite:helm-stuck.db", true),
    /** What the log looks like: {@code text} or {@code json}. */
    HELM_STUCK_LOG("text", false),
    /** The targets file. */
    HELM_STUCK_CONFIG("helm-stuck.yaml", false);

    private final String fallback;
    private final boolean secret;

    Variable(String fallback, boolean secret) {
        this.fallback = fallback;
        this.secret = secret;
    }

    /** What holds if it is not set; blank if there is no such value. */
    String fallback() {
        return fallback;
    }

    /** Whether its value must never be shown. */
    boolean secret() {
        return secret;
    }
}
