package dev.helmstuck.runbook;

/**
 * A field that a server-side apply would change although somebody else owns it, so that the API server refuses the whole object. No dry run
 * of Helm or helm-diff shows it (Helm 4.3.1).
 *
 * @param object {@code Kind/name}, with {@code namespace/} before it if it is not the release's
 * @param field such as {@code spec.template.spec.containers[main].image}; never its value
 * @param manager who owns it now: {@code kubectl}, {@code kube-controller-manager}, Helm 3's {@code helm}
 */
public record FieldConflict(String object, String field, String manager) {

    /** The three in a few words. */
    public String words() {
        return object + " " + field + " (" + manager + ")";
    }
}
