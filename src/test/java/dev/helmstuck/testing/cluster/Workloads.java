package dev.helmstuck.testing.cluster;

import java.time.Duration;
import java.util.List;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Knows when the controllers have nothing left to do in a namespace. */
final class Workloads {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Workloads() {}

    static void awaitSettled(KubernetesClient client, String namespace) {
        Await.until("every Deployment and Job of " + namespace + " is complete, every HPA content", BOUND, () -> {
            List<Deployment> deployments = client.apps().deployments().inNamespace(namespace).list().getItems();
            return !deployments.isEmpty() && deployments.stream().allMatch(Workloads::complete)
                    && client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
                            .allMatch(job -> job.getStatus().getCompletionTime() != null)
                    && client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(namespace).list().getItems().stream()
                            .allMatch(scaler -> content(scaler, deployments));
        });
    }

    private static boolean complete(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus();
        int wanted = deployment.getSpec().getReplicas();
        return deployment.getMetadata().getGeneration().equals(status.getObservedGeneration()) && is(wanted, status.getReplicas())
                && is(wanted, status.getUpdatedReplicas()) && is(wanted, status.getAvailableReplicas())
                && status.getConditions().stream().anyMatch(condition -> "NewReplicaSetAvailable".equals(condition.getReason()));
    }

    private static boolean content(HorizontalPodAutoscaler scaler, List<Deployment> deployments) {
        String target = scaler.getSpec().getScaleTargetRef().getName();
        return deployments.stream().anyMatch(deployment -> deployment.getMetadata().getName().equals(target)
                && deployment.getSpec().getReplicas() >= scaler.getSpec().getMinReplicas());
    }

    private static boolean is(int wanted, Integer counted) {
        return wanted == (counted == null ? 0 : counted);
    }
}
