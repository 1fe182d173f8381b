package dev.helmstuck.runbook;

/** The checks of the runbook, in the order in which people read them. */
public enum Step {
    NO_DEPLOY_IN_FLIGHT("No deploy in flight"),
    OWNER_IS_DEAD("The owner of the stuck revision is dead"),
    WORKLOADS_SETTLED(
            "Workloads are settled"),
    RELEASE_IS_STUCK("The stuck release"),
    DELETE_IS_POSSIBLE("The delete is possible");

    private final String title;

    Step(String title) {
        this.title = title;
    }

    /** The title shown to people. */
    public String title() {
        return title;
    }
}
