package dev.helmstuck.simulator.gitlab;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The jobs of one pipeline, and the status that GitLab makes of theirs ({@code lib/gitlab/ci/status/composite.rb}). */
public final class SimulatedPipeline {

    private final SimulatedProject project;
    private final long id;
    private volatile Optional<String> forced = Optional.empty();

    SimulatedPipeline(SimulatedProject project, long id) {
        this.project = project;
        this.id = id;
    }

    public long id() {
        return id;
    }

    /** A status that does not follow from its jobs, as a GitLab leaves it that lost a worker. */
    public SimulatedPipeline status(String any) {
        forced = Optional.of(any);
        return this;
    }

    /** A new job in it. */
    public SimulatedJob job(String name) {
        return project.job(name).pipeline(id);
    }

    /** Its jobs without those that were retried; trigger jobs are listed apart. */
    List<SimulatedJob> jobs(boolean triggers, boolean retried) {
        return project.everyJob().filter(job -> job.pipelineId() == id && job.triggers() == triggers && (retried || !job.wasRetried()))
                .toList();
    }

    String status() {
        return forced.orElseGet(() -> composite(project.everyJob().filter(job -> job.pipelineId() == id && !job.wasRetried())
                .map(SimulatedJob::weighed).collect(Collectors.toSet())));
    }

    private static String composite(Set<String> all) {
        if (only(all, "skipped", "ignored")) return "skipped";
        if (only(all, "success", "skipped", "warned", "ignored")) return "success";
        if (only(all, "created", "warned", "ignored")) return "created";
        if (only(all, "preparing", "warned", "ignored")) return "preparing";
        if (only(all, "canceled", "success", "skipped", "warned", "ignored")) return "canceled";
        if (only(all, "pending", "created", "skipped", "warned", "ignored")) return "pending";
        if (all.contains("running") || all.contains("pending")) return "running";
        for (String status : List.of("waiting_for_resource", "waiting_for_callback", "manual", "scheduled", "preparing"))
            if (all.contains(status)) return status;
        if (all.contains("created")) return "running";
        return all.contains("canceling") ? "canceling" : "failed";
    }

    private static boolean only(Set<String> all, String... these) {
        return Arrays.asList(these).containsAll(all);
    }

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("iid", id).put("project_id", project.id()).put("status", status())
                .put("source", "api").put("ref", "master").put("web_url", project.url() + "/-/pipelines/" + id);
    }
}
