package dev.helmstuck.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Nodes.ClusterNode;
import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.WarningEvent;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.Workloads.Autoscaler;
import dev.helmstuck.runbook.Workloads.Condition;
import dev.helmstuck.runbook.Workloads.Deployment;
import dev.helmstuck.runbook.Workloads.Job;
import dev.helmstuck.runbook.checks.ClusterIsHealthy;
import dev.helmstuck.runbook.checks.WorkloadsSettled;
import dev.helmstuck.testing.Some;

/** Findings on the workloads and on the cluster as the real checks make them. */
final class SomeWorkloads {
    private static final Target TARGET = Some.target();
    private static final Condition AVAILABLE = new Condition("Available", "True", "MinimumReplicasAvailable", "");
    private static final Condition COMPLETE = new Condition("Progressing", "True", "NewReplicaSetAvailable", "");
    private static final Footprint FOOTPRINT = new Footprint(Set.of(TARGET.namespace()), List.of(Some.STUCK, Some.STUCK - 1), List.of(),
            List.of(), List.of());
    private static final Nodes NODES = nodes(new ClusterNode("node-1", true, false, List.of()),
            new ClusterNode("node-2", true, false, List.of()));

    private SomeWorkloads() {}

    static Finding settled() {
        return workloads(look(deployment("gitlab-webservice", 10, 10), deployment("gitlab-pages", 4, 4)));
    }

    static Finding unsettled() {
        return workloads(
                new Workloads(List.of(deployment("gitlab-webservice", 10, 7), deployment("gitlab-pages", 4, 4)), List.of(), List.of(),
                        List.of(new Job("gitlab-migrations", true, 1, false, false, Optional.empty())), List.of(), List.of(), 1));
    }

    static Finding settledWithRemarks() {
        Deployment paused = new Deployment("gitlab-pages", 3, 3, 4, 4, 4, 4, 0, true, false,
                List.of(AVAILABLE, new Condition("Progressing", "Unknown", "DeploymentPaused", "")));
        return workloads(new Workloads(List.of(paused), List.of(), List.of(), List.of(),
                List.of(new Autoscaler("gitlab-pages", "Deployment", "gitlab-pages",
                        List.of(new Condition("AbleToScale", "False", "FailedGetScale", "no matches for kind")))),
                List.of(), 0));
    }

    static Finding workloads(Workloads look) {
        return WorkloadsSettled.check(TARGET, FOOTPRINT, new Fact.Known<>(samples(look)), new Fact.Known<>(NODES));
    }

    static Finding unread(String why) {
        return WorkloadsSettled.check(TARGET, FOOTPRINT, new Fact.Unavailable<>("the cluster", why), new Fact.Known<>(NODES));
    }

    static Workloads look(Deployment... deployments) {
        return new Workloads(List.of(deployments), List.of(), List.of(), List.of(), List.of(), List.of(), 0);
    }

    private static Deployment deployment(String name, int wanted, int available) {
        return new Deployment(name, 3, 3, wanted, wanted, wanted, available, 0, false, false, List.of(AVAILABLE, COMPLETE));
    }

    private static Samples samples(Workloads look) {
        return new Samples(look, look, Duration.ofSeconds(15));
    }

    static Finding healthy() {
        return health(look(deployment("gitlab-webservice", 10, 10)), NODES);
    }

    /** A pod crashes, and one of the nodes is in trouble. */
    static Finding unhealthy() {
        ReleasePod pod = new ReleasePod("gitlab-webservice-5d8f-x2x7k", "Deployment gitlab-webservice", false, "Running", "", "5d8f",
                "node-2",
                false, false, "", List.of(new ReleasePod.Container("webservice", "registry.example.com/webservice:v18", "CrashLoopBackOff",
                        "OOMKilled, exit code 137")),
                7);
        Workloads look = look(deployment("gitlab-webservice", 10, 9));
        return health(new Workloads(look.deployments(), List.of(), List.of(), List.of(), List.of(), List.of(pod), 0), lowOnMemory(),
                new WarningEvent("Pod", pod.name(), "BackOff", "Back-off restarting failed container webservice", 7,
                        Some.NOW.minusSeconds(100)));
    }

    static Finding healthyWithRemarks() {
        return health(look(deployment("gitlab-webservice", 10, 10)), lowOnMemory());
    }

    static Finding healthWithoutNodes(String why) {
        return health(look(deployment("gitlab-webservice", 10, 10)), new Nodes.Withheld(why));
    }

    static Finding healthUnread(String why) {
        return ClusterIsHealthy.check(TARGET, new ClusterIsHealthy.Signs(new Fact.Unavailable<>("the cluster", why),
                new Fact.Unavailable<>("the cluster", why), new Fact.Unavailable<>("the cluster", why),
                new Fact.Unavailable<>("the cluster", why)), Some.NOW);
    }

    private static Finding health(Workloads look, Nodes nodes, WarningEvent... warnings) {
        Instant now = Some.NOW;
        return ClusterIsHealthy.check(TARGET, new ClusterIsHealthy.Signs(new Fact.Known<>("ok"), new Fact.Known<>(samples(look)),
                new Fact.Known<>(nodes), new Fact.Known<>(List.of(warnings))), now);
    }

    private static Nodes lowOnMemory() {
        return nodes(new ClusterNode("node-1", true, false, List.of()), new ClusterNode("node-2", true, false, List.of("MemoryPressure")));
    }

    private static Nodes nodes(ClusterNode... nodes) {
        return new Nodes.Seen(List.of(nodes));
    }
}
