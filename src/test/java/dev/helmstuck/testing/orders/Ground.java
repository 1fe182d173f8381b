package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.helmstuck.flow.engine.EngineOfATest;
import dev.helmstuck.remediation.State;
import dev.helmstuck.testing.FakeClock;
import dev.helmstuck.testing.MemoryRemediations;

/** All that is outside of the bot's processes and outlives them, and what may happen to a process while it talks to it. */
final class Ground {

    /** What a process talks to. */
    enum Party {
        STORE("the database"),
        CHAT("Slack"),
        CLUSTER("the cluster"),
        GITLAB("GitLab");

        private final String words;

        Party(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Longer than a job is followed. */
    private static final int MOST_ROUNDS = 72;
    private static final List<Duration> CALM_STEPS = List.of(Duration.ofSeconds(2), Duration.ofSeconds(61), EngineOfATest.PATIENCE,
            Duration.ofMinutes(15));

    final Chance chance;
    final FakeClock clock = new FakeClock();
    final MemoryRemediations store = new MemoryRemediations();
    final FakeChat chat = new FakeChat();
    final FakePeople people = new FakePeople();
    /** The first target's. */
    final FakeCluster cluster = new FakeCluster(clock);
    final List<FakeCluster> clusters = new ArrayList<>(List.of(cluster));
    final FakeIncidents incidents = new FakeIncidents(clock);
    final Oracle oracle = new Oracle(this);
    final Count count;
    final List<Replica> replicas = new ArrayList<>();
    final Set<Party> silent = EnumSet.noneOf(Party.class);
    Mood mood;
    /** Whether the bot has a token to rerun jobs with. */
    boolean reruns;
    Optional<Script> script = Optional.empty();
    private final Optional<List<String>> story;
    private Optional<Violation> violation = Optional.empty();
    private boolean happening;
    private boolean racing;
    private long ops;

    /** What a test wants to happen at certain words of a process: "before …", "after …" and "during …". */
    interface Script {
        void at(Replica replica, String moment);
    }

    /** The first thing that went wrong, with what was thrown if something was. */
    record Violation(String what, Optional<Throwable> thrown) {}

    /** @param story where to write down what happens, if somebody wants to read it */
    Ground(Chance chance, Count count, Optional<List<String>> story) {
        this.chance = chance;
        this.count = count;
        this.story = story;
        this.mood = Mood.of(chance);
    }

    /** Where a target is deployed to. */
    FakeCluster cluster(String target) {
        return clusters.stream().filter(each -> each.target.name().equals(target)).findFirst().orElseThrow();
    }

    /** So many targets in all. */
    void targets(int many) {
        while (clusters.size() < many)
            clusters.add(new FakeCluster(clock, Estate.TARGETS.get(clusters.size()), clusters.size()));
    }

    FakeCluster anyCluster() {
        return clusters.size() == 1 ? cluster : chance.one(clusters);
    }

    long op() {
        return ++ops;
    }

    void note(Supplier<String> what) {
        story.ifPresent(lines -> lines.add(clock.instant() + "  " + what.get()));
    }

    void violated(String what, Throwable thrown) {
        note(() -> "VIOLATED: " + what);
        if (violation.isEmpty()) violation = Optional.of(new Violation(what, Optional.ofNullable(thrown)));
    }

    Optional<Violation> violation() {
        return violation;
    }

    boolean silent(Party system) {
        return silent.contains(system) || chance.of(mood.fault());
    }

    /** Everything answers and nobody does anything any more; whether all comes to its end while time passes. */
    boolean comesToAnEnd() {
        mood = Mood.CALM;
        silent.clear();
        people.mend();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            for (FakeCluster each : clusters) {
                if (each.gitlab.runningAgain().isEmpty()) continue;
                String what = each.jobGoesOn(chance);
                note(() -> what);
            }
            for (Replica replica : replicas) {
                replica.run(replica.timer::tick);
                replica.drain();
            }
            if (store.all().stream().allMatch(it -> it.state() instanceof State.Closed) && store.openSweeps().isEmpty()) return true;
            clock.advance(CALM_STEPS.get(round % CALM_STEPS.size()));
        }
        return false;
    }

    /** Something may change outside at this very moment. */
    void meanwhile(String what) {
        meanwhile(what, 1);
    }

    /** @param weight how many times as likely as usual */
    void meanwhile(String what, int weight) {
        if (happening || !chance.of(mood.meanwhile() * weight)) return;
        happening = true;
        count.meanwhile++;
        note(() -> "meanwhile, at " + what + ":");
        Happening.outside(this);
        happening = false;
    }

    /** Another thread of this process, or another process, may come first. */
    void others(Replica replica, String what) {
        if (racing || !chance.of(mood.race())) return;
        racing = true;
        note(() -> "others come first, at " + what + ":");
        List<Replica> living = replicas.stream().filter(each -> !each.dead() && each != replica).toList();
        switch (chance.below(4)) {
            case 0 -> {
                Replica asked = living.isEmpty() || chance.of(0.5) ? replica : chance.one(living);
                Happening.cancel(this, asked);
                asked.drain(3);
            }
            case 1 -> replica.drain(1 + chance.below(5));
            default -> {
                if (!living.isEmpty()) takeOver(replica, chance.one(living));
            }
        }
        racing = false;
    }

    /** The other one finds the lease run out and goes on. */
    private void takeOver(Replica frozen, Replica other) {
        frozen.drain();
        count.takeovers++;
        clock.advance(EngineOfATest.LEASE.plus(Duration.ofSeconds(1)));
        other.run(other.timer::tick);
        other.drain();
    }
}
