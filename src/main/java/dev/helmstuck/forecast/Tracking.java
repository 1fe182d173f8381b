package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.Sha256;
import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Claim;
import dev.helmstuck.runbook.TrackedObject;

/** Notes how the objects are of which something was foretold, so that a later look can tell what became of it. */
final class Tracking {
    private static final int MOST = 200;
    private static final String SEALED_WITH_FIELDS = "2:";
    /** Controllers write the one all the time and the other whenever the load changes. */
    private static final Set<String> RESTLESS = Set.of("status", "scale");
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");

    private final Facts facts;
    private final Deploy repeated;
    private final Deploy reverted;

    Tracking(Facts facts, Deploy repeated, Deploy reverted) {
        this.facts = facts;
        this.repeated = repeated;
        this.reverted = reverted;
    }

    Baseline baseline() {
        Map<ObjectId, TrackedObject> tracked = new LinkedHashMap<>();
        facts.live().objects().forEach(object -> {
            ObjectId id = facts.scope().id(object.apiVersion(), object.kind(), object.namespace(), object.name());
            tracked.putIfAbsent(id, tracked(id, object.apiVersion(), generation(object.content()), seal(object.content())));
        });
        for (var manifest : facts.manifests().all()) {
            for (Map.Entry<ObjectId, ManifestObject> object : facts.objects(manifest).entrySet()) {
                if (facts.state().unread(object.getKey()).isEmpty())
                    tracked.putIfAbsent(object.getKey(), tracked(object.getKey(), object.getValue().apiVersion(), 0, ""));
            }
        }
        List<TrackedObject> objects = new ArrayList<>(tracked.values());
        objects.removeIf(object -> object.claims().isEmpty() && !(object.wasThere() && isWorkload(object.kind())));
        objects.sort(Comparator.comparing((TrackedObject object) -> -object.claims().size()));
        return new Baseline(objects.subList(0, Math.min(MOST, objects.size())), Math.max(0, objects.size() - MOST));
    }

    private TrackedObject tracked(ObjectId id, String apiVersion, long generation, String seal) {
        return new TrackedObject(apiVersion, id.kind(), id.namespace(), id.name(), generation, seal, claims(facts.scope().words(id)));
    }

    private Set<Claim> claims(String object) {
        Set<Claim> claims = EnumSet.noneOf(Claim.class);
        boolean changes = repeated.reallyChanges().known().contains(object);
        if (changes) claims.add(Claim.CHANGES);
        else if (repeated.isThere() && repeated.dryRunLists().known().contains(object)) claims.add(Claim.THERE);
        if (repeated.rolls().known().contains(object)) claims.add(Claim.ROLLS);
        if (reverted.orphans().known().contains(object)) claims.add(Claim.ORPHANED);
        return claims;
    }

    static boolean isWorkload(String kind) {
        return WORKLOADS.contains(kind);
    }

    static long generation(Map<String, Object> object) {
        return Tree.at(object, "metadata", "generation").filter(Number.class::isInstance).map(one -> ((Number) one).longValue()).orElse(0L);
    }

    /**
     * Who wrote it last, by which way, when and what: to take a field away moves no date. Where that is not told, its generation stands for
     * it.
     */
    static String seal(Map<String, Object> object) {
        return SEALED_WITH_FIELDS + seal(object, owner -> " " + owner.fields());
    }

    /** Whether nobody has written it since; a seal without fields is an older version's. */
    static boolean isIntact(String seal, Map<String, Object> object) {
        return seal.equals(seal.startsWith(SEALED_WITH_FIELDS) ? seal(object) : seal(object, owner -> ""));
    }

    private static String seal(Map<String, Object> object, Function<FieldOwner, String> what) {
        List<FieldOwner> owners = FieldOwner.of(object).stream().filter(owner -> !RESTLESS.contains(owner.subresource())).toList();
        StringBuilder text = new StringBuilder(Tree.text(object, "metadata", "uid")).append('\n');
        owners.stream().map(owner -> owner.manager() + " " + owner.applies() + " " + owner.subresource() + " "
                + owner.written().map(Object::toString).orElse("") + what.apply(owner)).sorted()
                .forEach(owner -> text.append(owner).append('\n'));
        if (owners.isEmpty()) text.append(generation(object));
        return Sha256.hex(text.toString(), 8);
    }
}
