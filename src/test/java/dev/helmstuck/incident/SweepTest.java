package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.MALLORY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.testing.CopiedRelease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several targets at once: one thread, a line for each, and each with its own fate. */
@Execution(ExecutionMode.CONCURRENT)
class SweepTest {
    private static final String TARGETS = """
            policy:
              channels: ['^inc-', '^incident-']
              approvers: { groups: [S0SRE] }
              requesters: { groups: [S0SRE] }
              deadline: 15m
              sampleGap: 1s
            targets:
              gitlab-cny: { environment: gprd, cluster: gprd-gitlab-gke, namespace: gitlab-cny, release: gitlab-cny, %1$s }
              gitlab-empty: { environment: gprd, cluster: gprd-gitlab-gke, namespace: nothing-here, release: gitlab-cny, %1$s }
              gitlab-away: { environment: gprd, cluster: gprd-gitlab-gke, namespace: gitlab-away, release: gitlab-cny, %1$s }
              gitlab-two: { environment: gprd, cluster: gprd-gitlab-gke, namespace: gitlab-two, release: gitlab-cny, %1$s }
              gitlab-fine: { environment: gprd, cluster: gprd-gitlab-gke, namespace: gitlab-fine, release: gitlab-cny, %1$s }
              staging: { environment: gstg, cluster: gprd-gitlab-gke, namespace: nothing-there, release: gitlab-cny, %1$s }
            """
            .formatted("ci: { project: " + World.PROJECT + ", jobs: '^gprd-cny:(upgrade|auto-deploy)$', helmTimeout: 1h, atomic: true }");

    @TempDir
    Path dir;

    private Incident prepared(Mode mode) {
        return prepared(dir, mode);
    }

    /** Two of five targets are stuck, one is not, one is not there, and one cannot be asked. */
    static Incident prepared(Path dir, Mode mode) {
        Incident incident = Incident.prepare(dir, mode);
        incident.world.targets(TARGETS);
        CopiedRelease.into(incident.cluster, "gitlab-two", true);
        CopiedRelease.into(incident.cluster, "gitlab-fine", false);
        incident.cluster.faults().always(request -> request.namespace().equals("gitlab-away"), Fault.unavailable());
        return incident;
    }

    private static List<Message> bots(Incident incident) {
        return incident.slack().messages(CHANNEL).stream().filter(message -> message.user().equals(incident.slack().botUserId())).toList();
    }

    private static List<Message> of(Incident incident, String target, String key) {
        return incident.messages(key).stream().filter(message -> incident.audit("command").stream()
                .anyMatch(row -> row.object().equals(target) && row.remediation().equals(World.remediation(message)))).toList();
    }

    private static Message first(Incident incident) {
        List<Message> roots = incident.messages("root");
        assertThat(roots).hasSize(1);
        return incident.now(roots.getFirst());
    }

    private static void says(Incident incident, String... words) {
        incident.patiently("the first message says " + List.of(words), () -> incident.messages("root").size() == 1
                && List.of(words).stream().allMatch(first(incident).text()::contains));
    }

    private static long open(Incident incident) {
        return incident.world.read("SELECT id FROM sweep WHERE is_open = 1").size();
    }

    @ParameterizedTest
    @EnumSource
    void a_sweep_is_one_thread_with_a_line_for_each_target_and_each_stuck_one_has_its_own_fate(Mode mode) {
        try (Incident incident = prepared(mode).go()) {
            assertThat(incident.type(ALICE, "gprd").text()).contains("gprd", "gitlab-cny", "gitlab-two", "gitlab-away")
                    .doesNotContain("staging");
            incident.patiently("both are asked about", () -> incident.audit("request").size() == 2);
            says(incident, "gprd, 5 targets: 2 wait for a second engineer, 2 are blocked, 1 is not stuck",
                    "gitlab-cny is stuck at revision 1234",
                    "gitlab-two is stuck at revision 1234", "gitlab-empty: blocked. ", "gitlab-away: blocked. ", "gitlab-fine is not stuck",
                    "the request", "all that stops it");
            incident.yes(BOB, of(incident, "gitlab-cny", "request:").getFirst());
            incident.no(CAROL, of(incident, "gitlab-two", "request:").getFirst());
            incident.patiently("all have ended", () -> incident.audit("end").size() == 5);
            says(incident, "1 is still stuck", "1 is unlocked, its deploy not proven", "gitlab-cny: Helm is unlocked", "gitlab-two: ",
                    "how it ended");
            incident.patiently("the sweep is told", () -> open(incident) == 0);

            Message root = first(incident);
            assertThat(root.thread()).isEmpty();
            assertThat(bots(incident).stream().filter(message -> !message.ts().equals(root.ts())))
                    .allSatisfy(message -> assertThat(message.thread()).contains(root.ts()));
            assertThat(of(incident, "gitlab-fine", "")).isEmpty();
            for (String blocked : List.of("gitlab-empty", "gitlab-away"))
                assertThat(of(incident, blocked, "")).singleElement().satisfies(last -> {
                    assertThat(last.broadcast()).isFalse();
                    assertThat(last.text()).contains("The record as Markdown",
                            "history " + blocked + " --markdown --id " + World.remediation(last));
                });
            assertThat(of(incident, "gitlab-cny", "last")).singleElement().satisfies(last -> assertThat(last.broadcast()).isTrue());
            assertThat(of(incident, "gitlab-cny", "")).allSatisfy(message -> assertThat(message.text()).contains("gitlab-cny"));
            assertThat(incident.deletes()).singleElement()
                    .satisfies(delete -> assertThat(delete.namespace()).isEqualTo(Incident.NAMESPACE));
            incident.everyMessageIsProper();
        }
    }

    @Test
    void a_restart_in_the_middle_goes_on_and_the_thread_begins_once() {
        try (Incident incident = prepared(Mode.SOCKET).go()) {
            incident.type(ALICE, "gprd");
            incident.until("it is begun", () -> incident.audit("command").size() == 5);
            incident.world.stop();
            incident.go();
            incident.patiently("both are asked about", () -> incident.audit("request").size() == 2);
            incident.world.stop();
            incident.yes(BOB, of(incident, "gitlab-cny", "request:").getFirst());
            incident.go();
            incident.type(ALICE, "cancel gprd");
            assertThat(incident.answers(ALICE, 1)).singleElement().satisfies(answer -> assertThat(answer.text()).contains("gitlab-two"));
            incident.patiently("all have ended", () -> incident.audit("end").size() == 5);
            incident.patiently("the sweep is told", () -> open(incident) == 0);
            says(incident, "gprd, 5 targets: 2 are blocked", "1 is not stuck");
            assertThat(incident.messages("root")).hasSize(1);
        }
    }

    @Test
    void without_a_target_every_release_is_looked_at_and_one_that_is_open_is_linked_to() {
        try (Incident incident = prepared(Mode.SOCKET).go()) {
            Message request = incident.asked();
            Message its = first(incident);
            incident.type(BOB, "");
            incident.patiently("all others have ended, or are asked about", () -> incident.audit("end").size() == 4
                    && incident.audit("request").size() == 2);
            Message root = incident.messages("root").stream().filter(message -> !message.ts().equals(its.ts())).findFirst().orElseThrow();
            incident.patiently("its lines", () -> incident.now(root).text().contains("gitlab-cny: is already being looked at")
                    && incident.now(root).text().contains("staging: blocked"));
            assertThat(incident.now(root).text()).contains("Every release here, 6 targets", "staging: blocked",
                    "https://acme.slack.com/archives/" + CHANNEL + "/p" + its.ts().replace(".", ""));
            incident.yes(CAROL, request);
            incident.patiently("its end is told there, too", () -> incident.now(root).text().contains("gitlab-cny: Helm is unlocked"));
        }
    }

    @Test
    void a_first_message_whose_answer_was_lost_is_not_posted_twice() {
        try (Incident incident = prepared(Mode.SOCKET)) {
            incident.slack().faults().next("chat.postMessage", SlackFault.lostAnswer());
            incident.go().type(ALICE, "gprd");
            incident.patiently("both are asked about", () -> incident.audit("request").size() == 2);
            says(incident, "2 wait for a second engineer");
        }
    }

    @Test
    void a_sweep_that_is_asked_for_in_a_thread_stays_in_it() {
        try (Incident incident = prepared(Mode.SOCKET).go()) {
            Message thread = incident.slack().say(BOB, CHANNEL, "Deploys fail everywhere.");
            incident.slack().reply(ALICE, CHANNEL, thread.ts(), "<@" + incident.slack().botUserId() + "> gprd-gitlab-gke");
            incident.patiently("both are asked about", () -> incident.audit("request").size() == 2);
            says(incident, "gprd-gitlab-gke, 6 targets");
            assertThat(bots(incident)).allSatisfy(message -> assertThat(message.thread()).contains(thread.ts()));
        }
    }

    /** The API server answers none of ten before it is asked by all, kind by kind: so each step of the ten goes on at once. */
    @Test
    void ten_targets_make_ten_times_the_calls_of_one_at_most_and_take_no_longer() {
        List<String> ten = IntStream.range(0, 10).mapToObj(each -> "zonal-" + each).toList();
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            String target = "  %1$s: { environment: %2$s, cluster: gprd-gitlab-gke, namespace: %1$s, release: gitlab-cny, "
                    + TARGETS.lines().filter(line -> line.contains("gitlab-cny:")).findFirst().orElseThrow().replaceFirst(".*(ci: )", "$1");
            incident.world.targets(TARGETS.replaceFirst("(?s)targets:.*", "targets:\n") + target.formatted(Incident.NAMESPACE, "one") + "\n"
                    + String.join("\n", ten.stream().map(name -> target.formatted(name, "ten")).toList()) + "\n");
            ten.forEach(namespace -> CopiedRelease.into(incident.cluster, namespace, true));
            incident.go();
            Map<String, Integer> one = calls(incident, "one", 1);
            Gathering gathering = new Gathering(ten);
            incident.cluster.faults().always(gathering, Fault.reset());
            Map<String, Integer> all = calls(incident, "ten", 11);
            System.out
                    .println("a sweep of one target: " + one + " calls, of ten: " + all + "; all ten at once: " + gathering.kinds.keySet());
            assertThat(all).allSatisfy((system, many) -> assertThat(many).as(system).isLessThanOrEqualTo(10 * one.get(system)));
            assertThat(gathering.alone).isEmpty();
            assertThat(gathering.kinds.keySet()).contains("list secrets", "list pods", "list deployments");
        }
    }

    /** How many calls of each system it takes until people are asked about all. */
    private static Map<String, Integer> calls(Incident incident, String name, int requests) {
        Map<String, Integer> before = calls(incident);
        incident.type(ALICE, name);
        incident.patiently("all are asked about", () -> incident.audit("request").size() == requests);
        Map<String, Integer> after = new TreeMap<>(calls(incident));
        before.forEach((system, many) -> after.merge(system, -many, Integer::sum));
        return after;
    }

    private static Map<String, Integer> calls(Incident incident) {
        return Map.of("cluster", incident.cluster.requests().size(), "GitLab", incident.gitlabRequests().size(), "Slack",
                incident.slack().calls().size());
    }

    /** Lets nobody's first question of a kind through before all have put it. */
    private static final class Gathering implements Predicate<ApiRequest> {
        private static final Duration BOUND = Duration.ofSeconds(20);
        private final List<String> namespaces;
        private final Map<String, CountDownLatch> kinds = new ConcurrentHashMap<>();
        private final Set<String> asked = ConcurrentHashMap.newKeySet();
        private final Set<String> alone = ConcurrentHashMap.newKeySet();

        Gathering(List<String> namespaces) {
            this.namespaces = namespaces;
        }

        @Override
        public boolean test(ApiRequest request) {
            String kind = request.verb() + " " + request.kind().map(it -> it.toString().toLowerCase(Locale.ROOT) + "s").orElse("");
            if (!request.verb().equals("list") || !namespaces.contains(request.namespace())) return false;
            CountDownLatch latch = kinds.computeIfAbsent(kind, each -> new CountDownLatch(namespaces.size()));
            if (asked.add(kind + " " + request.namespace())) latch.countDown();
            try {
                if (!latch.await(BOUND.toSeconds(), TimeUnit.SECONDS)) alone.add(kind);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
    }

    @Test
    void who_may_ask_for_none_of_them_is_refused_once() {
        try (Incident incident = prepared(Mode.SOCKET).go()) {
            incident.type(MALLORY, "gprd");
            assertThat(incident.answers(MALLORY, 1)).singleElement()
                    .satisfies(answer -> assertThat(answer.text()).contains("You cannot start"));
            AuditRow row = incident.audited("refused command");
            assertThat(row.object()).contains("gprd");
            assertThat(bots(incident)).isEmpty();
            assertThat(incident.slack().calls("conversations.info")).hasSize(1);
        }
    }
}
