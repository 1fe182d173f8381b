package dev.helmstuck.kubernetes;

import static dev.helmstuck.kubernetes.WrittenRelease.workload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.RunningHelm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rollouts and hooks of real Helm, moved by real controllers, as the check of the workloads sees them. */
@NeedsRealCluster
class RealWorkloadsTest extends OnAWrittenRelease {
    private static final String WEB = workload("Deployment", "web", 1, "", "");
    private static final String STILL_AT_WORK = "Something of Helm's is still at work";
    private static final String HOOK = "annotations: {helm.sh/hook: pre-upgrade}, labels: {app: migrations, release: " + Records.RELEASE
            + "}";

    RealWorkloadsTest() {
        super(Helm.V3);
    }

    @Test
    void a_rollout_under_way_in_another_namespace_than_the_records_stops() {
        String other = real.namespace();
        release.install(WEB + workload("Deployment", other + "/web", 1, "", ""));
        release.await("deploy/web", ".status.availableReplicas", 1);
        release.await(other, "deploy/web", ".status.availableReplicas", 1);
        assertThat(release.check().result()).isEqualTo(Result.PASS);
        RunningHelm helm = release.startUpgrade(WEB + workload("Deployment", other + "/web", 2, "", "nodeSelector: {no/node: has-this},"));
        release.await(other, "deploy/web", ".status.replicas", 2);

        Finding finding = release.check();
        assertThat(helm.process().isAlive()).as(helm.output()).isTrue();
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).contains("Deployment " + other + "/web: 1 updated and 1 available of 1 wanted, 2 pods in all")
                .anyMatch(line -> line.startsWith("Deployment " + other + "/web: a rollout is under way, "))
                .anyMatch(line -> line.contains("in the namespaces " + release.namespace() + ", " + other))
                .noneMatch(line -> line.startsWith("Deployment web"));
    }

    @Test
    void another_namespace_that_may_not_be_read_is_named_with_the_role_that_is_missing() {
        String other = real.namespace();
        release.install(WEB + workload("Deployment", other + "/web", 1, "", ""));
        real.serviceAccount(release.namespace(), "reader", """
                [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list"]},
                 {"apiGroups": ["", "apps", "batch", "autoscaling"], "verbs": ["list"], "resources": ["configmaps", "pods", "jobs",
                  "deployments", "statefulsets", "daemonsets", "horizontalpodautoscalers"]}]""");
        try (KubernetesCluster reader = Place.cluster(real.kubeconfigFor(release.namespace(), "reader", "reader"))) {
            Finding finding = release.checkAs(reader, "reader");
            assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
            assertThat(finding.seen().toString()).contains("\"list\" on \"deployments\" in namespace \"" + other + "\"")
                    .contains("kubectl apply -n " + other + " -k manifests/target/workloads");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_hook_that_is_a_pod_and_runs_stops_until_it_has_ended(Helm version) {
        try (WrittenRelease its = new WrittenRelease(version, folder)) {
            its.install(WEB);
            its.await("deploy/web", ".status.availableReplicas", 1);
            RunningHelm helm = its.startUpgrade(WEB + """
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: migrations, %s}
                    spec: {restartPolicy: Never, containers: [{name: c, image: example/c}]}
                    """.formatted(HOOK));
            its.awaitPod("migrations");
            its.await("pod/migrations", ".status.phase", "Running");

            Finding finding = its.check();
            assertThat(helm.process().isAlive()).as(helm.output()).isTrue();
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.summary()).isEqualTo("Not settled: 1 reason to stop among 1 Deployment.");
            assertThat(finding.seen()).contains("hook Pod migrations has not ended, it is Running");
            assertThat(finding.next()).startsWith(STILL_AT_WORK);

            its.report("migrations", "{\"phase\": \"Succeeded\"}");
            its.awaitEnd();
            assertThat(its.check().result()).isEqualTo(Result.PASS);
        }
    }

    @Test
    void a_hook_job_whose_pod_runs_stops_until_it_has_ended() {
        release.install(WEB);
        release.await("deploy/web", ".status.availableReplicas", 1);
        // the simulated kubelet ends a Job's pod at once
        real.whileKubeletsAreSilent(() -> {
            RunningHelm helm = release.startUpgrade(WEB + """
                    ---
                    apiVersion: batch/v1
                    kind: Job
                    metadata: {name: migrations, %s}
                    spec: {template: {metadata: {labels: {app: migrations}},
                      spec: {restartPolicy: Never, containers: [{name: c, image: example/c}]}}}
                    """.formatted(HOOK));
            String pod = release.awaitPod("migrations");
            release.await("pod/" + pod, ".spec.nodeName", RealCluster.NODE);
            release.report(pod, "{\"phase\": \"Running\"}");
            release.await("job/migrations", ".status.active", 1);

            Finding finding = release.check();
            assertThat(helm.process().isAlive()).as(helm.output()).isTrue();
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.summary()).isEqualTo("Not settled: 1 reason to stop among 1 Deployment.");
            assertThat(finding.seen()).contains("hook Job migrations is still active (1 running)");
            assertThat(finding.next()).startsWith(STILL_AT_WORK);
        });
        release.awaitEnd();
        assertThat(release.check().result()).isEqualTo(Result.PASS);
    }

    @Test
    void pods_that_only_a_person_replaces_are_counted_until_somebody_did() {
        release.install(onDelete(1));
        release.await("sts/gitaly", ".status.availableReplicas", 2);
        release.await("ds/agent", ".status.numberAvailable", 1);
        assertThat(release.check().result()).isEqualTo(Result.PASS);
        release.upgrade(onDelete(2));
        release.await("sts/gitaly", ".status.observedGeneration", 2);
        release.await("ds/agent", ".status.observedGeneration", 2);

        Finding finding = release.check();
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen())
                .contains("StatefulSet gitaly: 2 pods wait for a hand: the strategy is OnDelete, the old revision runs until somebody "
                        + "deletes them")
                .contains("DaemonSet agent: 1 pod waits for a hand: the strategy is OnDelete, the old revision runs until somebody "
                        + "deletes it");

        real.kubectl("delete", "pod", "-n", release.namespace(), "--all", "--grace-period=0", "--force").succeeded();
        release.await("sts/gitaly", ".status.updatedReplicas", 2);
        release.await("sts/gitaly", ".status.availableReplicas", 2);
        release.await("ds/agent", ".status.updatedNumberScheduled", 1);
        release.await("ds/agent", ".status.numberAvailable", 1);
        assertThat(release.check().result()).isEqualTo(Result.PASS);
    }

    private static String onDelete(int version) {
        return workload("StatefulSet", "gitaly", version,
                "replicas: 2, serviceName: gitaly, podManagementPolicy: Parallel, updateStrategy: {type: OnDelete},", "")
                + workload("DaemonSet", "agent", version, "updateStrategy: {type: OnDelete},", "");
    }

    @Test
    void a_release_of_cron_jobs_and_custom_resources_is_a_remark() {
        String group = release.namespace() + ".example.com";
        real.apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.%1$s}
                spec: {group: %1$s, scope: Namespaced, names: {kind: Widget, plural: widgets},
                  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}
                """.formatted(group));
        real.kubectl("wait", "crd/widgets." + group, "--for=condition=Established", "--timeout=30s").succeeded();
        String cronJob = """
                ---
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: nightly}
                spec: {schedule: "0 3 * * *", jobTemplate: {spec: {template: {
                  spec: {restartPolicy: Never, containers: [{name: c, image: example/c}]}}}}}
                """;
        release.install(cronJob);
        Finding finding = release.check();
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen())
                .contains("the release's manifest names no Deployment, StatefulSet or DaemonSet, and none here carries its marks");

        release.upgrade(cronJob + "---\napiVersion: " + group + "/v1\nkind: Widget\nmetadata: {name: one}\n");
        finding = release.check();
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen())
                .anyMatch(line -> line.endsWith("whether its Widget." + group + " have settled only their own controllers can tell"));
        real.kubectl("delete", "crd", "widgets." + group, "--wait=false").succeeded();
    }

    @Test
    void a_release_whose_workloads_somebody_deleted_is_unknown_and_they_are_named() {
        release.install(WEB);
        real.kubectl("delete", "deploy", "web", "-n", release.namespace()).succeeded();
        Finding finding = release.check();
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).contains("none of what the manifest names is in the cluster: Deployment web");
    }
}
