package dev.helmstuck.release;

import java.time.Instant;
import java.util.Optional;

/**
 * One Helm release record as its metadata shows it, without its payload: a Secret, or a ConfigMap under that storage driver.
 *
 * @param secret the object's name, {@code sh.helm.release.v1.RELEASE.vN}
 * @param number N, from the name; Helm reuses it after a delete, so only the uid names an object
 * @param uid the object's uid
 * @param resourceVersion its resourceVersion when it was read
 * @param created {@code metadata.creationTimestamp}, the start of the operation (label times are inherited and lie)
 * @param statusLabel the label {@code status}; the payload decides, the label must agree
 * @param versionLabel the label {@code version}; the name decides, the label must agree
 * @param written when anybody last changed it, by {@code managedFields}; empty if they do not tell
 * @param drill when helm-stuck's drill made it, if no Helm has written it since: empty for every other record. It counts for a target to
 *     practise on, and for no other
 */
public record Revision(String secret, int number, String uid, String resourceVersion, Instant created,
        Optional<String> statusLabel, Optional<String> versionLabel, Optional<Instant> written, Optional<Instant> drill) {

    /** One that Helm wrote. */
    public Revision(String secret, int number, String uid, String resourceVersion, Instant created, Optional<String> statusLabel,
            Optional<String> versionLabel, Optional<Instant> written) {
        this(secret, number, uid, resourceVersion, created, statusLabel, versionLabel, written, Optional.empty());
    }

    /** One of which it is not told when it was last written. */
    public Revision(String secret, int number, String uid, String resourceVersion, Instant created, Optional<String> statusLabel,
            Optional<String> versionLabel) {
        this(secret, number, uid, resourceVersion, created, statusLabel, versionLabel, Optional.empty());
    }

    /** Whether its label has the status that Helm looks for when it takes a revision for the deployed one. */
    public boolean isLabelled(ReleaseStatus status) {
        return statusLabel.filter(status.word()::equals).isPresent();
    }
}
