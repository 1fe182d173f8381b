package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Claim;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.runbook.TrackedObject;

/**
 * Holds what was foretold of the same deploy against the objects once it has been. Another deploy may have been made than the one that got
 * stuck: then only what both of them say of an object tells anything.
 */
public final class DeployHindsight {
    private final Baseline baseline;
    private final Retrospect seen;
    private final String namespace;
    private final Predicate<TrackedObject> same;

    /**
     * @param namespace the release's
     * @param attempted the manifest of the deploy that got stuck
     * @param deployed the manifest of the deploy that was made
     */
    public DeployHindsight(Baseline baseline, Live now, String namespace, Manifest attempted, Manifest deployed) {
        this.baseline = baseline;
        this.seen = new Retrospect(baseline, now, namespace);
        this.namespace = namespace;
        this.same = object -> content(attempted, object).equals(content(deployed, object));
    }

    /** What it rolled, what else it changed, and what it left as it was. */
    public List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        boolean rolls = baseline.objects().stream().anyMatch(has(Claim.ROLLS));
        statement(rolls ? "the same deploy rolls" : "the same deploy rolls none of these",
                rolls ? has(Claim.ROLLS) : object -> object.wasThere() && Tracking.isWorkload(object.kind()),
                rolls ? this::didNotRoll : this::rolled).ifPresent(statements::add);
        statement("the same deploy changes", has(Claim.CHANGES).and(has(Claim.ROLLS).negate()), this::isAsBefore)
                .ifPresent(statements::add);
        statement("the same deploy leaves as it is", has(Claim.THERE).and(object -> !isRewritten(object))
                .and(object -> rolls || !Tracking.isWorkload(object.kind())), seen::change).ifPresent(statements::add);
        untold(has(Claim.THERE).and(this::isRewritten).and(same), "they were written again, and what they held is never kept")
                .ifPresent(statements::add);
        untold(same.negate().and(object -> !object.claims().isEmpty()), "another version of them was deployed than the one that got stuck")
                .ifPresent(statements::add);
        unread().ifPresent(statements::add);
        return statements;
    }

    private static Predicate<TrackedObject> has(Claim claim) {
        return object -> object.claims().contains(claim);
    }

    private List<TrackedObject> those(Predicate<TrackedObject> about) {
        return baseline.objects().stream().filter(about).filter(object -> seen.why(object).isEmpty()).toList();
    }

    private List<String> words(List<TrackedObject> objects) {
        return objects.stream().map(object -> object.words(namespace)).toList();
    }

    /** @param wrong in what an object is otherwise than foretold */
    private Optional<Statement> statement(String words, Predicate<TrackedObject> about, Function<TrackedObject, Optional<String>> wrong) {
        List<TrackedObject> objects = those(about.and(same));
        if (objects.isEmpty()) return Optional.empty();
        List<String> otherwise = objects.stream().map(wrong).flatMap(Optional::stream).toList();
        return Optional
                .of(new Statement(words, words(objects), otherwise.isEmpty() ? Became.CAME_TRUE : Became.DID_NOT, otherwise));
    }

    private Optional<String> isAsBefore(TrackedObject object) {
        return seen.change(object).isPresent() ? Optional.empty() : Optional.of(object.words(namespace) + " is as it was");
    }

    private Optional<String> didNotRoll(TrackedObject object) {
        return seen.generation(object) > object.generation() ? Optional.empty() : Optional.of(object.words(namespace) + " did not roll");
    }

    /** An autoscaler lets the generation grow too, but leaves no other mark. */
    private Optional<String> rolled(TrackedObject object) {
        return seen.change(object).filter(written -> seen.generation(object) > object.generation());
    }

    /** Whoever writes the same once more leaves a mark too. */
    private boolean isRewritten(TrackedObject object) {
        return seen.change(object).isPresent() && object.wasThere() && seen.isThere(object)
                && seen.generation(object) == object.generation();
    }

    private Optional<Statement> untold(Predicate<TrackedObject> about, String why) {
        List<String> objects = words(those(about));
        return objects.isEmpty()
                ? Optional.empty()
                : Optional.of(new Statement("what was foretold of them came true", objects, Became.UNREAD, List.of(why)));
    }

    private Optional<Statement> unread() {
        List<TrackedObject> objects = baseline.objects().stream().filter(object -> seen.why(object).isPresent()).toList();
        return objects.isEmpty()
                ? Optional.empty()
                : Optional.of(new Statement("what was foretold of them came true", words(objects), Became.UNREAD,
                        objects.stream().flatMap(object -> seen.why(object).stream()).distinct().toList()));
    }

    /** As one manifest makes it; empty if it does not. */
    private Optional<Map<String, Object>> content(Manifest manifest, TrackedObject object) {
        return manifest.objects().stream().filter(one -> one.kind().equals(object.kind()) && one.name().equals(object.name())
                && one.apiVersion().equals(object.apiVersion()) && liesIn(one, object.namespace())).map(ManifestObject::content)
                .findFirst();
    }

    private boolean liesIn(ManifestObject object, String where) {
        return where.isEmpty() || object.namespace().orElse(namespace).equals(where);
    }
}
