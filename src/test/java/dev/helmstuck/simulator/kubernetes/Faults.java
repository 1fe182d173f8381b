package dev.helmstuck.simulator.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What shall go wrong. A client that tries again meets the next fault in line, so plan as many as it has tries. */
public final class Faults {
    private final List<Planned> planned = new ArrayList<>();

    private record Planned(Predicate<ApiRequest> matcher, Fault fault, boolean once) {}

    /** The next request that matches meets the fault, once. */
    public Faults next(Predicate<ApiRequest> matcher, Fault fault) {
        return next(1, matcher, fault);
    }

    public synchronized Faults next(int times, Predicate<ApiRequest> matcher, Fault fault) {
        for (int i = 0; i < times; i++)
            planned.add(new Planned(matcher, fault, true));
        return this;
    }

    /** Every request that matches meets the fault, until {@link #clear()}. */
    public synchronized Faults always(Predicate<ApiRequest> matcher, Fault fault) {
        planned.add(new Planned(matcher, fault, false));
        return this;
    }

    public synchronized void clear() {
        planned.clear();
    }

    /** How many of the single faults have not happened yet. */
    public synchronized long pending() {
        return planned.stream().filter(Planned::once).count();
    }

    /** Asks outside of the lock, for a matcher may make its request wait for another one. */
    Optional<Fault> take(ApiRequest request) {
        return plans().stream().filter(plan -> plan.matcher().test(request) && (!plan.once() || taken(plan))).findFirst()
                .map(Planned::fault);
    }

    private synchronized List<Planned> plans() {
        return List.copyOf(planned);
    }

    private synchronized boolean taken(Planned once) {
        return planned.remove(once);
    }
}
