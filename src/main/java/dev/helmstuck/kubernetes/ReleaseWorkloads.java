package dev.helmstuck.kubernetes;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** The workloads of a release in its namespace: those with Helm's marks, its hooks' Jobs, and what scales its Deployments. */
final class ReleaseWorkloads {
    private final Clients clients;

    ReleaseWorkloads(Clients clients) {
        this.clients = clients;
    }

    Workloads read(Target target) {
        HelmOwnership marks = new HelmOwnership(target);
        List<Deployment> all = list(target, Resource.DEPLOYMENTS, Deployment.class);
        List<Deployment> deployments = all.stream().filter(marks::on).toList();
        Set<String> names = deployments.stream().map(one -> one.getMetadata().getName()).collect(Collectors.toSet());
        return new Workloads(deployments.stream().map(Rollouts::deployment).toList(),
                marked(target, marks, Resource.STATEFUL_SETS, StatefulSet.class).map(Rollouts::statefulSet).toList(),
                marked(target, marks, Resource.DAEMON_SETS, DaemonSet.class).map(Rollouts::daemonSet).toList(),
                list(target, Resource.JOBS, Job.class).stream().filter(job -> marks.on(job) || marks.onHook(job))
                        .map(job -> Rollouts.job(job, HelmOwnership.isHook(job))).toList(),
                list(target, Resource.AUTOSCALERS, HorizontalPodAutoscaler.class).stream()
                        .filter(one -> marks.on(one) || scales(one, names))
                        .map(Rollouts::autoscaler).toList(),
                all.size() - deployments.size());
    }

    private static boolean scales(HorizontalPodAutoscaler autoscaler, Set<String> deployments) {
        return Optional.ofNullable(autoscaler.getSpec()).map(spec -> spec.getScaleTargetRef())
                .filter(target -> Objects.equals(target.getKind(), "Deployment")).filter(target -> deployments.contains(target.getName()))
                .isPresent();
    }

    private <T extends HasMetadata> Stream<T> marked(Target target, HelmOwnership marks, Resource resource, Class<T> model) {
        return list(target, resource, model).stream().filter(marks::on);
    }

    private <T extends HasMetadata> List<T> list(Target target, Resource resource, Class<T> model) {
        ApiRequest ask = ApiRequest.list(target, resource);
        return clients.of(target).list(ask).stream().map(node -> as(ask, node, model)).toList();
    }

    private static <T extends HasMetadata> T as(ApiRequest ask, JsonNode node, Class<T> model) {
        try {
            Meta.of(ask, node);
            return ApiResponse.JSON.treeToValue(node, model);
        } catch (JsonProcessingException odd) {
            throw ClusterErrors
                    .of("cluster " + ask.cluster() + " gave a " + model.getSimpleName() + " that cannot be read, asked to " + ask.words());
        }
    }
}
