package dev.helmstuck.forecast;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.release.Hook;
import dev.helmstuck.release.Hook.LastRun;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.ReleaseRecord;

/**
 * Which hooks of the stuck operation began. Helm writes the start of a hook into the record before it makes its object; that it ended is
 * written only with the start of the next (Helm {@code pkg/action/hooks.go}).
 *
 * @param began when the record was made
 */
record HookTraces(Scope scope, LiveState live, ReleaseRecord record, Instant began) {

    /** The last hook of an event that began. */
    record Begun(String name, HookStage state, boolean isLast, boolean isWritten) {}

    /** What has become of it. */
    enum HookStage {
        RUNNING,
        FAILED,
        /** It has ended well, or is gone. */
        ENDED
    }

    /** The hooks of an event in the order in which Helm runs them. */
    static List<Hook> of(ReleaseRecord record, String event) {
        return record.hooks().stream().filter(hook -> hook.events().contains(event))
                .sorted(Comparator.comparingInt(Hook::weight).thenComparing(Hook::name)).toList();
    }

    /** Empty if no hook of the event is known to have begun. */
    Optional<Begun> begun(String event) {
        List<Hook> hooks = of(record, event);
        return hooks.reversed().stream().filter(hook -> isWritten(hook) || isThere(hook)).findFirst()
                .map(hook -> new Begun(hook.kind() + "/" + hook.name(), state(hook), hook.equals(hooks.getLast()), isWritten(hook)));
    }

    /** The hooks of a rollback's record are copies, with the times of the revision that they were copied from. */
    private boolean isWritten(Hook hook) {
        return hook.lastRun().flatMap(LastRun::startedAt)
                .filter(at -> record.lastDeployed().filter(at::isBefore).isEmpty()).isPresent();
    }

    private boolean isThere(Hook hook) {
        return object(hook).flatMap(found -> FieldOwner.time(Tree.text(found, "metadata", "creationTimestamp")))
                .filter(at -> !at.isBefore(began)).isPresent();
    }

    private HookStage state(Hook hook) {
        Optional<Map<String, Object>> found = object(hook);
        if (found.isEmpty()) return HookStage.ENDED;
        return switch (hook.kind()) {
            case "Job" -> is(found.get(), "Failed") ? HookStage.FAILED : is(found.get(), "Complete") ? HookStage.ENDED : HookStage.RUNNING;
            case "Pod" -> switch (Tree.text(found.get(), "status", "phase")) {
                case "Succeeded" -> HookStage.ENDED;
                case "Failed" -> HookStage.FAILED;
                default -> HookStage.RUNNING;
            };
            default -> HookStage.ENDED;
        };
    }

    private static boolean is(Map<String, Object> job, String condition) {
        return Tree.list(Tree.at(job, "status", "conditions").orElse(List.of())).stream()
                .anyMatch(one -> Tree.text(one, "type").equals(condition) && Tree.text(one, "status").equals("True"));
    }

    private Optional<Map<String, Object>> object(Hook hook) {
        return Manifest.of(hook.manifest()).objects().stream().filter(object -> object.name().equals(hook.name())).findFirst()
                .flatMap(this::found);
    }

    private Optional<Map<String, Object>> found(ManifestObject object) {
        return live.find(scope.id(object), object.apiVersion());
    }
}
