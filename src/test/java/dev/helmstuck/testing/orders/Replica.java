package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.flow.Gather;
import dev.helmstuck.flow.GatherOfATest;
import dev.helmstuck.flow.engine.EngineOfATest;
import dev.helmstuck.flow.intake.IntakeOfATest;
import dev.helmstuck.flow.steps.StepsOfATest;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.People;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.testing.orders.Readings.Reading;

/**
 * One process of the bot: the real flow, whose every word to the outside goes through {@link #read} and {@link #act}. There it may be
 * killed, the other side may stay silent, and the world may change meanwhile. Work for the background is queued until it is drained.
 */
final class Replica implements Executor {
    /** A poke may lead to another one, but not for ever. */
    private static final int MOST_TASKS = 2000;

    final String name;
    final Ground ground;
    final Readings readings = new Readings();
    final Estate estate;
    final EngineOfATest timer;
    final Inbox inbox;
    private final List<Runnable> queue = new ArrayList<>();
    private boolean dead;
    /** It waits to say something, and what its other threads would do now waits with it. */
    boolean talking;
    /** By remediation: the intent that this process has saved in this round and may carry out. */
    final Map<String, DeletePlan> intents = new HashMap<>();
    /** The same of a rerun. */
    final Map<String, RerunPlan> reruns = new HashMap<>();
    /** The same of a restore. */
    final Map<String, RestorePlan> restores = new HashMap<>();
    /** The version at which it did. */
    final Map<String, Long> intended = new HashMap<>();

    Replica(String name, Ground ground, List<ConfiguredTarget> entries) {
        this.name = name;
        this.ground = ground;
        this.estate = new Estate(entries);
        Remediations store = new StorePort(this);
        Conversation chat = new ChatPort(this);
        People people = new PeoplePort(this);
        ClusterPort cluster = new ClusterPort(this);
        PausePort pause = new PausePort(this);
        IncidentPort incidents = new IncidentPort(this);
        Gather gather = GatherOfATest.of(cluster, ground.clock, pause, () -> new LazyThreads(ground.chance));
        StepsOfATest steps = new StepsOfATest(estate, store, chat, people, ground.clock);
        timer = EngineOfATest.of(estate, store, chat, people, steps.steps(cluster, gather, pause, incidents), this, ground.clock);
        inbox = new IntakeOfATest(estate, store, chat, this, ground.clock).inbox(steps.reactions(), timer.queue(), timer.sweeps(),
                incidents);
    }

    /** The policy as this process has it; it works on no target that it does not know. */
    Policy policy(String target) {
        return estate.target(target).orElseThrow().policy();
    }

    boolean dead() {
        return dead;
    }

    void die() {
        dead = true;
        queue.clear();
    }

    // its threads

    @Override
    public void execute(Runnable work) {
        if (!dead) queue.add(work);
    }

    boolean idle() {
        return queue.isEmpty();
    }

    /** Does something in this process, which may be its end. */
    void run(Runnable work) {
        if (dead) return;
        try {
            work.run();
        } catch (Killed end) {
            ground.note(() -> name + " is gone");
        } catch (RuntimeException bug) {
            if (!dead) ground.violated("an exception that nobody caught: " + bug, bug);
        }
        if (dead) queue.clear();
    }

    /** Does what waits in the background, at most so much, in an order that chance decides. */
    void drain(int most) {
        if (talking) return;
        for (int done = 0; done < most && !queue.isEmpty() && !dead; done++) {
            if (done == MOST_TASKS) ground.violated("the background never becomes quiet", null);
            int next = ground.chance.of(0.2) ? ground.chance.below(queue.size()) : 0;
            run(queue.remove(next));
        }
    }

    void drain() {
        drain(MOST_TASKS + 1);
    }

    // its words to the outside

    /** A question. */
    <T> T read(Ground.Party system, String what, Supplier<T> question) {
        enter(system, what);
        return question.get();
    }

    /** A question whose answer, or the lack of one, is kept for the oracle. */
    <T> T read(Ground.Party system, String what, Supplier<T> question, Keep<T> keep) {
        try {
            T answer = read(system, what, question);
            keep.as(new Reading<>(ground.op(), ground.clock.instant(), Optional.of(answer)));
            return answer;
        } catch (UnavailableException silent) {
            keep.as(new Reading<>(ground.op(), ground.clock.instant(), Optional.empty()));
            throw silent;
        }
    }

    interface Keep<T> {
        void as(Reading<T> reading);
    }

    /** Something with an effect: it may be done without an answer, and not be done without one. */
    <T> T act(Ground.Party system, String what, Supplier<T> effect) {
        enter(system, what);
        T answer = effect.get();
        ground.note(() -> name + ": " + what + " -> " + answer);
        perhapsKilled("after ", what);
        if (ground.chance.of(ground.mood.lost() / 2)) {
            ground.count.lostAnswers++;
            ground.note(() -> name + ": the answer to \"" + what + "\" is lost");
            throw new UnavailableException(system.words(), what + ": done, but the answer is lost");
        }
        return answer;
    }

    private void enter(Ground.Party system, String what) {
        if (dead) throw new Killed();
        ground.count.calls++;
        ground.meanwhile(what);
        perhapsKilled("before ", what);
        if (!ground.silent(system)) return;
        ground.count.failures++;
        ground.note(() -> name + ": no answer to \"" + what + "\"");
        throw new UnavailableException(system.words(), what + ": no answer");
    }

    private void perhapsKilled(String moment, String what) {
        ground.script.ifPresent(script -> script.at(this, moment + what));
        if (dead) throw new Killed();
        if (!ground.chance.of(ground.mood.kill())) return;
        ground.count.kills++;
        ground.note(() -> name + " is killed " + moment + what);
        die();
        throw new Killed();
    }

    /** Between two words: time passes, and others of its own threads or another process may come first. */
    void between(String what, Duration passes) {
        if (dead) throw new Killed();
        // other threads do not wait for seconds, in this process and in the others
        if (!passes.isZero()) List.copyOf(ground.replicas).forEach(Replica::drain);
        if (dead) throw new Killed();
        ground.clock.advance(passes);
        ground.meanwhile(what, passes.isZero() ? 1 : 8);
        ground.others(this, what);
        if (dead) throw new Killed();
        perhapsKilled("during ", what);
    }

    @Override
    public String toString() {
        return name;
    }
}
