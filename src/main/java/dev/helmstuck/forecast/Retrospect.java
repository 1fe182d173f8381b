package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Claim;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.runbook.TrackedObject;

/** Holds a forecast against the objects as a later look saw them. */
public final class Retrospect {
    private final Baseline baseline;
    private final Live now;
    private final String namespace;
    private final Map<Key, Map<String, Object>> live = new HashMap<>();

    private record Key(String apiVersion, String kind, String namespace, String name) {}

    /** @param namespace the release's */
    public Retrospect(Baseline baseline, Live now, String namespace) {
        this.baseline = baseline;
        this.now = now;
        this.namespace = namespace;
        now.objects().forEach(
                object -> live.put(new Key(object.apiVersion(), object.kind(), object.namespace(), object.name()), object.content()));
    }

    /** What has to be looked at for it. */
    public static List<Wanted> wanted(Baseline baseline) {
        Map<List<String>, List<String>> names = new LinkedHashMap<>();
        baseline.objects().forEach(one -> names
                .computeIfAbsent(List.of(one.apiVersion(), one.kind(), one.namespace()), none -> new ArrayList<>()).add(one.name()));
        return names.entrySet().stream().map(entry -> new Wanted(entry.getKey().get(0), entry.getKey().get(1),
                Optional.of(entry.getKey().get(2)).filter(where -> !where.isEmpty()), Set.copyOf(entry.getValue()))).toList();
    }

    /** After the delete and before any deploy: what the forecast says of the objects as they are holds as long as nobody writes them. */
    public List<Statement> unchanged() {
        List<Statement> statements = new ArrayList<>();
        statement("already in the cluster, and unchanged since", has(Claim.THERE)).ifPresent(statements::add);
        statement("everything else is as it was", has(Claim.THERE).or(has(Claim.ORPHANED)).negate())
                .ifPresent(statements::add);
        statement("a revert would leave this behind, and it is there", has(Claim.ORPHANED)).ifPresent(statements::add);
        unread().ifPresent(statements::add);
        return statements;
    }

    private static Predicate<TrackedObject> has(Claim claim) {
        return object -> object.claims().contains(claim);
    }

    private Optional<Statement> statement(String words, Predicate<TrackedObject> about) {
        List<TrackedObject> objects = baseline.objects().stream().filter(about).filter(one -> why(one).isEmpty()).toList();
        if (objects.isEmpty()) return Optional.empty();
        List<String> changed = objects.stream().map(this::change).flatMap(Optional::stream).toList();
        return Optional.of(new Statement(words, objects.stream().map(one -> one.words(namespace)).toList(),
                changed.isEmpty() ? Became.CAME_TRUE : Became.DID_NOT, changed));
    }

    /** In what it is otherwise than it was. */
    Optional<String> change(TrackedObject before) {
        String words = before.words(namespace);
        Map<String, Object> object = find(before);
        if (object == null) return before.wasThere() ? Optional.of(words + " is gone") : Optional.empty();
        if (!before.wasThere()) return Optional.of(words + " is there by now");
        if (Tracking.isIntact(before.seal(), object)) return Optional.empty();
        long generation = Tracking.generation(object);
        return Optional.of(words + (generation > before.generation()
                ? " was changed: generation " + before.generation() + " became " + generation
                : " was written again"));
    }

    private Map<String, Object> find(TrackedObject object) {
        return live.get(new Key(object.apiVersion(), object.kind(), object.namespace(), object.name()));
    }

    boolean isThere(TrackedObject object) {
        return find(object) != null;
    }

    /** As it is now; 0 if it is not there, or if the API server does not count it for its kind. */
    long generation(TrackedObject object) {
        return isThere(object) ? Tracking.generation(find(object)) : 0;
    }

    /** Why it could not be looked at. */
    Optional<String> why(TrackedObject object) {
        return now.unread().stream().filter(one -> one.apiVersion().equals(object.apiVersion()) && one.kind().equals(object.kind()))
                .filter(one -> one.namespace().equals(object.namespace()) || object.namespace().isEmpty()).map(Live.UnreadKind::why)
                .findFirst();
    }

    private Optional<Statement> unread() {
        List<TrackedObject> objects = baseline.objects().stream().filter(one -> why(one).isPresent()).toList();
        List<String> reasons = new ArrayList<>(objects.stream().map(this::why).flatMap(Optional::stream).distinct().toList());
        if (baseline.more() > 0) reasons.add(baseline.more() + " more objects are too many for a second look");
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Statement("everything is as it was", objects.stream().map(one -> one.words(namespace)).toList(), Became.UNREAD,
                                reasons));
    }
}
