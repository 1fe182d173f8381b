package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.forecast.HookTraces.Begun;
import dev.helmstuck.forecast.HookTraces.HookStage;
import dev.helmstuck.release.ReleaseStatus;

/**
 * Narrows down at which moment a Helm died: by what the objects show, and by its hooks. The order of its work: hooks before, every object,
 * the removals, the wait, hooks after, the mark on the revision below, its own mark.
 */
final class WhereItDied {
    private static final int MAX_NAMES = 10;

    private final Scope scope;
    private final Map<ObjectId, Trace> traces;
    private final HookTraces hooks;
    private final boolean marked;
    private final List<String> evidence = new ArrayList<>();

    /**
     * @param traces of the objects that the operation changes, in Helm's order
     * @param marked whether the revision below already carries the mark that Helm writes last but one
     */
    WhereItDied(Scope scope, Map<ObjectId, Trace> traces, HookTraces hooks, boolean marked) {
        this.scope = scope;
        this.traces = traces;
        this.hooks = hooks;
        this.marked = marked;
    }

    Died find(List<String> known) {
        evidence.addAll(known);
        tell("as the stuck revision makes them", Trace.APPLIED, Trace.APPLIED_UNDATED);
        tell("as the stuck revision makes them, but were so before it began", Trace.SO_BEFORE);
        tell("as they were before", Trace.OLD);
        Set<Moment> moments = marked ? EnumSet.of(Moment.AFTER_APPLYING) : objects();
        Optional<Begun> before = begun("pre-");
        Optional<Begun> after = marked ? Optional.empty() : begun("post-");
        if (after.isPresent()) moments = EnumSet.of(Moment.AFTER_APPLYING);
        Set<Moment> narrowed = EnumSet.noneOf(Moment.class);
        Optional<String> hook = Optional.empty();
        for (Moment moment : moments) {
            Optional<Begun> begun = moment == Moment.BEFORE_APPLYING ? before : moment == Moment.AFTER_APPLYING ? after : Optional.empty();
            if (begun.isPresent()) hook = begun.map(Begun::name);
            narrowed.addAll(begun.map(one -> around(one, moment)).orElse(EnumSet.of(moment)));
        }
        return new Died(hooks.record().status() == ReleaseStatus.PENDING_ROLLBACK, List.copyOf(narrowed),
                hook.filter(one -> narrowed.contains(Moment.IN_HOOK)), evidence);
    }

    /** What the objects alone allow. */
    private Set<Moment> objects() {
        List<Trace> order = List.copyOf(traces.values());
        int firstOld = order.indexOf(Trace.OLD);
        boolean applied = order.contains(Trace.APPLIED);
        if (firstOld < 0) {
            if (applied || (order.contains(Trace.APPLIED_UNDATED) && !order.contains(Trace.SO_BEFORE))) {
                return EnumSet.of(Moment.AFTER_APPLYING);
            }
            return EnumSet.of(Moment.BEFORE_APPLYING, Moment.AFTER_APPLYING);
        }
        // Helm applies one object after another: what comes behind the first that is old can have become new only before
        boolean undatedAhead = order.subList(0, firstOld).contains(Trace.APPLIED_UNDATED);
        if (applied) return EnumSet.of(Moment.WHILE_APPLYING);
        if (!undatedAhead) return EnumSet.of(Moment.BEFORE_APPLYING);
        return order.contains(Trace.SO_BEFORE)
                ? EnumSet.of(Moment.BEFORE_APPLYING, Moment.WHILE_APPLYING)
                : EnumSet.of(Moment.WHILE_APPLYING);
    }

    private Optional<Begun> begun(String when) {
        String event = when + (hooks.record().status() == ReleaseStatus.PENDING_INSTALL
                ? "install"
                : hooks.record().status() == ReleaseStatus.PENDING_ROLLBACK ? "rollback" : "upgrade");
        Optional<Begun> begun = hooks.begun(event);
        if (begun.isPresent()) {
            evidence.add("the " + event + " hook " + begun.get().name() + " was begun; " + switch (begun.get().state()) {
                case RUNNING -> "it still runs";
                case FAILED -> "it has failed";
                case ENDED -> "it has ended, or is gone; Helm did not come to write its end";
            });
        } else if (!HookTraces.of(hooks.record(), event).isEmpty()) {
            evidence.add("no " + event + " hook was begun");
        }
        return begun;
    }

    /** Around a hook: in it, or just behind it where its end is not written yet. */
    private static Set<Moment> around(Begun hook, Moment moment) {
        boolean mayBePast = hook.isLast() && hook.state() == HookStage.ENDED;
        return mayBePast ? EnumSet.of(Moment.IN_HOOK, moment) : EnumSet.of(Moment.IN_HOOK);
    }

    private void tell(String what, Trace... which) {
        List<String> names = scope.words(traces.entrySet().stream().filter(entry -> List.of(which).contains(entry.getValue()))
                .map(Map.Entry::getKey).toList());
        if (names.isEmpty()) return;
        String more = names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "";
        evidence.add(names.size() + " of " + traces.size() + " objects that it changes are " + what + ": "
                + String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size()))) + more);
    }
}
