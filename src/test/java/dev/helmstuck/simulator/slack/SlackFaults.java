package dev.helmstuck.simulator.slack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** What goes wrong: the faults of the coming calls, scopes that are missing, block types that Slack does not take. */
public final class SlackFaults {

    private final Map<String, Deque<SlackFault>> next = new ConcurrentHashMap<>();
    private final Map<String, SlackFault> always = new ConcurrentHashMap<>();
    private final Set<String> rejectedBlocks = new ConcurrentSkipListSet<>();
    private final Scopes scopes;

    SlackFaults(Scopes scopes) {
        this.scopes = scopes;
    }

    /** The next calls of this method meet these faults, one each, in this order; {@code *} is any method. */
    public void next(String method, SlackFault... faults) {
        next.compute(method, (name, queue) -> {
            Deque<SlackFault> longer = queue == null ? new ArrayDeque<>() : new ArrayDeque<>(queue);
            longer.addAll(List.of(faults));
            return longer;
        });
    }

    /** Every call of this method meets this fault, once those of {@link #next} are used up; {@code *} is any method. */
    public void always(String method, SlackFault fault) {
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

    SlackFault take(String method) {
        SlackFault special = take(next, method);
        if (special instanceof SlackFault.None) {
            special = take(next, "*");
        }
        if (special instanceof SlackFault.None) {
            special = always.getOrDefault(method, always.getOrDefault("*", special));
        }
        return special;
    }

    private static SlackFault take(Map<String, Deque<SlackFault>> queues, String method) {
        SlackFault[] taken = {SlackFault.none()};
        queues.computeIfPresent(method, (name, queue) -> {
            Deque<SlackFault> shorter = new ArrayDeque<>(queue);
            taken[0] = shorter.isEmpty() ? SlackFault.none() : shorter.removeFirst();
            return shorter;
        });
        return taken[0];
    }
}
