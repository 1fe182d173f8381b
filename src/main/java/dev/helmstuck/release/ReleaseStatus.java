package dev.helmstuck.release;

import java.util.Arrays;
import java.util.Optional;

/** Helm's release statuses, by the words Helm writes (Helm {@code pkg/release/common/status.go}). */
public enum ReleaseStatus {
    UNKNOWN("unknown"),
    DEPLOYED("deployed"),
    UNINSTALLED("uninstalled"),
    SUPERSEDED("superseded"),
    FAILED("failed"),
    UNINSTALLING("uninstalling"),
    PENDING_INSTALL("pending-install"),
    PENDING_UPGRADE("pending-upgrade"),
    PENDING_ROLLBACK("pending-rollback");

    private final String word;

    ReleaseStatus(String word) {
        this.word = word;
    }

    /** Helm's own word for it, as {@code helm status} prints it. */
    public String word() {
        return word;
    }

    /** Whether Helm answers "another operation (install/upgrade/rollback) is in progress" over it: these three only. */
    public boolean isPending() {
        return this == PENDING_INSTALL || this == PENDING_UPGRADE || this == PENDING_ROLLBACK;
    }

    /** Whether {@code helm upgrade} builds on a newest record of this status. */
    public boolean isUpgradable() {
        return this == DEPLOYED || this == SUPERSEDED || this == FAILED;
    }

    /** The status that Helm writes as {@code word}; empty for any word that Helm 3 and 4 do not know. */
    public static Optional<ReleaseStatus> of(String word) {
        return Arrays.stream(values()).filter(status -> status.word.equals(word)).findFirst();
    }
}
