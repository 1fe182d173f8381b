package dev.helmstuck.flow.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.helmstuck.doctor.ClusterAccount;
import dev.helmstuck.doctor.ClusterSymptoms;
import dev.helmstuck.doctor.Point;
import dev.helmstuck.doctor.Right;
import dev.helmstuck.doctor.ServerFacts;
import dev.helmstuck.doctor.Symptom;
import dev.helmstuck.forecast.Forecaster;
import dev.helmstuck.forecast.ReleaseHistory;
import dev.helmstuck.forecast.Wanted;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.ClusterProbe;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;

/** A target's cluster: is all there that a remediation would ask of it? */
final class ClusterExam {
    /** No object has it, so that what names it cannot delete anything, dry run or not. */
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    private final Cluster cluster;
    private final ClusterProbe probe;
    private final Looks looks;
    private final Target target;
    private final ClusterSymptoms symptoms;

    ClusterExam(Cluster cluster, ClusterProbe probe, Looks looks, Target target) {
        this.cluster = cluster;
        this.probe = probe;
        this.looks = looks;
        this.target = target;
        this.symptoms = new ClusterSymptoms(target);
    }

    /** Where the API server does not answer, that is all that is said. */
    List<Symptom> symptoms() {
        Fact<ServerFacts> reader = looks.ask(() -> probe.server(target, ClusterAccount.READER));
        return reader.either(server -> whole(server), missing -> List
                .of(Symptom.unknown(Point.CLUSTER, missing, symptoms.reach(ClusterAccount.READER))));
    }

    private List<Symptom> whole(ServerFacts server) {
        List<Symptom> found = new ArrayList<>(symptoms.answers(server));
        boolean writes = target.deleter().isEmpty() || writerAnswers(found);
        Fact<Releases> records = looks.ask(() -> cluster.releases(target));
        List<Supplier<List<Symptom>>> all = new ArrayList<>(List.of(() -> record(records), () -> rights(records, writes), this::nodes));
        if (writes) all.add(() -> fence(server));
        if (writes && target.drill()) all.add(this::practice);
        records.either(Optional::of, missing -> Optional.<Releases>empty()).ifPresent(read -> {
            if (writes) all.add(() -> rehearsals(read));
            all.add(() -> forecast(read));
        });
        target.ci().stream().flatMap(ci -> ci.runnerPods().stream()).distinct().forEach(place -> all.add(
                () -> looks.look(Point.RUNNERS,
                        place.kubectl() + " apply -k manifests/target/runners, or mend ci.runnerPods of target " + target.name(),
                        () -> cluster.runnerPods(place), pods -> List.of(symptoms.runners(place, pods)))));
        found.addAll(looks.together(all));
        return ClusterSymptoms.once(found);
    }

    private boolean writerAnswers(List<Symptom> found) {
        return looks.ask(() -> probe.server(target, ClusterAccount.DELETER)).either(server -> true, missing -> {
            found.add(Symptom.unknown(Point.CLUSTER, missing, symptoms.reach(ClusterAccount.DELETER)));
            return false;
        });
    }

    private List<Symptom> record(Fact<Releases> records) {
        return records.either(read -> List.of(symptoms.record(read)), missing -> List.of(Symptom.unknown(Point.RECORD, missing,
                "see what `" + target.helm() + " history " + target.release() + "` says with the bot's kubeconfig")));
    }

    private List<Symptom> rights(Fact<Releases> records, boolean writes) {
        Footprint footprint = records.either(read -> Footprint.of(target, read), missing -> Footprint.unknown(target));
        Stream<Right> ofDrill = target.drill() ? Right.ofDrill(target.namespace()).stream() : Stream.empty();
        List<Right> needed = Stream.concat(footprint.namespaces().stream().flatMap(
                namespace -> (namespace.equals(target.namespace()) ? Right.ofRecords(namespace) : Right.ofWorkloads(namespace)).stream()),
                ofDrill)
                .filter(right -> writes || right.account() == ClusterAccount.READER).toList();
        record ReviewedRight(Right right, Fact<Boolean> allowed) {}
        List<ReviewedRight> asked = looks.each(needed,
                right -> List.of(new ReviewedRight(right, looks.ask(() -> probe.allows(target, right)))));
        Optional<Fact.Unavailable<Boolean>> silent = Fact.missing(asked.stream().map(ReviewedRight::allowed).toList()).stream().findFirst();
        if (silent.isPresent())
            return List.of(Symptom.unknown(Point.RIGHTS, silent.get(),
                    "let the accounts ask what they may do: kubectl get clusterrolebinding system:basic-user"));
        List<Right> missing = asked.stream().filter(one -> one.allowed().either(allowed -> !allowed, unasked -> true))
                .map(ReviewedRight::right).toList();
        return symptoms.rights(needed.size(), missing);
    }

    private List<Symptom> nodes() {
        return looks.look(Point.NODES, target.kubectlOfCluster() + " get nodes", () -> cluster.nodes(target),
                nodes -> List.of(symptoms.nodes(nodes)));
    }

    private List<Symptom> fence(ServerFacts server) {
        return looks.look(Point.POLICY, target.kubectlOfCluster() + " get validatingadmissionpolicy helm-stuck -o yaml",
                () -> probe.fence(target), answer -> symptoms.fence(answer, server).stream().toList());
    }

    private List<Symptom> practice() {
        return looks.look(Point.POLICY, target.kubectlOfCluster() + " create namespace " + target.namespace()
                + ", then as OPERATIONS.md says under Practise", () -> probe.practice(target),
                answer -> symptoms.practice(answer).stream()
                        .toList());
    }

    /** A stuck record is rehearsed as it will be; any other one under a uid that is not its own, so that even a real delete would miss it. */
    private List<Symptom> rehearsals(Releases read) {
        Optional<Revision> newest = read.highest();
        if (newest.isEmpty()) return List.of();
        Revision record = newest.get();
        boolean stuck = read.top().filter(top -> top instanceof Payload.Decoded(var decoded) && decoded.status().isPending()).isPresent();
        SecretRef very = SecretRef.of(record);
        String cure = "see what the API server says to `kubectl auth can-i --list -n " + target.namespace() + "` as the deleter";
        return looks.together(List.of(
                () -> looks.look(Point.COPY, cure, () -> cluster.tryBackUp(target, very), answer -> List.of(symptoms.copy(answer))),
                () -> looks.look(Point.DELETE, cure, () -> tryDelete(very, stuck),
                        answer -> List.of(symptoms.delete(answer, stuck)))));
    }

    private DeleteAnswer tryDelete(SecretRef record, boolean stuck) {
        if (stuck) return cluster.tryDelete(target, record);
        // with a uid that is not the record's own the API server never comes to its finalizers
        Optional<DeleteAnswer.Held> held = probe.held(target, record.name());
        return held.isPresent()
                ? held.get()
                : cluster.tryDelete(target, new SecretRef(record.name(), NOBODY, record.resourceVersion()));
    }

    private List<Symptom> forecast(Releases read) {
        Map<Integer, Payload> payloads = new HashMap<>();
        read.highest().ifPresent(one -> read.top().ifPresent(payload -> payloads.put(one.number(), payload)));
        read.next().ifPresent(one -> read.below().ifPresent(payload -> payloads.put(one.number(), payload)));
        List<Wanted> wanted = new Forecaster(new ReleaseHistory(read.revisions(), payloads), target.namespace(), target.release()).wanted();
        return looks.look(Point.FORECAST, "see what `" + target.kubectl() + " get all` says as the reader",
                () -> cluster.live(target, wanted),
                live -> symptoms.forecast((int) wanted.stream().map(Wanted::kind).distinct().count(),
                        live.unread()));
    }
}
