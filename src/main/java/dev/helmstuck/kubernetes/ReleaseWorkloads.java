package dev.helmstuck.kubernetes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** The workloads of a release in the namespaces of its footprint: one list per kind and namespace, however many objects there are. */
final class ReleaseWorkloads {
    /** What has succeeded is over, and a namespace with CronJobs has much of it. */
    private static final String NOT_SUCCEEDED = "status.phase!=Succeeded";

    private final Clients clients;

    ReleaseWorkloads(Clients clients) {
        this.clients = clients;
    }

    Workloads read(Target target, Footprint footprint) {
        WorkloadsReading reading = new WorkloadsReading(clients.of(target), target, new HelmOwnership(target, footprint));
        footprint.namespaces().forEach(reading::add);
        return reading.workloads();
    }

    private static final class WorkloadsReading {
        private final Api api;
        private final Target target;
        private final HelmOwnership ownership;
        private final List<Workloads.Deployment> deployments = new ArrayList<>();
        private final List<Workloads.StatefulSet> statefulSets = new ArrayList<>();
        private final List<Workloads.DaemonSet> daemonSets = new ArrayList<>();
        private final List<Workloads.Job> jobs = new ArrayList<>();
        private final List<Workloads.Autoscaler> autoscalers = new ArrayList<>();
        private final List<ReleasePod> pods = new ArrayList<>();
        private final Map<String, List<String>> images = new HashMap<>();
        private int unmarked;

        WorkloadsReading(Api api, Target target, HelmOwnership ownership) {
            this.api = api;
            this.target = target;
            this.ownership = ownership;
        }

        Workloads workloads() {
            return new Workloads(deployments, statefulSets, daemonSets, jobs, autoscalers, pods, unmarked, images);
        }

        void add(String namespace) {
            try {
                read(namespace);
            } catch (UnavailableException trouble) {
                if (namespace.equals(target.namespace())) throw trouble;
                throw ClusterErrors.with(trouble, "The release has workloads in namespace \"" + namespace
                        + "\" too; what the account needs to look there: kubectl apply -n " + namespace
                        + " -k manifests/target/workloads");
            }
        }

        private void read(String namespace) {
            Rollouts rollouts = new Rollouts(name -> ownership.shown(namespace, name));
            Set<String> ours = new LinkedHashSet<>();
            List<Deployment> all = list(namespace, Resource.DEPLOYMENTS, Deployment.class);
            List<Deployment> marked = owned(all, ours);
            unmarked += all.size() - marked.size();
            marked.forEach(one -> {
                deployments.add(rollouts.deployment(one));
                images(one, one.getSpec() == null ? null : one.getSpec().getTemplate());
            });
            owned(list(namespace, Resource.STATEFUL_SETS, StatefulSet.class), ours).forEach(one -> {
                statefulSets.add(rollouts.statefulSet(one));
                images(one, one.getSpec() == null ? null : one.getSpec().getTemplate());
            });
            owned(list(namespace, Resource.DAEMON_SETS, DaemonSet.class), ours).forEach(one -> {
                daemonSets.add(rollouts.daemonSet(one));
                images(one, one.getSpec() == null ? null : one.getSpec().getTemplate());
            });
            owned(list(namespace, Resource.JOBS, Job.class), ours).forEach(one -> jobs.add(rollouts.job(one)));
            list(namespace, Resource.AUTOSCALERS, HorizontalPodAutoscaler.class).stream()
                    .filter(one -> ownership.has(one) || scales(one, ours)).forEach(one -> autoscalers.add(rollouts.autoscaler(one)));
            PodStates states = new PodStates(ownership, ours);
            ApiRequest ask = ApiRequest.list(target, namespace, Resource.PODS);
            api.listKnown(ask, NOT_SUCCEEDED, pod -> states.of(ask, pod)).forEach(pod -> pod.ifPresent(pods::add));
        }

        private void images(HasMetadata one, PodTemplateSpec template) {
            String name = ownership.shown(one.getMetadata().getNamespace(), one.getMetadata().getName());
            images.put(one.getKind() + " " + name, Rollouts.images(template));
        }

        private <T extends HasMetadata> List<T> owned(List<T> all, Set<String> ours) {
            List<T> owned = all.stream().filter(ownership::has).toList();
            owned.forEach(one -> ours.add(one.getKind() + " " + one.getMetadata().getName()));
            return owned;
        }

        /** KEDA's autoscalers and those made by hand carry no marks of the release, and scale it all the same. */
        private static boolean scales(HorizontalPodAutoscaler autoscaler, Set<String> ours) {
            return Optional.ofNullable(autoscaler.getSpec()).map(spec -> spec.getScaleTargetRef())
                    .filter(scaled -> ours.contains(scaled.getKind() + " " + scaled.getName())).isPresent();
        }

        private <T extends HasMetadata> List<T> list(String namespace, Resource resource, Class<T> model) {
            ApiRequest ask = ApiRequest.list(target, namespace, resource);
            return api.listKnown(ask, "", node -> as(ask, node, model));
        }
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
