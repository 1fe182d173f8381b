package dev.helmstuck.doctor;

/** What doctor looks at, in the order in which people read it. The ids are an interface for scripts: added, never renamed. */
public enum Point {
    CLUSTER("cluster", "the API server answers"),
    CLOCK("clock", "its clock is ours"),
    RIGHTS("rights", "the accounts may do what the bot does, and no Role lacks a verb"),
    POLICY("policy", "the admission policy keeps the bot's accounts from everything else"),
    RECORD("record", "the release's records are found and decoded"),
    COPY("copy", "a dry run of the copy of the newest record"),
    DELETE("delete", "a dry run of the delete of the newest record"),
    FORECAST("forecast", "every kind of the release may be read"),
    NODES("nodes", "the nodes may be read"),
    RUNNERS("runners", "the pods of CI jobs may be read where the target says they are"),
    VERSION("version", "GitLab answers"),
    TOKEN("token", "the tokens are accepted, have their scopes and do not run out"),
    INCIDENTS("incidents", "the project of the incidents may be read, and takes notes"),
    PROJECT("project", "the CI projects and their jobs may be read"),
    JOBS("jobs", "each pattern finds the jobs that it is for"),
    GROUP("resource-group", "the resource groups exist, and this GitLab tells who holds one"),
    TIMEOUT("helm-timeout", "helmTimeout fits how long the jobs take"),
    SCOPES("scopes", "the Slack app has every scope"),
    EVENTS("events", "the app-level token opens a connection"),
    CHANNELS("channels", "there are channels that the policy accepts, and the bot is in them"),
    NOTICES("notices", "the bot may speak in the channels of the early warning and of doctor"),
    APPROVERS("approvers", "whoever asks, somebody else can say yes"),
    REQUESTERS("requesters", "somebody may ask"),
    FILES("files", "the bot may attach files"),
    DATABASE("database", "the database is there, current, and can be written"),
    CONFIGURATION("configuration", "the targets file as it is now is in force");

    private final String id;
    private final String about;

    Point(String id, String about) {
        this.id = id;
        this.about = about;
    }

    /** Its name in output. */
    public String id() {
        return id;
    }

    /** What is right if nothing is said of it. */
    public String about() {
        return about;
    }
}
