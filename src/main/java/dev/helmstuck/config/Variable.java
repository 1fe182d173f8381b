package dev.helmstuck.config;

/** Every variable that the bot knows, by its exact name. {@code .env.example} explains each; a test holds both equal. */
enum Variable {
    SLACK_MODE("socket", false),
    SLACK_BOT_TOKEN("", true),
    SLACK_APP_TOKEN("", true),
    SLACK_SIGNING_SECRET("", true),
    SLACK_API_URL("https://slack.com/api/", false),
    /** Only this machine, unless somebody decides otherwise: a container has to. */
    HTTP_HOST("127.0.0.1", false),
    HTTP_PORT("8080", false),
    GITLAB_URL("", false),
    GITLAB_TOKEN("", true),
    GITLAB_RERUN_TOKEN("", true),
    KUBECONFIG("", false),
    /** Secret, because a JDBC URL may hold a password. */
    DATABASE_URL("jdbc:sqlite:helm-stuck.db", true),
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
