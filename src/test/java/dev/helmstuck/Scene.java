package dev.helmstuck;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.slack.Message;

/** What people see of a remediation in the channel, and what Bob does about it. */
record Scene(World world) {
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

    List<Message> requests() {
        return messages().stream().filter(message -> World.key(message).startsWith("request:")).toList();
    }

    /** The newest approval request. */
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

    /** Bob says yes to the newest request, if there is one that is open and complete and he has not done so. */
    void sayYes() {
        request().filter(request -> !closed(request) && !saysYes(request) && request.reacted("x").contains(world.slack().botUserId()))
                .ifPresent(request -> world.slack().react(World.BOB, World.CHANNEL, request.ts(), YES));
    }

    /** Bob takes his yes back; returns whether there was one. */
    boolean takeBack() {
        Optional<Message> request = request().filter(this::saysYes);
        request.ifPresent(said -> world.slack().unreact(World.BOB, World.CHANNEL, said.ts(), YES));
        return request.isPresent();
    }

    String transcript() {
        return world.slack().transcript(World.CHANNEL);
    }
}
