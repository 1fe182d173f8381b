package dev.helmstuck.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What we read of a decoded release record. Values, chart files and notes are never kept; manifest and hooks are for comparing and never
 * shown or stored.
 *
 * @param name the release's name
 * @param namespace its namespace
 * @param version the revision number that the payload claims
 * @param status the status that Helm's lock test uses
 * @param description Helm's own sentence on the operation, cut to a bound
 * @param chart the chart's name and version, as {@code helm list} joins them
 * @param appVersion the chart's appVersion, empty if it has none
 * @param firstDeployed when the release was first installed, if it says so
 * @param lastDeployed when Helm says it began, if it says so
 * @param deleted when it was uninstalled, if it was
 * @param applyMethod how Helm 4 applied it
 * @param manifest everything that was rendered but the hooks, Secrets too
 * @param hooks all hooks, in the record's order; those of a rollback are copied from the revision it goes back to
 */
public record ReleaseRecord(String name, String namespace, int version, ReleaseStatus status, String description, String chart,
        String appVersion, Optional<Instant> firstDeployed, Optional<Instant> lastDeployed, Optional<Instant> deleted,
        ApplyMethod applyMethod, ManifestText manifest, List<Hook> hooks) {

    /** {@code Upgrade "x" failed: …}, and the same of Release (an install) and Rollback. */
    private static final Pattern FAILED = Pattern.compile("(Upgrade|Release|Rollback) \".{1,53}\" failed\\b");

    public ReleaseRecord {
        hooks = List.copyOf(hooks);
    }

    /** A record that renders nothing. */
    public ReleaseRecord(String name, String namespace, int version, ReleaseStatus status, String description, String chart,
            String appVersion, Optional<Instant> lastDeployed) {
        this(name, namespace, version, status, description, chart, appVersion, Optional.empty(), lastDeployed, Optional.empty(),
                ApplyMethod.UNSAID, new ManifestText.RenderedYaml(""), List.of());
    }

    /** Whether Helm's description says that its operation failed; the status may say something else later ({@code failRelease}). */
    public boolean hasFailed() {
        return status == ReleaseStatus.FAILED || FAILED.matcher(description).lookingAt();
    }

    /** The same with this manifest. */
    public ReleaseRecord with(ManifestText other) {
        return new ReleaseRecord(name, namespace, version, status, description, chart, appVersion, firstDeployed, lastDeployed, deleted,
                applyMethod, other, hooks);
    }

    /** The same with these hooks. */
    public ReleaseRecord with(List<Hook> others) {
        return new ReleaseRecord(name, namespace, version, status, description, chart, appVersion, firstDeployed, lastDeployed, deleted,
                applyMethod, manifest, others);
    }

    /** The same, applied so. */
    public ReleaseRecord with(ApplyMethod other) {
        return new ReleaseRecord(name, namespace, version, status, description, chart, appVersion, firstDeployed, lastDeployed, deleted,
                other, manifest, hooks);
    }
}
