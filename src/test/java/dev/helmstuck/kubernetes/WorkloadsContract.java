package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which workloads are a release's, on any cluster. */
abstract class WorkloadsContract {
    private static final Map<String, String> APP = Map.of("app", "web");

    private Place place;
    private String namespace;
    private Target target;
    private KubernetesCluster cluster;

    abstract Place place();

    @BeforeEach
    void start() {
        place = place();
        namespace = place.namespace();
        target = place.target(namespace);
        cluster = place.cluster();
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private Map<String, String> marks() {
        return Map.of("meta.helm.sh/release-name", Records.RELEASE, "meta.helm.sh/release-namespace", namespace);
    }

    private ObjectMeta meta(String name, Map<String, String> annotations) {
        return new ObjectMetaBuilder().withName(name).withNamespace(namespace).withAnnotations(annotations).build();
    }

    private void deployment(String name, Map<String, String> annotations, Integer replicas) {
        place.admin().resource(new DeploymentBuilder().withMetadata(meta(name, annotations)).withNewSpec().withReplicas(replicas)
                .withNewSelector().withMatchLabels(APP).endSelector().withTemplate(template("Always")).endSpec().build()).create();
    }

    private static PodTemplateSpec template(String restart) {
        return new PodTemplateSpecBuilder().withNewMetadata().withLabels(APP).endMetadata().withNewSpec().withRestartPolicy(restart)
                .addNewContainer().withName("c").withImage("example/c:1").endContainer().endSpec().build();
    }

    private void job(String name, Map<String, String> annotations, Map<String, String> labels) {
        place.admin().resource(new JobBuilder().withMetadata(new ObjectMetaBuilder(meta(name, annotations)).withLabels(labels).build())
                .withNewSpec().withSuspend(true).withTemplate(new PodTemplateSpecBuilder(template("Never")).withMetadata(null).build())
                .endSpec()
                .build()).create();
    }

    private void autoscaler(String name, Map<String, String> annotations, String kind, String scaled) {
        place.admin().resource(new HorizontalPodAutoscalerBuilder().withMetadata(meta(name, annotations)).withNewSpec().withMinReplicas(1)
                .withMaxReplicas(3).withNewScaleTargetRef("apps/v1", kind, scaled).endSpec().build()).create();
    }

    @Test
    void only_deployments_with_both_marks_are_the_releases() {
        deployment("ours", marks(), 2);
        deployment("default-count", marks(), null);
        deployment("nobodys", Map.of(), 1);
        deployment("another-release", Map.of("meta.helm.sh/release-name", "gitlab-extras", "meta.helm.sh/release-namespace", namespace), 1);
        deployment("another-namespace", Map.of("meta.helm.sh/release-name", Records.RELEASE, "meta.helm.sh/release-namespace", "gitlab"),
                1);
        Workloads seen = cluster.workloads(target, Footprint.unknown(target));
        assertThat(seen.deployments()).extracting(Workloads.Deployment::name).containsExactlyInAnyOrder("ours", "default-count");
        assertThat(seen.unmarked()).isEqualTo(3);
        assertThat(seen.deployments()).filteredOn(one -> one.name().equals("ours")).singleElement()
                .satisfies(one -> assertThat(one.wanted()).isEqualTo(2));
        assertThat(seen.deployments()).filteredOn(one -> one.name().equals("default-count")).singleElement()
                .satisfies(one -> assertThat(one.wanted()).isEqualTo(1));
    }

    @Test
    void stateful_and_daemon_sets_need_the_marks_too() {
        for (Map.Entry<String, Map<String, String>> one : Map.of("ours", marks(), "nobodys", Map.<String, String>of()).entrySet()) {
            place.admin().resource(new StatefulSetBuilder().withMetadata(meta(one.getKey(), one.getValue())).withNewSpec().withReplicas(3)
                    .withServiceName("s").withNewSelector().withMatchLabels(APP).endSelector().withTemplate(template("Always"))
                    .withNewUpdateStrategy().withType("RollingUpdate").withNewRollingUpdate().withPartition(2).endRollingUpdate()
                    .endUpdateStrategy().endSpec().build()).create();
            place.admin().resource(new DaemonSetBuilder().withMetadata(meta(one.getKey(), one.getValue())).withNewSpec().withNewSelector()
                    .withMatchLabels(APP).endSelector().withTemplate(template("Always")).withNewUpdateStrategy().withType("OnDelete")
                    .endUpdateStrategy().endSpec().build()).create();
        }
        Workloads seen = cluster.workloads(target, Footprint.unknown(target));
        assertThat(seen.statefulSets()).singleElement().satisfies(set -> {
            assertThat(set.name()).isEqualTo("ours");
            assertThat(set.wanted()).isEqualTo(3);
            assertThat(set.partition()).isEqualTo(2);
            assertThat(set.onDelete()).isFalse();
        });
        assertThat(seen.daemonSets()).singleElement().satisfies(set -> {
            assertThat(set.name()).isEqualTo("ours");
            assertThat(set.onDelete()).isTrue();
        });
    }

    @Test
    void a_hooks_job_is_ours_if_its_labels_name_us_or_nobody() {
        Map<String, String> hook = Map.of("helm.sh/hook", "pre-upgrade");
        job("marked", marks(), Map.of());
        job("hook-of-ours", hook, Map.of("release", Records.RELEASE));
        job("hook-of-ours-too", hook, Map.of("app.kubernetes.io/instance", Records.RELEASE, "release", "chart-alias"));
        job("hook-of-nobody", hook, Map.of());
        job("hook-of-others", hook, Map.of("release", "gitlab-extras"));
        job("by-hand", Map.of(), Map.of("release", Records.RELEASE));
        assertThat(cluster.workloads(target, Footprint.unknown(target)).jobs())
                .extracting(Workloads.Job::name, Workloads.Job::hook, Workloads.Job::suspended)
                .containsExactlyInAnyOrder(tuple("marked", false, true),
                        tuple("hook-of-ours", true, true),
                        tuple("hook-of-ours-too", true, true),
                        tuple("hook-of-nobody", true, true));
    }

    @Test
    void an_autoscaler_is_ours_by_its_marks_or_by_what_it_scales() {
        deployment("ours", marks(), 1);
        deployment("nobodys", Map.of(), 1);
        autoscaler("marked", marks(), "Deployment", "whatever");
        autoscaler("by-hand", Map.of(), "Deployment", "ours");
        autoscaler("another-kind", Map.of(), "StatefulSet", "ours");
        autoscaler("others", Map.of(), "Deployment", "nobodys");
        assertThat(cluster.workloads(target, Footprint.unknown(target)).autoscalers())
                .extracting(Workloads.Autoscaler::name, Workloads.Autoscaler::targetName)
                .containsExactlyInAnyOrder(tuple("marked", "whatever"),
                        tuple("by-hand", "ours"));
    }

    @Test
    void a_hook_that_is_a_pod_is_ours_and_a_pod_of_nobody_is_not() {
        pod("check", Map.of("helm.sh/hook", "pre-upgrade"), Map.of("release", Records.RELEASE));
        pod("check-of-others", Map.of("helm.sh/hook", "pre-upgrade"), Map.of("release", "gitlab-extras"));
        pod("by-hand", Map.of(), Map.of("release", Records.RELEASE));
        assertThat(cluster.workloads(target, Footprint.unknown(target)).pods()).extracting(ReleasePod::name, ReleasePod::hook)
                .containsExactly(tuple("check", true));
    }

    @Test
    void workloads_of_another_namespace_are_found_by_marks_or_by_name_and_carry_it() {
        String other = place.namespace();
        deployment("ours", marks(), 1);
        String own = namespace;
        Map<String, String> marks = marks();
        namespace = other;
        deployment("marked", marks, 2);
        deployment("named", Map.of(), 3);
        deployment("nobodys", Map.of(), 1);
        autoscaler("keda", Map.of(), "Deployment", "named");
        namespace = own;
        Footprint footprint = new Footprint(new LinkedHashSet<>(List.of(own, other)), List.of(1),
                List.of(new Footprint.NamedObject("Deployment", other, "named", false, Set.of(1))), List.of(), List.of());
        Workloads seen = cluster.workloads(target, footprint);
        assertThat(seen.deployments()).extracting(Workloads.Deployment::name).containsExactlyInAnyOrder("ours", other + "/marked",
                other + "/named");
        assertThat(seen.scaled("Deployment", other + "/named")).isTrue();
        assertThat(seen.unmarked()).isEqualTo(1);
    }

    private void pod(String name, Map<String, String> annotations, Map<String, String> labels) {
        place.admin().resource(new PodBuilder().withMetadata(new ObjectMetaBuilder(meta(name, annotations)).withLabels(labels).build())
                .withNewSpecLike(template("Never").getSpec()).endSpec().build()).create();
    }
}
