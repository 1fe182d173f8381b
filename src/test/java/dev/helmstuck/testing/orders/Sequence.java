package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.flow.engine.EngineOfATest;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Copies.Copy;

/** One random order of events from one seed, and then calm until everything has ended. */
final class Sequence {
    private static final List<Pattern> CHANNELS = List.of(Pattern.compile("^inc-"));
    private static final Members ANYBODY = new Members(Set.of(), Set.of());
    private static final int MOST_EVENTS = 50;
    /** How many of a hundred sequences have several targets, and sweeps over them. */
    private static final int SWEEPING = 12;

    private final Ground ground;
    private final Chance chance;
    private List<ConfiguredTarget> configured;
    private int born;

    private Sequence(Ground ground) {
        this.ground = ground;
        this.chance = ground.chance;
        if (chance.below(100) < SWEEPING) ground.targets(2 + chance.below(2));
        this.configured = configuration();
        ground.reruns = chance.of(0.5);
        int replicas = chance.of(0.4) ? 2 : 1;
        for (int each = 0; each < replicas; each++)
            ground.replicas.add(replica());
    }

    /** Runs the sequence of this seed; what it violated, if it did. */
    static Optional<Ground.Violation> run(long seed, Count count, Optional<List<String>> story) {
        Ground ground = new Ground(new Chance(seed), count, story);
        Bugs.tellTo(ground);
        try {
            new Sequence(ground).run();
        } catch (RuntimeException | Error odd) {
            ground.violated("the sequence itself failed: " + odd, odd);
        }
        return ground.violation();
    }

    private List<ConfiguredTarget> configuration() {
        Policy policy = policy();
        return ground.clusters.stream().map(each -> new ConfiguredTarget(each.target, chance.of(0.8) ? policy : policy())).toList();
    }

    private Policy policy() {
        Members approvers = chance.of(0.5) ? FakePeople.NAMED : FakePeople.NAMED_AND_GROUP;
        Members requesters = chance.of(0.8) ? ANYBODY : FakePeople.NAMED_AND_GROUP;
        return new Policy(CHANNELS, approvers, requesters, chance.of(0.7) ? 1 : 2, Duration.ofMinutes(15),
                Duration.ofSeconds(15), List.of("white_check_mark", "+1"), List.of("x"), chance.of(0.9));
    }

    private Replica replica() {
        return new Replica("replica " + ++born, ground, configured);
    }

    private void run() {
        ground.count.sequences++;
        ground.note(() -> ground.mood + ", " + ground.replicas.size() + " replicas, "
                + configured.stream().map(ConfiguredTarget::policy).toList());
        if (chance.of(0.2)) Happening.cluster(ground);
        ground.clusters.stream().skip(1).filter(each -> chance.of(0.3)).forEach(FakeCluster::healthy);
        int events = 5 + chance.below(26);
        open();
        for (int each = 0; each < events && ground.violation().isEmpty(); each++) {
            ground.count.events++;
            ground.clock.advance(Duration.ofMillis(1 + chance.below(3000)));
            if (rerunIsUnderWay() && chance.of(0.6)) {
                rerunEvent();
            } else {
                event();
            }
            settle();
            // it is the later part of a remediation, which few events would come to
            if (rerunIsUnderWay() && events < MOST_EVENTS) events++;
        }
        if (ground.violation().isEmpty()) calm();
        if (ground.violation().isEmpty()) ground.oracle.end();
    }

    private boolean rerunIsUnderWay() {
        return ground.clusters.stream().map(each -> ground.store.openFor(each.target.name())).flatMap(Optional::stream)
                .anyMatch(it -> it.unlocked().isPresent());
    }

    private void rerunEvent() {
        Optional<FakeCluster> runs = ground.clusters.stream().filter(each -> each.gitlab.runningAgain().isPresent()).findFirst();
        if (runs.isPresent() && chance.of(0.6)) {
            String what = runs.get().jobGoesOn(chance);
            ground.note(() -> what);
            tick();
        } else {
            Happening.goodYes(ground);
        }
    }

    private void event() {
        int choice = chance.below(100);
        if (choice < 14) {
            open();
        } else if (choice < 34) {
            Happening.goodYes(ground);
        } else if (choice < 44) {
            Happening.anyReaction(ground);
        } else if (choice < 50) {
            Happening.takeBack(ground);
        } else if (choice < 52) {
            Happening.cancel(ground, anyone());
        } else if (choice < 74) {
            tick();
        } else if (choice < 84) {
            world();
        } else {
            trouble();
        }
    }

    private void open() {
        String target = ground.anyCluster().target.name();
        boolean busy = ground.store.openFor(target).isPresent();
        if (busy && !chance.of(0.2)) {
            Happening.goodYes(ground);
            return;
        }
        String user = chance.of(0.6) ? "URUTH" : chance.one(chance.of(0.7) ? FakePeople.FULL : FakePeople.OTHERS);
        List<Copy> copies = ground.cluster(target).copies();
        if (chance.of(copies.isEmpty() ? 0.02 : 0.4)) {
            Happening.command(ground, anyone(), user, "restore " + target
                    + (copies.isEmpty() || chance.of(0.3) ? "" : " " + chance.one(copies).self().name()));
            return;
        }
        boolean sweep = ground.clusters.size() > 1 && chance.of(0.7);
        Happening.command(ground, anyone(), user, sweep
                ? chance.one(Estate.GROUP, Estate.GROUP, "")
                : target + (chance.of(0.3) ? Happening.vouching(ground, target) : "")
                        + (chance.of(0.3) ? " --incident " + (chance.of(0.8) ? FakeIncidents.THERE : 7) : ""));
    }

    private Replica anyone() {
        return chance.one(ground.replicas);
    }

    private void tick() {
        Duration passes = switch (chance.below(12)) {
            case 0, 1, 2, 3 -> Duration.ofSeconds(1 + chance.below(9));
            case 4, 5, 6 -> Duration.ofSeconds(61);
            case 7 -> EngineOfATest.LEASE.plusSeconds(1);
            case 8 -> Duration.ofMinutes(3);
            case 9 -> EngineOfATest.PATIENCE.plusSeconds(1);
            case 10 -> Duration.ofMinutes(15);
            default -> Duration.ofMinutes(14).plusSeconds(chance.below(60));
        };
        ground.note(() -> passes + " pass");
        ground.replicas.forEach(Replica::drain);
        ground.clock.advance(passes);
        for (Replica replica : ground.replicas)
            if (chance.of(0.8)) replica.run(replica.timer::tick);
    }

    private void world() {
        int choice = chance.below(10);
        if (choice < 4) {
            Happening.cluster(ground);
        } else if (choice < 7) {
            FakeCluster one = ground.anyCluster();
            String what = one.stuckAgain();
            ground.note(() -> one.target.name() + ": " + what);
        } else if (choice < 9) {
            Happening.people(ground);
        } else {
            configured = chance.of(0.3) ? configuration().subList(0, ground.clusters.size() - 1) : configuration();
            ground.note(() -> "configured from the next start on: " + configured.stream().map(ConfiguredTarget::policy).toList());
        }
    }

    private void trouble() {
        switch (chance.below(8)) {
            case 0, 1 -> {
                Ground.Party system = chance.one(Ground.Party.values());
                ground.silent.add(system);
                ground.note(() -> system.words() + " is silent from now on");
            }
            case 2, 3, 4 -> {
                ground.silent.clear();
                ground.note(() -> "every system answers again");
            }
            case 5, 6 -> {
                Replica gone = anyone();
                ground.note(() -> gone + " is stopped");
                gone.die();
                raise(1);
            }
            default -> {
                Replica replica = anyone();
                ground.note(() -> replica + " is connected again");
                replica.run(replica.inbox::connected);
            }
        }
    }

    /** Lets the background work, mostly to its end, and starts processes in place of dead ones, mostly soon. */
    private void settle() {
        for (Replica replica : List.copyOf(ground.replicas))
            replica.drain(chance.of(0.9) ? Integer.MAX_VALUE : chance.below(5));
        raise(0.7);
    }

    private void raise(double soon) {
        for (int each = 0; each < ground.replicas.size(); each++) {
            if (!ground.replicas.get(each).dead() || !chance.of(soon)) continue;
            ground.count.restarts++;
            Replica fresh = replica();
            ground.replicas.set(each, fresh);
            ground.note(() -> fresh + " is started");
            if (chance.of(0.7)) fresh.run(fresh.inbox::connected);
            fresh.run(fresh.timer::tick);
        }
    }

    private void calm() {
        ground.note(() -> "from here on everything is calm");
        ground.mood = Mood.CALM;
        ground.silent.clear();
        raise(1);
        if (!ground.comesToAnEnd()) ground.violated("it never ends: " + ground.store.all(), null);
    }
}
