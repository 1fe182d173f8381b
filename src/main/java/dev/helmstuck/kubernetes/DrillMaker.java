package dev.helmstuck.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.ports.Drills.DrillAnswer;
import dev.helmstuck.ports.Drills.DrillAnswer.DrillMade;
import dev.helmstuck.ports.Drills.DrillAnswer.DrillRefused;
import dev.helmstuck.ports.Drills.DrillAnswer.InTheWay;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;

/**
 * Makes a release stuck in the namespace of a drill. All that is there is listed first: one Helm record without a drill's label, of whatever
 * release, and nothing is touched. Every delete carries uid and resourceVersion, and nothing is sent twice.
 */
final class DrillMaker {
    /** Kubernetes' times are whole seconds. */
    private static final Duration APART = Duration.ofMillis(1100);

    private final Clients clients;
    private final Target target;
    private final Api writer;
    private final List<String> made = new ArrayList<>();
    /** Whether anything was changed: from then on every end is said together with what was made. */
    private boolean begun;

    DrillMaker(Clients clients, Target target) {
        if (!target.drill()) throw new IllegalArgumentException("nobody practises on target " + target.name());
        this.clients = clients;
        this.target = target;
        this.writer = clients.deleter(target);
    }

    /** What is there already. */
    private record Existing(Resource resource, Meta meta) {
        String words() {
            return resource.kind() + " " + meta.name();
        }
    }

    DrillAnswer make() {
        try {
            Optional<DrillRefused> closed = closed();
            if (closed.isPresent()) return closed.get();
            List<Existing> there = there();
            List<String> foreign = there.stream().filter(one -> !DrillMark.is(one.meta())).map(Existing::words).toList();
            if (!foreign.isEmpty()) return new InTheWay(foreign);
            return removed(there).<DrillAnswer>map(no -> no).orElseGet(this::written);
        } catch (UnavailableException silent) {
            if (!begun) throw silent;
            return new DrillRefused(silent.source() + ": " + silent.why(), false, made);
        }
    }

    /** What the API server says if the reader may not look there: who has no Role there, or no namespace, gets no other answer. */
    private Optional<DrillRefused> closed() {
        return Stream.of(Resource.SECRETS, Resource.CONFIG_MAPS)
                .flatMap(resource -> clients.of(target).forbids(ApiRequest.list(target, resource)).stream()).findFirst()
                .map(no -> new DrillRefused(no.why(), true, made));
    }

    /** Helm's records of any release, newest first, and what has the name of the drill's object. */
    private List<Existing> there() {
        Api reader = clients.of(target);
        List<Existing> there = new ArrayList<>();
        for (Resource resource : List.of(Resource.SECRETS, Resource.CONFIG_MAPS)) {
            ApiRequest ask = ApiRequest.list(target, resource);
            reader.listMetadata(ask, "owner=helm").forEach(one -> there.add(new Existing(resource, Meta.of(ask, one))));
        }
        there.sort(Comparator.comparing((Existing one) -> RecordName.number(target.release(), one.meta().name()).orElse(0)).reversed());
        ApiRequest maps = ApiRequest.list(target, Resource.CONFIG_MAPS);
        reader.listMetadataByFields(maps, "metadata.name=" + DrillObjects.CONFIG_MAP)
                .forEach(one -> there.add(new Existing(Resource.CONFIG_MAPS, Meta.of(maps, one))));
        return there;
    }

    private Optional<DrillRefused> removed(List<Existing> there) {
        for (Existing one : there) {
            begun = true;
            Meta meta = one.meta();
            ApiRequest ask = ApiRequest.named(target, "delete", one.resource(), meta.name());
            Optional<DrillRefused> no = switch (GuardedDelete.send(writer, ask,
                    new SecretRef(meta.name(), meta.uid(), meta.resourceVersion()))) {
                case DeleteAnswer.Done done -> Optional.empty();
                case DeleteAnswer.Gone gone -> Optional.empty();
                case DeleteAnswer.Forbidden(String why) -> Optional.of(new DrillRefused(why, true, made));
                case DeleteAnswer.Changed(String why) -> Optional.of(new DrillRefused(why, false, made));
                case DeleteAnswer.Held held -> Optional.of(new DrillRefused(one.words() + " stays: " + held.words(), false, made));
            };
            if (no.isPresent()) return no;
        }
        return Optional.empty();
    }

    private DrillAnswer written() {
        DrillObjects objects = new DrillObjects(target, clients.now());
        ObjectNode stuck = objects.stuck();
        return created(Resource.CONFIG_MAPS, objects.configMap()).or(() -> created(Resource.SECRETS, objects.deployed()))
                .or(() -> later(stuck)).<DrillAnswer>map(no -> no).orElseGet(() -> new DrillMade(name(stuck)));
    }

    /** What is made in one second looks as if the stuck upgrade had come to it. */
    private Optional<DrillRefused> later(ObjectNode stuck) {
        clients.pause(APART);
        return created(Resource.SECRETS, stuck);
    }

    private Optional<DrillRefused> created(Resource resource, ObjectNode object) {
        begun = true;
        ApiRequest ask = ApiRequest.named(target, "create", resource, name(object));
        ApiResponse answer = writer.create(ask, object.toString(), DrillObjects.CONFIG_MAP);
        if (answer.code() == 201 && answer.ofKind(resource.kind()).isPresent()) {
            made.add(resource.kind() + " " + name(object));
            return Optional.empty();
        }
        if (Creation.exists(answer)) {
            return Optional
                    .of(new DrillRefused(resource.kind() + " " + name(object) + " is there by now: somebody else is at work in namespace "
                            + target.namespace(), false, made));
        }
        String why = Creation.refusal(ask, answer).orElseThrow(() -> ClusterErrors.answer(ask, answer));
        return Optional.of(new DrillRefused(why, answer.code() != 413, made));
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }
}
