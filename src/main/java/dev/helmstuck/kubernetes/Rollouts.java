package dev.helmstuck.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.Workloads.Condition;

/** The API's workloads as the runbook's values. A counter that is absent in the JSON is 0 (Go's omitempty); absent spec.replicas is 1. */
final class Rollouts {
    private static final String ON_DELETE = "OnDelete";

    private final UnaryOperator<String> shown;

    /** @param shown how people read the name of an object of this namespace */
    Rollouts(UnaryOperator<String> shown) {
        this.shown = shown;
    }

    /** The images of a workload's template, those of its beginning first. */
    static List<String> images(StrictNode one) {
        StrictNode spec = one.at("spec").at("template").at("spec");
        return Stream.concat(spec.list("initContainers"), spec.list("containers")).map(container -> container.text("image")).toList();
    }

    Workloads.Deployment deployment(StrictNode one) {
        StrictNode spec = one.at("spec");
        StrictNode status = one.at("status");
        return new Workloads.Deployment(name(one), generation(one), status.generation("observedGeneration"), wanted(spec),
                status.count("replicas"), status.count("updatedReplicas"), status.count("availableReplicas"),
                status.count("terminatingReplicas"), spec.flag("paused"), one.at("metadata").has("deletionTimestamp"), conditions(status));
    }

    Workloads.StatefulSet statefulSet(StrictNode one) {
        StrictNode spec = one.at("spec");
        StrictNode status = one.at("status");
        StrictNode strategy = spec.at("updateStrategy");
        return new Workloads.StatefulSet(name(one), generation(one), status.generation("observedGeneration"), wanted(spec),
                status.count("replicas"), status.count("readyReplicas"), status.count("updatedReplicas"), status.text("currentRevision"),
                status.text("updateRevision"), strategy.at("rollingUpdate").count("partition"), isOnDelete(spec));
    }

    Workloads.DaemonSet daemonSet(StrictNode one) {
        StrictNode status = one.at("status");
        return new Workloads.DaemonSet(name(one), generation(one), status.generation("observedGeneration"),
                status.count("desiredNumberScheduled"), status.count("updatedNumberScheduled"), status.count("numberAvailable"),
                status.count("numberReady"), isOnDelete(one.at("spec")));
    }

    Workloads.Job job(StrictNode one) {
        StrictNode status = one.at("status");
        Optional<Condition> complete = ended(status, "Complete");
        Optional<Condition> failed = ended(status, "Failed");
        return new Workloads.Job(name(one), HelmOwnership.isHook(one.node()), status.count("active"),
                complete.isPresent() || failed.isPresent(), one.at("spec").flag("suspend"), failed);
    }

    private static Optional<Condition> ended(StrictNode status, String type) {
        return conditions(status).stream().filter(is -> is.type().equals(type) && is.status().equals("True")).findFirst();
    }

    Workloads.Autoscaler autoscaler(StrictNode one) {
        StrictNode scaled = one.at("spec").at("scaleTargetRef");
        return new Workloads.Autoscaler(name(one), scaled.text("kind"), scaled.has("name") ? shown.apply(scaled.text("name")) : "",
                conditions(one.at("status")));
    }

    private static List<Condition> conditions(StrictNode status) {
        return status.list("conditions")
                .map(is -> new Condition(is.text("type"), is.text("status"), is.text("reason"), ApiResponse.cut(is.text("message"))))
                .toList();
    }

    private String name(StrictNode one) {
        return shown.apply(one.at("metadata").text("name"));
    }

    private static long generation(StrictNode one) {
        return one.at("metadata").generation("generation");
    }

    private static int wanted(StrictNode spec) {
        return spec.number("replicas").orElse(1);
    }

    private static boolean isOnDelete(StrictNode spec) {
        return spec.at("updateStrategy").text("type").equals(ON_DELETE);
    }
}
