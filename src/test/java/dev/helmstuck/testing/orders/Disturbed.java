package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.flow.engine.EngineOfATest;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Conversation.Reaction;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Tone;
import dev.helmstuck.testing.Some;
import dev.helmstuck.testing.orders.FakeChat.ChatMessage;
import dev.helmstuck.testing.orders.Ground.Party;

/** One play in the world of the random orders, without chance but for the order of its threads, disturbed at one moment. */
final class Disturbed {
    private static final List<String> APPROVERS = List.of("UANN", "UCAT");
    private static final Duration MINUTE = Duration.ofSeconds(61);
    private static final int MINUTES_AWAY = 14;
    private static final int MOST_ROUNDS = 12;

    /** What is played. */
    enum Plot {
        /** Two targets are stuck, a third one is not, and Ann says yes to each. */
        SWEEP(3, 2),
        /** Nothing but somebody's word says that the owner is dead, and two people believe it. */
        VOUCHED(1, 1);

        private final int targets;
        private final int stuck;

        Plot(int targets, int stuck) {
            this.targets = targets;
            this.stuck = stuck;
        }
    }

    /** What happens at the moment. */
    enum Disturbance {
        NONE,
        KILLED,
        /** Killed, and another process goes on. */
        TAKEN_OVER,
        /** It stands still for so long that another process goes on, and then it goes on itself. */
        FROZEN,
        NO_ANSWER,
        LOST_ANSWER,
        STORE_AWAY,
        CHAT_AWAY,
        CLUSTER_AWAY,
        GITLAB_AWAY;

        boolean at(String moment) {
            return switch (this) {
                case NONE -> false;
                case KILLED, TAKEN_OVER -> true;
                // what is sent right after the last question whether it still may be sent, is sent
                case FROZEN -> moment.startsWith("during ");
                case NO_ANSWER -> moment.startsWith("before ");
                case LOST_ANSWER, STORE_AWAY, CHAT_AWAY, CLUSTER_AWAY, GITLAB_AWAY -> moment.startsWith("after ");
            };
        }

        Optional<Party> away() {
            return switch (this) {
                case STORE_AWAY -> Optional.of(Party.STORE);
                case CHAT_AWAY -> Optional.of(Party.CHAT);
                case CLUSTER_AWAY -> Optional.of(Party.CLUSTER);
                case GITLAB_AWAY -> Optional.of(Party.GITLAB);
                case NONE, KILLED, TAKEN_OVER, FROZEN, NO_ANSWER, LOST_ANSWER -> Optional.empty();
            };
        }

        /** Whether everything is done all the same. */
        boolean harmless() {
            return this == NONE || this == KILLED || this == TAKEN_OVER || this == FROZEN;
        }
    }

    private final Plot plot;
    private final Disturbance disturbance;
    private final int at;
    private final Ground ground = new Ground(new Chance(1), new Count(), Optional.empty());
    private final List<String> passed = new ArrayList<>();
    private boolean ended;

    Disturbed(Plot plot, Disturbance disturbance, int at) {
        this.plot = plot;
        this.disturbance = disturbance;
        this.at = at;
        ground.mood = Mood.CALM;
        ground.targets(plot.targets);
        ground.clusters.stream().skip(plot.stuck).forEach(FakeCluster::healthy);
        ground.script = Optional.of(this::passes);
        Bugs.tellTo(ground);
    }

    /** Plays it to its end; the moments that it passed. */
    List<String> play() {
        start();
        if (disturbance == Disturbance.TAKEN_OVER || disturbance == Disturbance.FROZEN) start();
        type();
        for (int round = 0; round < MOST_ROUNDS && !over(); round++) {
            raise();
            // nothing of it was written down: whoever typed it types it again
            if (ground.store.all().isEmpty() && ground.silent.isEmpty()) type();
            if (!ground.silent.isEmpty()) comesBack();
            approve();
            ground.clock.advance(MINUTE);
            tick();
        }
        // it may have died of the last thing that there was to do
        raise();
        ended = ground.comesToAnEnd();
        ground.oracle.end();
        return List.copyOf(passed);
    }

    private boolean over() {
        return !ground.store.all().isEmpty() && ground.store.all().stream().allMatch(it -> it.state() instanceof State.Closed);
    }

    private void passes(Replica speaking, String moment) {
        passed.add(moment);
        if (passed.size() - 1 != at) return;
        switch (disturbance) {
            case NONE -> {
            }
            case KILLED, TAKEN_OVER -> speaking.die();
            case FROZEN -> goesOn(speaking);
            case NO_ANSWER, LOST_ANSWER -> throw new UnavailableException("the other side", "no answer");
            case STORE_AWAY, CHAT_AWAY, CLUSTER_AWAY, GITLAB_AWAY -> ground.silent.add(disturbance.away().orElseThrow());
        }
    }

    private void goesOn(Replica frozen) {
        ground.clock.advance(EngineOfATest.LEASE.plusSeconds(1));
        ground.replicas.stream().filter(each -> each != frozen).forEach(other -> {
            other.run(other.timer::tick);
            other.drain();
        });
    }

    private void start() {
        Policy policy = new Policy(Some.policy().channels(), new Members(Set.copyOf(APPROVERS), Set.of()), new Members(Set.of(), Set.of()),
                1,
                Duration.ofMinutes(45), Duration.ofSeconds(15), List.of("white_check_mark"), List.of("x"), true);
        ground.replicas.add(new Replica("replica " + ground.replicas.size(), ground,
                ground.clusters.stream().map(each -> new ConfiguredTarget(each.target, policy)).toList()));
    }

    /** In the place of a dead one comes a new one, unless another is there already. */
    private void raise() {
        ground.replicas.removeIf(Replica::dead);
        if (ground.replicas.isEmpty()) {
            start();
            ground.clock.advance(EngineOfATest.LEASE.plusSeconds(1));
        }
        tick();
    }

    private void comesBack() {
        for (int minute = 0; minute < MINUTES_AWAY; minute++) {
            ground.clock.advance(MINUTE);
            tick();
        }
        ground.silent.clear();
        tick();
    }

    private void tick() {
        List.copyOf(ground.replicas).forEach(replica -> {
            replica.run(replica.timer::tick);
            replica.drain();
        });
    }

    private void type() {
        Replica replica = ground.replicas.getFirst();
        if (plot == Plot.VOUCHED) {
            ground.cluster.gitlab.owner = FakeGitlab.Owner.CANCELED;
            if (ground.store.all().isEmpty() && passed.isEmpty()) ground.cluster.lately();
            Happening.command(ground, replica, "URUTH", Estate.FIRST + " --owner-dead \"" + Happening.WORD + "\"");
        } else {
            Happening.command(ground, replica, "URUTH", Estate.GROUP);
        }
        replica.drain();
    }

    private void approve() {
        for (ChatMessage request : ground.chat.requests()) {
            if (request.now.tone() != Tone.ASKING) continue;
            APPROVERS.stream().limit(plot == Plot.VOUCHED ? 2 : 1).forEach(user -> {
                request.reactions.add(new Reaction("white_check_mark", user));
                List.copyOf(ground.replicas).forEach(replica -> {
                    replica.run(() -> replica.inbox.reaction("E" + ground.op(), request.ref));
                    replica.drain();
                });
            });
        }
    }

    /** What is not as it should be, if anything is. */
    Optional<String> wrong() {
        if (ground.violation().isPresent()) return ground.violation().map(Ground.Violation::what);
        if (!ended) return Optional.of("it never ends");
        long unlocked = ground.store.all().stream().filter(it -> it.state() instanceof State.Closed(var ending)
                && ending.outcome() == Outcome.UNLOCKED).count();
        boolean done = ground.count.deletes == plot.stuck && unlocked == plot.stuck && ground.store.all().size() == plot.targets;
        return done || !disturbance.harmless() ? Optional.empty() : Optional.of("not all is done: " + ground.count);
    }
}
