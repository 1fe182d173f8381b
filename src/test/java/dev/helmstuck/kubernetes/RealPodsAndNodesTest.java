package dev.helmstuck.kubernetes;

import static dev.helmstuck.kubernetes.WrittenRelease.workload;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.Test;

/** Real autoscalers, a node that is down, and pods that take their time to end, as the check of the workloads sees them. */
@NeedsRealCluster
class RealPodsAndNodesTest extends OnAWrittenRelease {
    RealPodsAndNodesTest() {
        super(Helm.V4);
    }

    private String autoscaler(String name, String target, int least, String metric) {
        return """
                ---
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: %s, namespace: %s}
                spec: {minReplicas: %d, maxReplicas: 30, scaleTargetRef: {apiVersion: apps/v1, %s}, metrics: [%s]}
                """.formatted(name, release.namespace(), least, target, metric);
    }

    @Test
    void a_stateful_set_that_a_foreign_autoscaler_scales_between_the_looks_does_not_stop() {
        String room = "room/" + release.namespace();
        real.labelNode(room, "yes");
        release.install(workload("StatefulSet", "gitaly", 1, "replicas: 10, serviceName: gitaly, podManagementPolicy: Parallel,",
                "nodeSelector: {" + room + ": \"yes\"},"));
        release.await("sts/gitaly", ".status.availableReplicas", 10);
        real.unlabelNode(room);
        real.apply(autoscaler("keda-hpa-gitaly", "kind: StatefulSet, name: gitaly", 10, external()));
        release.await("hpa/keda-hpa-gitaly", ".status.conditions[?(@.type==\"ScalingActive\")].reason", "FailedGetExternalMetric");

        Finding finding = release.check(() -> {
            real.kubectl("patch", "hpa", "keda-hpa-gitaly", "-n", release.namespace(), "-p", "{\"spec\": {\"minReplicas\": 11}}")
                    .succeeded();
            release.await("sts/gitaly", ".status.replicas", 11);
            release.await("sts/gitaly", ".status.observedGeneration", 2);
        });
        assertThat(finding.result()).as(finding.toString()).isEqualTo(Result.WARN);
        assertThat(finding.summary()).isEqualTo("Settled, with 1 remark: 0 Deployments, 1 StatefulSet, 1 HPA.");
        assertThat(finding.seen().getFirst()).startsWith("HPA keda-hpa-gitaly cannot scale: FailedGetExternalMetric: ");
        assertThat(finding.table().orElseThrow().rows().getFirst()).startsWith("sts/gitaly", "11", "11", "10");
    }

    @Test
    void an_autoscaler_that_gets_no_metric_of_whatever_kind_is_a_remark_and_one_that_is_switched_off_is_none() {
        String value = "target: {type: AverageValue, averageValue: \"1\"}";
        List<Metric> metrics = List.of(new Metric("resource", "FailedGetResourceMetric",
                "{type: Resource, resource: {name: cpu, " + value + "}}"),
                new Metric("container", "FailedGetContainerResourceMetric",
                        "{type: ContainerResource, containerResource: {name: cpu, container: c, " + value + "}}"),
                new Metric("pods", "FailedGetPodsMetric", "{type: Pods, pods: {metric: {name: calls}, " + value + "}}"),
                new Metric("object", "FailedGetObjectMetric", "{type: Object, object: {metric: {name: calls}, target: {type: Value, "
                        + "value: \"1\"}, describedObject: {apiVersion: v1, kind: Service, name: web}}}"),
                new Metric("external", "FailedGetExternalMetric", external()), new Metric("idle", "ScalingDisabled", external()));
        StringBuilder chart = new StringBuilder();
        for (Metric metric : metrics) {
            chart.append(workload("Deployment", metric.name, 1, "replicas: " + (metric.name.equals("idle") ? 0 : 1) + ",", ""))
                    .append(autoscaler(metric.name, "kind: Deployment, name: " + metric.name, 1, metric.yaml));
        }
        release.install(chart.toString());
        for (Metric metric : metrics)
            release.await("hpa/" + metric.name, ".status.conditions[?(@.type==\"ScalingActive\")].reason", metric.reason);
        real.kubectl("wait", "deploy", "--all", "-n", release.namespace(), "--for=condition=Available", "--timeout=30s").succeeded();

        Finding finding = release.check();
        assertThat(finding.result()).as(finding.toString()).isEqualTo(Result.WARN);
        assertThat(finding.summary()).isEqualTo("Settled, with 5 remarks: 6 Deployments, 6 HPAs.");
        assertThat(metrics.subList(0, 5)).allSatisfy(metric -> assertThat(finding.seen())
                .anyMatch(line -> line.startsWith("HPA " + metric.name + " cannot scale: " + metric.reason + ": ")));
    }

    private record Metric(String name, String reason, String yaml) {}

    private static String external() {
        return "{type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: \"1\"}}}";
    }

    @Test
    void a_daemon_set_that_lacks_only_the_pod_of_a_node_that_is_down_is_a_remark_and_one_more_missing_stops() {
        String down = "down-" + release.namespace();
        String agents = "agents/" + release.namespace();
        real.labelNode(agents, "yes");
        real.apply("""
                apiVersion: v1
                kind: Node
                metadata: {name: %s, labels: {%s: "yes"}}
                spec: {taints: [{key: agents, effect: NoSchedule}]}
                status: {allocatable: {cpu: "4", memory: 4Gi, pods: "10"}, capacity: {cpu: "4", memory: 4Gi, pods: "10"}}
                """.formatted(down, agents));
        try {
            String where = "nodeSelector: {" + agents + ": \"yes\"}, tolerations: ";
            release.install(workload("DaemonSet", "agent", 1, "", where + "[{operator: Exists}],")
                    + workload("DaemonSet", "choosy", 1, "", where + "[{key: agents, operator: Exists}],"));
            release.await("ds/agent", ".status.numberAvailable", 2);
            release.await("ds/choosy", ".status.numberAvailable", 2);
            assertThat(release.check().result()).isEqualTo(Result.PASS);
            // a simulated kubelet would report that it is well again
            real.whileKubeletsAreSilent(() -> lacksThePodOf(down));
        } finally {
            real.kubectl("delete", "node", down).succeeded();
            real.unlabelNode(agents);
        }
    }

    /** The controllers write the same, 50 s after the last sign of life of a node. */
    private void lacksThePodOf(String down) {
        real.kubectl("patch", "node", down, "--subresource=status", "-p",
                "{\"status\": {\"conditions\": [{\"type\": \"Ready\", \"status\": \"Unknown\", \"reason\": \"NodeStatusUnknown\"}]}}")
                .succeeded();
        reportUnready("agent", down);
        reportUnready("choosy", down);
        release.await("ds/agent", ".status.numberAvailable", 1);
        // one that does not tolerate every taint wants no pod there any more, by its own controller
        release.await("ds/choosy", ".status.desiredNumberScheduled", 1);
        Finding finding = release.check();
        assertThat(finding.result()).as(finding.toString()).isEqualTo(Result.WARN);
        assertThat(finding.seen()).contains("DaemonSet agent: 2 updated and 1 available of 2 wanted; missing only on nodes that are out of "
                + "service: " + down + " (not ready)").noneMatch(line -> line.contains("choosy"));

        reportUnready("agent", RealCluster.NODE);
        release.await("ds/agent", ".status.numberReady", 0);
        finding = release.check();
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).contains("DaemonSet agent: 2 updated and 0 available of 2 wanted");
    }

    private void reportUnready(String app, String node) {
        String pod = real.client().pods().inNamespace(release.namespace()).withLabel("app", app).withField("spec.nodeName", node)
                .list().getItems().getFirst().getMetadata().getName();
        release.report(pod, "{\"conditions\": [{\"type\": \"Ready\", \"status\": \"False\"}]}");
    }

    @Test
    void an_old_pod_that_still_ends_is_counted_by_the_api_server_and_is_a_remark() {
        release.install(slowToEnd(1));
        release.await("deploy/web", ".status.availableReplicas", 1);
        String old = release.awaitPod("web");
        // a simulated kubelet ends a pod at once
        real.whileKubeletsAreSilent(() -> {
            release.upgrade(slowToEnd(2));
            release.await("deploy/web", ".status.replicas", 2);
            String pod = release.awaitPod("web", old);
            release.await("pod/" + pod, ".spec.nodeName", RealCluster.NODE);
            release.report(pod, "{\"phase\": \"Running\", \"conditions\": [{\"type\": \"Ready\", \"status\": \"True\"}]}");
            release.await("deploy/web", ".status.terminatingReplicas", 1);
            release.await("deploy/web", ".status.conditions[?(@.type==\"Progressing\")].reason", "NewReplicaSetAvailable");

            assertThat(release.look().deployments()).extracting(Workloads.Deployment::terminating).containsExactly(1);
            Finding finding = release.check();
            assertThat(finding.result()).as(finding.toString()).isEqualTo(Result.WARN);
            assertThat(finding.seen()).contains("Deployment web: 1 old pod is still terminating");
            assertThat(finding.table().orElseThrow().columns()).endsWith("terminating");
            assertThat(finding.table().orElseThrow().rows().getFirst()).startsWith("deploy/web", "1", "1", "1").endsWith("1");
        });
        real.kubectl("wait", "pod", old, "-n", release.namespace(), "--for=delete", "--timeout=30s").succeeded();
        assertThat(release.check().result()).isEqualTo(Result.PASS);
    }

    private static String slowToEnd(int version) {
        return workload("Deployment", "web", version, "", "terminationGracePeriodSeconds: 600,");
    }
}
