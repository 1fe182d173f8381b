package dev.helmstuck.runbook;

/**
 * Commands that delete one record by hand as the bot does it: with uid and resourceVersion as preconditions, which no flag of
 * {@code kubectl delete} sends. Each is one line for any shell.
 */
public final class ByHand {

    private ByHand() {}

    /**
     * The delete as a dry run. It has to be asked for in the body: where there is one, the API server does not look at {@code ?dryRun=All}
     * in the URL and deletes (Kubernetes 1.35).
     */
    public static String rehearsal(Target target, SecretRef secret) {
        return command(target, secret, "\"dryRun\":[\"All\"],");
    }

    /** Whether a Secret can be made there at all, as the copy is: permission, quota and policies; nothing is stored. */
    public static String copyRehearsal(Target target) {
        return target.kubectl() + " create secret generic helm-stuck.rehearsal --dry-run=server -o name";
    }

    /** The delete itself. */
    public static String delete(Target target, SecretRef secret) {
        return command(target, secret, "");
    }

    private static String command(Target target, SecretRef secret, String dryRun) {
        return "echo '{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\"," + dryRun + "\"preconditions\":{\"uid\":\"" + secret.uid()
                + "\",\"resourceVersion\":\"" + secret.resourceVersion() + "\"}}' | " + target.kubectl()
                + " delete --raw /api/v1/namespaces/"
                + target.namespace() + "/secrets/" + secret.name() + " -f -";
    }
}
