package dev.helmstuck.kubernetes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;

/** The workloads of a release in the namespaces of its footprint: one list per kind and namespace, however many objects there are. */
final class ReleaseWorkloads {
    /** What has succeeded is over, and a namespace with CronJobs has much of it. */
    private static final String NOT_SUCCEEDED = "status.phase!=Succeeded";

    private static final List<Resource> KINDS = List.of(Resource.DEPLOYMENTS, Resource.STATEFUL_SETS, Resource.DAEMON_SETS, Resource.JOBS,
            Resource.AUTOSCALERS);

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

        /** All kinds at once, and the pods when it is known whose they are: of these no more than a page is held. */
        private void read(String namespace) {
            Map<Resource, List<StrictNode>> lists = lists(namespace);
            Rollouts rollouts = new Rollouts(name -> ownership.shown(namespace, name));
            Set<String> ours = new LinkedHashSet<>();
            List<StrictNode> all = lists.get(Resource.DEPLOYMENTS);
            List<StrictNode> marked = owned(all, ours);
            unmarked += all.size() - marked.size();
            marked.forEach(one -> {
                deployments.add(rollouts.deployment(one));
                images(one);
            });
            owned(lists.get(Resource.STATEFUL_SETS), ours).forEach(one -> {
                statefulSets.add(rollouts.statefulSet(one));
                images(one);
            });
            owned(lists.get(Resource.DAEMON_SETS), ours).forEach(one -> {
                daemonSets.add(rollouts.daemonSet(one));
                images(one);
            });
            owned(lists.get(Resource.JOBS), ours).forEach(one -> jobs.add(rollouts.job(one)));
            lists.get(Resource.AUTOSCALERS).stream().filter(one -> has(one) || scales(one, ours))
                    .forEach(one -> autoscalers.add(rollouts.autoscaler(one)));
            PodStates states = new PodStates(ownership, ours);
            ApiRequest ask = ApiRequest.list(target, namespace, Resource.PODS);
            api.listKnown(ask, NOT_SUCCEEDED, pod -> states.of(ask, pod)).forEach(pod -> pod.ifPresent(pods::add));
        }

        private void images(StrictNode one) {
            StrictNode meta = one.at("metadata");
            images.put(kind(one) + " " + ownership.shown(meta.text("namespace"), meta.text("name")), Rollouts.images(one));
        }

        private List<StrictNode> owned(List<StrictNode> all, Set<String> ours) {
            List<StrictNode> owned = all.stream().filter(this::has).toList();
            owned.forEach(one -> ours.add(kind(one) + " " + one.at("metadata").text("name")));
            return owned;
        }

        private boolean has(StrictNode one) {
            return ownership.has(kind(one), one.node());
        }

        /** The objects of a list do not say it themselves. */
        private static String kind(StrictNode one) {
            return one.ask().kind();
        }

        /** KEDA's autoscalers and those made by hand carry no marks of the release, and scale it all the same. */
        private static boolean scales(StrictNode autoscaler, Set<String> ours) {
            StrictNode scaled = autoscaler.at("spec").at("scaleTargetRef");
            return ours.contains(scaled.text("kind") + " " + scaled.text("name"));
        }

        private Map<Resource, List<StrictNode>> lists(String namespace) {
            List<Callable<List<StrictNode>>> asked = KINDS.stream().<Callable<List<StrictNode>>>map(kind -> () -> list(namespace, kind))
                    .toList();
            List<List<StrictNode>> answers = Together.ask(target.cluster(), asked);
            return IntStream.range(0, KINDS.size()).boxed().collect(Collectors.toMap(KINDS::get, answers::get));
        }

        private List<StrictNode> list(String namespace, Resource resource) {
            ApiRequest ask = ApiRequest.list(target, namespace, resource);
            return api.listKnown(ask, "", node -> {
                Meta.of(ask, node);
                return StrictNode.of(ask, node);
            });
        }
    }
}
