package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;

/** What people see of a remediation in the channel, and what Bob does about it. */
record Scene(World world) {
    private static final String SECRET = "sh.helm.release.v1.gitlab-cny.v1234";
    private static final String YES = "white_check_mark";

    /** The stuck release of the recorded story, in a simulated cluster. */
    static World stuck(Path place, ClusterSimulator cluster) {
        Instant stuckSince = Instant.now().minus(Duration.ofMinutes(25));
        cluster.load("/records/gitlab-cny.json", stuckSince);
        World world = new World(place, cluster.kubeconfig(place, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny");
        world.culprit(stuckSince);
        world.slack().rateLimits().off();
        return world;
    }

    List<Message> messages() {
        return world.slack().messages(World.CHANNEL);
    }

    List<Message> roots() {
        return messages().stream().filter(message -> message.thread().isEmpty()).toList();
    }

    List<Message> broadcasts() {
        return messages().stream().filter(Message::broadcast).toList();
    }

    /** What people were asked: whether to delete, and whether to rerun. */
    List<Message> requests() {
        return messages().stream().filter(message -> World.key(message).startsWith("request:") || isOfRerun(message)).toList();
    }

    static boolean isOfRerun(Message message) {
        return World.key(message).startsWith("rerun:");
    }

    /** The newest of them. */
    Optional<Message> request() {
        return requests().stream().reduce((older, newer) -> newer);
    }

    boolean closed() {
        return request().filter(Scene::closed).isPresent();
    }

    private static boolean closed(Message request) {
        return request.text().contains("Request closed");
    }

    boolean saysYes(Message request) {
        return request.reacted(YES).contains(World.BOB);
    }

    /** The newest request, if it is open and complete and Bob has not said yes. */
    Optional<Message> unanswered() {
        return request().filter(this::isUnanswered);
    }

    /** Whether it is open and complete and Bob has not said yes. */
    boolean isUnanswered(Message request) {
        return !closed(request) && !saysYes(request) && request.reacted("x").contains(world.slack().botUserId());
    }

    /** Bob says yes to the newest request, if it waits for that. */
    void sayYes() {
        unanswered().ifPresent(request -> world.slack().react(World.BOB, World.CHANNEL, request.ts(), YES));
    }

    /** Bob says yes as soon as he is asked, unless he has done so or that comes first. */
    void sayYesOnceAsked(Duration atMost, BooleanSupplier unless) {
        world.slack().await(atMost,
                () -> unless.getAsBoolean() || unanswered().isPresent() || request().filter(this::saysYes).isPresent());
        if (!unless.getAsBoolean()) sayYes();
    }

    /** Bob takes his yes back; returns whether there was one. */
    boolean takeBack() {
        Optional<Message> request = request().filter(this::saysYes);
        request.ifPresent(said -> world.slack().unreact(World.BOB, World.CHANNEL, said.ts(), YES));
        return request.isPresent();
    }

    /** One delete with one copy, one last message that says so, and one root message. */
    void assertResolvedOnce(ClusterSimulator cluster, String where) {
        assertThat(broadcasts()).as(where).singleElement()
                .satisfies(last -> assertThat(last.text()).contains(": Helm is unlocked. Next: "));
        assertThat(cluster.get(Kind.SECRET, "gitlab-cny", SECRET)).as(where).isEmpty();
        assertThat(cluster.requests().stream().filter(request -> request.verb().equals("delete") && !request.dryRun())).as(where)
                .hasSize(1);
        assertThat(cluster.list(Kind.SECRET, "gitlab-cny").stream()
                .filter(secret -> secret.path("type").asText().equals("helm-stuck/release-backup.v1"))).as(where).hasSize(1);
        assertThat(roots()).as(where).hasSize(1);
    }

    String transcript() {
        return world.slack().transcript(World.CHANNEL);
    }
}
