package dev.helmstuck.runbook;

/** The checks, in the order in which people read them, numbered like the steps of the runbook that they belong to. */
public enum Step {
    NO_DEPLOY_IN_FLIGHT("1a", "No deploy in flight"),
    OWNER_IS_DEAD("1b", "The owner of the stuck revision is dead"),
    WORKLOADS_SETTLED("2a", "Workloads are settled"),
    CLUSTER_IS_HEALTHY("2b", "The cluster is healthy"),
    RELEASE_IS_STUCK("3", "The stuck release"),
    DELETE_IS_POSSIBLE("4a", "The delete is possible");

    private final String number;
    private final String name;

    Step(String number, String name) {
        this.number = number;
        this.name = name;
    }

    /** The runbook's number, with a letter where several of our steps make up one of the runbook's. */
    public String number() {
        return number;
    }

    /** The title shown to people, which begins with the number. */
    public String title() {
        return number + " " + name;
    }
}
