package dev.helmstuck.simulator.slack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** What goes wrong: the faults of the coming calls, scopes that are missing, block types that Slack does not take. */
public final class Faults {

    private final Map<String, Deque<Fault>> next = new ConcurrentHashMap<>();
    private final Map<String, Fault> always = new ConcurrentHashMap<>();
    private final Set<String> rejectedBlocks = new ConcurrentSkipListSet<>();
    private final Scopes scopes;

    Faults(Scopes scopes) {
        this.scopes = scopes;
    }

    /** The next calls of this method meet these faults, one each, in this order; {@code *} is any method. */
    public void next(String method, Fault... faults) {
        next.compute(method, (name, queue) -> {
            Deque<Fault> longer = queue == null ? new ArrayDeque<>() : new ArrayDeque<>(queue);
            longer.addAll(List.of(faults));
            return longer;
        });
    }

    /** Every call of this method meets this fault, once those of {@link #next} are used up; {@code *} is any method. */
    public void always(String method, Fault fault) {
        always.put(method, fault);
    }

    /** All is well again: no fault is left over, and every block type is taken. Scopes stay as they are. */
    public void clear() {
        next.clear();
        always.clear();
        rejectedBlocks.clear();
    }

    /** How many faults of {@link #next} have not been met yet. */
    public int left(String method) {
        return next.getOrDefault(method, new ArrayDeque<>()).size();
    }

    /** The app loses a scope. */
    public void missingScope(String scope) {
        scopes.remove(scope);
    }

    /** The app gets a scope (back). */
    public void grantScope(String scope) {
        scopes.add(scope);
    }

    /** Messages with a block of this type fail with {@code invalid_blocks}, as in a workspace that does not have it yet. */
    public void rejectBlockType(String type) {
        rejectedBlocks.add(type);
    }

    Set<String> rejectedBlocks() {
        return rejectedBlocks;
    }

    Fault take(String method) {
        Fault special = take(next, method);
        if (special instanceof Fault.None) {
            special = take(next, "*");
        }
        if (special instanceof Fault.None) {
            special = always.getOrDefault(method, always.getOrDefault("*", special));
        }
        return special;
    }

    private static Fault take(Map<String, Deque<Fault>> queues, String method) {
        Fault[] taken = {Fault.none()};
        queues.computeIfPresent(method, (name, queue) -> {
            Deque<Fault> shorter = new ArrayDeque<>(queue);
            taken[0] = shorter.isEmpty() ? Fault.none() : shorter.removeFirst();
            return shorter;
        });
        return taken[0];
    }
}
