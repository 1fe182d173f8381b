package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.CONTEXT;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlashReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release to practise on is made stuck and repaired as in an incident, and nothing that a drill has not made is touched. */
class PractisedTest {
    private static final String PLACE = "helm-stuck-drill";
    private static final String STUCK = "sh.helm.release.v1.practice.v2";
    private static final String BELOW = "sh.helm.release.v1.practice.v1";
    private static final String DRILL = """
              practice:
                environment: gprd
                cluster: %s
                namespace: %s
                release: practice
                drill: true
                ci: { project: %s, jobs: '^gprd-cny:(upgrade|auto-deploy)$', helmTimeout: 1h }
            """.formatted(CONTEXT, PLACE, World.PROJECT);

    @TempDir
    Path dir;

    private Incident start() {
        Incident incident = Incident.prepare(dir, Mode.SOCKET);
        var unused = incident.cluster.put("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"" + PLACE + "\"}}");
        incident.world.targets(incident.world.targets() + DRILL);
        return incident.go();
    }

    private static Optional<ObjectNode> found(Incident incident, Kind kind, String name) {
        return incident.cluster.get(kind, PLACE, name);
    }

    private static String uid(Incident incident, String secret) {
        return found(incident, Kind.SECRET, secret).orElseThrow().at("/metadata/uid").asText();
    }

    private static List<ApiRequest> writes(Incident incident) {
        return incident.cluster.requests().stream().filter(request -> List.of("create", "delete").contains(request.verb()))
                .filter(request -> !request.path().contains("selfsubject")).toList();
    }

    private static List<Message> drill(Incident incident) {
        return incident.slack().messages(CHANNEL).stream().filter(message -> message.user().equals(incident.slack().botUserId())).toList();
    }

    private static void end(Incident incident, int ends) {
        incident.until("end " + ends, () -> incident.audit("end").size() == ends);
    }

    /** The job that the drill's pattern finds has failed, and in an incident it would be asked about: nobody reruns a real job in a drill. */
    @Test
    void it_is_played_as_an_incident_and_again_and_every_message_says_that_it_is_none() {
        try (Incident incident = start()) {
            incident.meanwhile(() -> incident.clock.advance(Duration.ofSeconds(2)));
            assertThat(incident.type(ALICE, "drill practice").text()).contains("DRILL", PLACE, CONTEXT);
            Message request = incident.request(1);
            String first = uid(incident, STUCK);
            assertThat(request.text()).contains("DRILL: Delete the record of revision 2 of practice", STUCK, first, "DRILL:* @sre-oncall: ",
                    "made by helm-stuck's drill", "Helm died before anything was applied", "data.revision 1 → 2");
            assertThat(incident.type(ALICE, "drill practice").acked()).isTrue();
            assertThat(incident.answers(ALICE, 1).getFirst().text()).contains("practice is already being looked at");
            assertThat(uid(incident, STUCK)).isEqualTo(first);

            incident.yes(ALICE, request);
            incident.whispers(ALICE, 1);
            incident.yes(BOB, request);
            end(incident, 1);
            assertThat(incident.audit("end").getFirst().result()).isEqualTo("UNLOCKED");
            assertThat(found(incident, Kind.SECRET, STUCK)).isEmpty();
            Message last = incident.messages("last").getFirst();
            assertThat(last.text()).contains("DRILL: practice: Helm is unlocked. Next: nothing, the drill is over",
                    "In an incident the deploy would be repeated now", "What is left of the drill", "/helm-stuck drill practice",
                    "backups practice --older-than 1d --remove", "helm status says deployed, revision 1")
                    .doesNotContain("gprd-cny:auto-deploy");

            incident.type(BOB, "drill practice");
            Message again = incident.request(2);
            assertThat(uid(incident, STUCK)).isNotEqualTo(first);
            incident.no(ALICE, again);
            end(incident, 2);
            assertThat(incident.messages("last").getLast().text()).contains("DRILL: practice: alice said no",
                    "type /helm-stuck practice again",
                    "to play it again");

            assertThat(drill(incident)).isNotEmpty().allSatisfy(message -> {
                assertThat(message.text()).containsPattern("^\\W*(?::\\w+:)?\\W*DRILL: ");
                assertThat(message.broadcast()).isFalse();
            });
            assertThat(incident.whispers(ALICE)).allSatisfy(whisper -> assertThat(whisper.text()).contains("DRILL: "));
            assertThat(incident.files(".md").getFirst()).startsWith("## DRILL: practice");
            assertThat(incident.audit("drill")).extracting(AuditRow::actor).containsExactly(ALICE, BOB);
            assertThat(incident.there(Incident.STUCK)).isTrue();
            assertThat(writes(incident)).allSatisfy(request1 -> assertThat(request1.path()).contains("/namespaces/" + PLACE + "/"));
            incident.everyMessageIsProper();
        }
    }

    @Test
    void nothing_is_touched_that_no_drill_has_made() {
        try (Incident incident = start()) {
            SlashReply real = incident.type(ALICE, "drill " + TARGET);
            assertThat(real.text()).contains("Nobody practises on " + TARGET, "To practise on: practice");
            assertThat(incident.type(ALICE, "drill").text()).contains("/helm-stuck drill practice");
            assertThat(incident.type(ALICE, "practice --incident 12345").text()).contains("It is a drill");

            ObjectNode foreign = incident.cluster.get(Kind.SECRET, Incident.NAMESPACE, Incident.BELOW).orElseThrow();
            foreign.withObject("/metadata").put("namespace", PLACE).remove(List.of("uid", "resourceVersion"));
            var unused = incident.cluster.put(foreign);
            incident.type(ALICE, "drill practice");
            assertThat(incident.answers(ALICE, 1).getLast().text()).contains("something else is there", Incident.BELOW,
                    "Nothing was touched");
            assertThat(incident.cluster.remove(Kind.SECRET, PLACE, Incident.BELOW)).isTrue();

            unused = incident.cluster
                    .put("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"helm-stuck-drill\","
                            + " \"namespace\": \"" + PLACE + "\"}}");
            incident.type(ALICE, "drill practice");
            assertThat(incident.answers(ALICE, 2).getLast().text()).contains("something else is there", "ConfigMap helm-stuck-drill");
            assertThat(writes(incident)).isEmpty();

            assertThat(incident.cluster.remove(Kind.CONFIG_MAP, PLACE, "helm-stuck-drill")).isTrue();
            assertThat(incident.cluster.remove(Kind.NAMESPACE, "", PLACE)).isTrue();
            incident.type(ALICE, "drill practice");
            assertThat(incident.answers(ALICE, 3).getLast().text()).contains("namespaces \"" + PLACE + "\" not found", "Nothing was made",
                    "create namespace " + PLACE);
            assertThat(incident.audit("command")).isEmpty();
        }
    }

    @Test
    void what_the_cluster_refuses_is_said_with_what_mends_it_and_what_is_half_made_is_taken_away_by_the_next() {
        try (Incident incident = start()) {
            incident.cluster.faults().always(ApiRequest.of("list", Kind.CONFIG_MAP), Fault.reset());
            incident.type(ALICE, "drill practice");
            assertThat(incident.answers(ALICE, 1).getLast().text()).contains("practice was not made stuck", "gave no answer",
                    "Nothing was made", "type /helm-stuck drill practice again");
            incident.cluster.faults().clear();

            Predicate<ApiRequest> second = ApiRequest.realCreate(Kind.SECRET)
                    .and(request -> request.body().at("/metadata/name").asText().equals(STUCK));
            incident.cluster.faults().next(second, Fault.reset());
            incident.type(ALICE, "drill practice");
            assertThat(incident.answers(ALICE, 2).getLast().text()).contains("practice was not made stuck", "gave no answer",
                    "Made before that: ConfigMap helm-stuck-drill, Secret " + BELOW, "The next drill takes it away");
            String half = uid(incident, BELOW);
            incident.type(ALICE, "drill practice");
            Message request = incident.request(1);
            assertThat(uid(incident, BELOW)).isNotEqualTo(half);
            incident.type(ALICE, "cancel practice");
            end(incident, 1);
            assertThat(request.text()).contains("DRILL");

            incident.cluster.withhold("create", Kind.CONFIG_MAP);
            incident.type(ALICE, "drill practice");
            assertThat(incident.answers(ALICE, 4).getLast().text()).contains("practice was not made stuck", "cannot create resource",
                    "Nothing was made", "kubectl --context " + CONTEXT + " create namespace " + PLACE,
                    "label namespace " + PLACE + " helm-stuck/drill=true",
                    "kubectl --context " + CONTEXT + " -n " + PLACE + " apply -k manifests/target/drill");
        }
    }
}
