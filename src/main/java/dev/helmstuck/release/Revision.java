package dev.helmstuck.release;

import java.time.Instant;
import java.util.Optional;

/**
 * One Helm release record as its metadata shows it: a Secret, without its payload.
 *
 * @param secret the Secret's name, {@code sh.helm.release.v1.RELEASE.vN}
 * @param number N, from the name; Helm reuses it after a delete, so only the uid names an object
 * @param uid the Secret's uid
 * @param resourceVersion the Secret's resourceVersion when it was read
 * @param created {@code metadata.creationTimestamp}, the start of the operation (label times are inherited and lie)
 * @param statusLabel the label {@code status}; the payload decides, the label must agree
 * @param versionLabel the label {@code version}; the name decides, the label must agree
 */
public record Revision(String secret, int number, String uid, String resourceVersion, Instant created,
        Optional<String> statusLabel, Optional<String> versionLabel) {}
