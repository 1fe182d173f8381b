package dev.helmstuck.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.forecast.Traces.Operation;
import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;

/** The operation whose record is stuck: what it was to do, on what, and how far it came. */
final class StuckOperation {
    private static final Manifest NOTHING = new Manifest(List.of(), List.of());
    private static final Pattern BEFORE_IT_APPLIED = Pattern.compile("failed: pre-upgrade hooks failed", Pattern.DOTALL);
    private static final Pattern ALL_APPLIED = Pattern.compile(
            "failed: .*(timed out waiting|context deadline exceeded|not ready|post-upgrade hooks failed)", Pattern.DOTALL);

    private final Facts facts;
    private final Revision revision;
    private final ReleaseRecord record;
    private final Optional<Revision> left;
    private final Optional<ReleaseRecord> below;

    StuckOperation(Facts facts, Revision revision) {
        this.facts = facts;
        this.revision = revision;
        this.record = facts.history().record(revision).orElseThrow();
        this.left = facts.history().left();
        this.below = left.flatMap(facts.history()::record);
    }

    Died died() {
        Traces traces = new Traces(facts, operation());
        HookTraces hooks = new HookTraces(facts.scope(), facts.state(), record, revision.created());
        return new WhereItDied(facts.scope(), traces.read(), hooks, isBelowMarked()).find(records());
    }

    private Operation operation() {
        Manifest after = facts.manifests().of(Optional.of(revision));
        // what was written after a rollback began may be the rollback's
        Instant beforeBegan = left.filter(it -> rolledBack().isEmpty()).map(Revision::created).orElse(revision.created());
        boolean serverSide = record.applyMethod() == ApplyMethod.SERVER_SIDE;
        Manifest original = switch (record.status()) {
            case PENDING_INSTALL -> NOTHING;
            case PENDING_ROLLBACK -> facts.manifests().of(left);
            default -> facts.manifests().of(facts.history().current());
        };
        return new Operation(after, before(), original, serverSide, revision.created(), beforeBegan);
    }

    /** What may have been there when it began. */
    private List<Manifest> before() {
        if (record.status() == ReleaseStatus.PENDING_INSTALL) return List.of(NOTHING);
        Manifest under = facts.manifests().of(left);
        if (rolledBack().isPresent()) return List.of(under, facts.manifests().of(rolledBack()));
        Optional<Revision> current = facts.history().current().filter(one -> !Optional.of(one).equals(left));
        if (below.filter(it -> it.status().isPending() || it.hasFailed()).isEmpty() || current.isEmpty()) return List.of(under);
        String description = below.get().description();
        if (BEFORE_IT_APPLIED.matcher(description).find()) return List.of(facts.manifests().of(current));
        return ALL_APPLIED.matcher(description).find() ? List.of(under) : List.of(under, facts.manifests().of(current));
    }

    /** To which revision a rollback went that failed and is gone: only a rollback makes a failed revision a superseded one. */
    private Optional<Revision> rolledBack() {
        return below.filter(it -> it.status() == ReleaseStatus.SUPERSEDED && it.hasFailed()).flatMap(it -> facts.history().reverted());
    }

    /** Helm marks the revision below superseded when everything is applied and waited for; only its own mark comes after that.
     * Times are whole seconds, so that one of the same second proves nothing. */
    private boolean isBelowMarked() {
        return record.status() == ReleaseStatus.PENDING_UPGRADE
                && below.filter(it -> it.status() == ReleaseStatus.SUPERSEDED && !it.hasFailed()).isPresent()
                && left.flatMap(Revision::written).filter(at -> at.isAfter(revision.created())).isPresent();
    }

    private List<String> records() {
        List<String> seen = new ArrayList<>();
        below.ifPresent(it -> seen.add("revision " + it.version() + " below it is " + it.status().word() + (isBelowMarked()
                ? ", and became so after revision " + revision.number() + " was begun: everything had been applied and waited for"
                : "")));
        revision.written().ifPresent(at -> seen.add("the record of revision " + revision.number() + " was last written "
                + Duration.between(revision.created(), at).toSeconds() + " s after it was made"));
        return seen;
    }
}
