package dev.helmstuck.simulator.gitlab;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A resource group: one of its jobs at a time. */
public final class SimulatedGroup {

    private static final Set<String> WAITING = Set.of("waiting_for_resource");
    private static final Set<String> WAITING_OR_UPCOMING = Set.of("created", "scheduled", "waiting_for_resource");

    private final SimulatedProject project;
    private final String key;
    private final int id;
    private volatile boolean oldestFirst;

    SimulatedGroup(SimulatedProject project, String key, int id) {
        this.project = project;
        this.key = key;
        this.id = id;
    }

    /** The process mode {@code oldest_first}, whose queue also shows jobs that are created or scheduled; else {@code unordered}. */
    public SimulatedGroup oldestFirst() {
        oldestFirst = true;
        return this;
    }

    Optional<SimulatedJob> holder() {
        return project.newestFirst().filter(job -> job.holds(key)).findFirst();
    }

    List<SimulatedJob> queue() {
        Set<String> shown = oldestFirst ? WAITING_OR_UPCOMING : WAITING;
        return project.newestFirst().filter(job -> job.uses(key) && shown.contains(job.status()))
                .sorted(Comparator.comparingLong(SimulatedJob::id)).toList();
    }

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("key", key).put("process_mode",
                oldestFirst ? "oldest_first" : "unordered");
    }
}
