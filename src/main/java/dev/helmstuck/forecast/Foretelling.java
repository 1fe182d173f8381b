package dev.helmstuck.forecast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.helmstuck.forecast.Effect.What;
import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.Hook;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;

/** Foretells what a deploy of some revision's manifest would do once the stuck record is gone. */
final class Foretelling {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet");
    private static final String RELEASE = "release";

    private final Facts facts;
    private final Unknowns unknowns;
    private final Optional<ReleaseRecord> left;
    private final boolean installs;
    private final boolean serverSide;

    Foretelling(Facts facts, Unknowns unknowns) {
        this.facts = facts;
        this.unknowns = unknowns;
        ReleaseHistory history = facts.history();
        left = history.left().flatMap(history::record);
        installs = history.left().isEmpty() || left.filter(it -> it.status() == ReleaseStatus.UNINSTALLED).isPresent();
        Optional<ReleaseRecord> follows = installs ? history.stuck().flatMap(history::record) : left;
        serverSide = follows.filter(it -> it.applyMethod() == ApplyMethod.SERVER_SIDE).isPresent();
    }

    /**
     * @param part how the forecast calls it
     * @param which whose manifest; empty if nothing can be deployed
     */
    Deploy foretell(String part, Optional<Revision> which) {
        Manifest deployed = facts.manifests().of(which);
        Optional<String> blocked = blocked().or(() -> which.flatMap(one -> unknownKind(one, deployed)));
        List<Effect> played = which.isEmpty() || blocked.isPresent() ? List.of() : run(deployed);
        NextHooks hooks = new NextHooks(facts, which.flatMap(facts.history()::record), installs ? "install" : "upgrade", serverSide);
        boolean begins = blocked.isEmpty() && begins(played);
        Optional<HookInTheWay> before = !begins ? Optional.empty() : hooks.inTheWay("pre-");
        List<Effect> effects = before.isPresent() ? List.of() : played;
        Optional<HookInTheWay> stopped = before.or(() -> !begins || isRefused(effects)
                ? Optional.empty()
                : hooks.inTheWay("post-"));
        List<Hook> begun = !begins ? List.of() : hooks.begun(!isRefused(effects), stopped);
        boolean read = all(areRead(part + ".reallyChanges", which), areRead(part + ".rolls", which));
        boolean seen = all(read, unknowns.isSeen(part + ".reallyChanges", effects));
        boolean rollsSeen = all(read, unknowns.isSeen(part + ".rolls", effects.stream().filter(Foretelling::isWorkload).toList()));
        PartlyKnown<Map<String, List<String>>> left = fieldsLeft(part, deployed, effects);
        return new Deploy(which.map(Revision::number), dryRun(part, which, deployed),
                new PartlyKnown<>(words(effects.stream().filter(Effect::isReal)), seen),
                new PartlyKnown<>(words(effects.stream().filter(Foretelling::rolls)), rollsSeen),
                reruns(part, which, hooks, begun, stopped),
                hooks.taken(begun, stopped), serverSide,
                conflicts(effects), fails(effects, stopped, blocked),
                orphans(part, which, deployed, effects, stillNamed(effects, begins, before.isPresent())),
                left, serverSide ? Map.of() : new CustomsLeft(facts, left.known()).of(deployed, effects), changes(effects));
    }

    /** Both were asked, so that each has said what it does not know. */
    private static boolean all(boolean one, boolean other) {
        return one && other;
    }

    private boolean areRead(String part, Optional<Revision> which) {
        if (which.isEmpty()) return true;
        boolean wanted = unknowns.isRead(part, facts.manifests().of(which));
        return installs ? wanted : all(wanted, unknowns.isRead(part, facts.manifests().of(facts.history().current())));
    }

    /** Why no deploy at all can run. */
    private Optional<String> blocked() {
        return left.map(ReleaseRecord::status).flatMap(status -> switch (status) {
            case PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK ->
                Optional.of("the revision that is left is " + status.word() + " too, so Helm stays locked");
            case UNINSTALLING, UNKNOWN -> facts.history().current().isPresent()
                    ? Optional.empty()
                    : Optional.of("the revision that is left is " + status.word() + ": Helm says that there is no deployed release");
            case DEPLOYED, FAILED, SUPERSEDED, UNINSTALLED -> Optional.empty();
        });
    }

    /** An upgrade first looks up the kind of each object of both manifests; an install may make kinds first, of the chart's folder crds. */
    private Optional<String> unknownKind(Revision which, Manifest deployed) {
        if (installs) return Optional.empty();
        Optional<Revision> current = facts.history().current();
        return unknownKind(current, facts.manifests().of(current)).or(() -> unknownKind(Optional.of(which), deployed));
    }

    private Optional<String> unknownKind(Optional<Revision> of, Manifest manifest) {
        return of.flatMap(revision -> facts.unserved(manifest).map(object -> "the manifest of revision " + revision.number() + " has "
                + facts.scope().words(facts.scope().id(object)) + " of " + object.apiVersion() + ", a kind that the cluster does not know"
                + " (its CRD is gone, or this version of it): no Helm can upgrade from or to it, until it is there again"));
    }

    private List<Effect> run(Manifest deployed) {
        Optional<Revision> current = installs ? Optional.empty() : facts.history().current();
        boolean overClientSide = current.flatMap(facts.history()::record).filter(it -> it.applyMethod() == ApplyMethod.SERVER_SIDE)
                .isEmpty();
        return new NextDeploy(facts, new NextDeploy.Way(serverSide, serverSide && overClientSide))
                .run(facts.manifests().of(current), deployed);
    }

    private PartlyKnown<List<String>> dryRun(String part, Optional<Revision> which, Manifest deployed) {
        Manifest newest = facts.manifests().of(facts.history().left());
        Map<ObjectId, ManifestObject> old = facts.objects(newest);
        Map<ObjectId, ManifestObject> now = which.isEmpty() ? old : facts.objects(deployed);
        Set<ObjectId> ids = new LinkedHashSet<>(old.keySet());
        ids.addAll(now.keySet());
        ids.removeIf(id -> Objects.equals(content(old.get(id)), content(now.get(id))));
        boolean read = all(unknowns.isRead(part + ".dryRunLists", newest), unknowns.isRead(part + ".dryRunLists", deployed));
        return new PartlyKnown<>(facts.scope().words(ids), read);
    }

    private static Optional<Map<String, Object>> content(ManifestObject object) {
        return Optional.ofNullable(object).map(ManifestObject::content);
    }

    private PartlyKnown<List<String>> reruns(String part, Optional<Revision> which, NextHooks hooks, List<Hook> begun,
            Optional<HookInTheWay> stopped) {
        if (which.isPresent() && facts.history().record(which.get()).isEmpty()) {
            unknowns.add(part + ".rerunsHooks", "the record of revision " + which.get().number() + " cannot be read");
            return new PartlyKnown<>(List.of(), false);
        }
        return new PartlyKnown<>(hooks.run(begun, stopped), unknowns.isSeen(part + ".rerunsHooks", hooks.unseen(begun)));
    }

    private static boolean isRefused(List<Effect> effects) {
        return effects.stream().anyMatch(effect -> effect.what() == What.REFUSED);
    }

    /** Helm looks for what it must not touch before it begins. */
    private static boolean begins(List<Effect> effects) {
        return effects.stream().noneMatch(effect -> effect.why().equals(NextDeploy.NOT_OURS));
    }

    private static boolean isWorkload(Effect effect) {
        return effect.id().group().equals("apps") && WORKLOADS.contains(effect.id().kind());
    }

    /** A workload's generation grows with its spec, a Deployment's with its annotations too (Kubernetes {@code pkg/registry/apps}). */
    private static boolean rolls(Effect effect) {
        List<Difference> changes = effect.what() == What.CHANGED ? effect.differences() : effect.passing();
        return isWorkload(effect) && changes.stream().map(Difference::path)
                .anyMatch(path -> path.startsWith("spec")
                        || (effect.id().kind().equals("Deployment") && path.startsWith("metadata.annotations")));
    }

    private Map<String, List<Conflict>> conflicts(List<Effect> effects) {
        Map<String, List<Conflict>> conflicts = new TreeMap<>();
        effects.stream().filter(effect -> !effect.conflicts().isEmpty())
                .forEach(effect -> conflicts.put(facts.scope().words(effect.id()), effect.conflicts()));
        return conflicts;
    }

    private Map<String, String> fails(List<Effect> effects, Optional<HookInTheWay> stopped, Optional<String> blocked) {
        Map<String, String> fails = new TreeMap<>();
        stopped.ifPresent(hook -> fails.put(hook.name(), hook.why()));
        blocked.ifPresent(why -> fails.put(RELEASE, why));
        effects.stream().filter(effect -> effect.what() == What.REFUSED && effect.conflicts().isEmpty())
                .forEach(effect -> fails.put(facts.scope().words(effect.id()), effect.why()));
        return fails;
    }

    /** A deploy that fails removes nothing, but the next one still can; one that does not begin leaves the newest record as it is. */
    private Set<ObjectId> stillNamed(List<Effect> effects, boolean begins, boolean stopped) {
        ReleaseHistory history = facts.history();
        Set<ObjectId> named = new LinkedHashSet<>();
        if (!begins || stopped || isRefused(effects)) named.addAll(facts.objects(facts.manifests().of(history.current())).keySet());
        if (!begins) named.addAll(facts.objects(facts.manifests().of(history.left())).keySet());
        return named;
    }

    private PartlyKnown<List<String>> orphans(String part, Optional<Revision> which, Manifest deployed, List<Effect> effects,
            Set<ObjectId> stillNamed) {
        Set<ObjectId> orphans = new LinkedHashSet<>(facts.state().owned());
        orphans.removeAll(facts.objects(deployed).keySet());
        effects.stream().filter(effect -> effect.what() == What.REMOVED).map(Effect::id).forEach(orphans::remove);
        orphans.removeAll(stillNamed);
        return new PartlyKnown<>(facts.scope().words(orphans),
                all(unknowns.isListed(part + ".orphans"), which.isEmpty() || unknowns.isRead(part + ".orphans", deployed)));
    }

    private PartlyKnown<Map<String, List<String>>> fieldsLeft(String part, Manifest deployed, List<Effect> effects) {
        Map<ObjectId, ManifestObject> objects = facts.objects(deployed);
        List<Map<ObjectId, ManifestObject>> others = facts.manifests().all().stream().map(facts::objects).toList();
        Map<String, List<String>> fields = new TreeMap<>();
        effects.stream().filter(effect -> objects.containsKey(effect.id()) && effect.after().isPresent()).forEach(effect -> {
            List<String> left = fieldsLeft(effect.id(), effect.after().get(), objects.get(effect.id()), others);
            if (!left.isEmpty()) fields.put(facts.scope().words(effect.id()), left);
        });
        boolean read = facts.manifests().all().stream().map(manifest -> unknowns.isRead(part + ".fieldsLeft", manifest)).reduce(true,
                Boolean::logicalAnd);
        return new PartlyKnown<>(fields, all(all(read, unknowns.isSeen(part + ".fieldsLeft", effects)),
                unknowns.isSeen(part + ".fieldsLeft", converted(objects, others))));
    }

    /** What another revision says in a version of the API whose fields are others. */
    private List<Effect> converted(Map<ObjectId, ManifestObject> objects, List<Map<ObjectId, ManifestObject>> others) {
        List<Effect> converted = new ArrayList<>();
        objects.forEach((id, object) -> others.stream().map(all -> all.get(id)).filter(Objects::nonNull)
                .filter(other -> !root(other).equals(root(object))).findFirst()
                .ifPresent(other -> converted.add(new Effect(id, What.UNKNOWN, Optional.empty(), List.of(), List.of(), "it is "
                        + object.apiVersion() + " in this revision and " + other.apiVersion()
                        + " in another, and which fields stay cannot be told across versions of an API"))));
        return converted;
    }

    private Shape root(ManifestObject object) {
        return facts.schema().root(object.apiVersion(), object.kind());
    }

    private List<String> fieldsLeft(ObjectId id, Map<String, Object> after, ManifestObject object,
            List<Map<ObjectId, ManifestObject>> others) {
        Shape root = facts.schema().root(object.apiVersion(), object.kind());
        Map<String, Object> is = facts.normal(after, root);
        Map<String, Object> deployed = facts.normal(facts.marked(object), root);
        Stream<String> manifests = others.stream().map(objects -> objects.get(id)).filter(Objects::nonNull)
                .filter(other -> !other.content().equals(object.content()))
                .flatMap(other -> FieldsLeft.of(facts.schema(), is, deployed, facts.normal(facts.marked(other), root), root).stream());
        return Stream.concat(manifests, HandMade.of(facts.schema(), is, deployed, handsSince(after), root).stream()).distinct().sorted()
                .toList();
    }

    /** Who besides Helm and Kubernetes itself has written to the object since the revision was made that a revert deploys. */
    private List<FieldOwner> handsSince(Map<String, Object> object) {
        Instant since = facts.history().reverted().map(Revision::created).orElse(Instant.MAX);
        return FieldOwner.of(object).stream().filter(FieldOwner::isHand)
                .filter(owner -> owner.written().filter(since::isBefore).isPresent())
                .toList();
    }

    private List<ObjectChange> changes(List<Effect> effects) {
        return effects.stream().filter(Effect::isReal)
                .map(effect -> new ObjectChange(facts.scope().words(effect.id()), switch (effect.what()) {
                    case CREATED -> "created";
                    case REMOVED -> "removed";
                    case CHANGED, SAME, STAYS, REFUSED, UNKNOWN -> "changed";
                }, Shown.of(effect.id(), effect.differences()))).toList();
    }

    private List<String> words(Stream<Effect> effects) {
        return facts.scope().words(effects.map(Effect::id).toList());
    }
}
