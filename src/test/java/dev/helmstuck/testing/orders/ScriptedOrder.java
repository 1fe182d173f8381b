package dev.helmstuck.testing.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.Some;
import dev.helmstuck.testing.orders.FakeChat.ChatMessage;
import org.junit.jupiter.api.AfterEach;

/** The world of the random orders without chance: what happens, and when, is what the test says. */
abstract class ScriptedOrder {
    private final Bugs bugs = new Bugs();
    final Ground ground = new Ground(new Chance(1), new Count(), Optional.empty());
    Replica replica;

    ScriptedOrder() {
        ground.mood = Mood.CALM;
        Bugs.tellTo(ground);
        replica = started();
    }

    @AfterEach
    void nothingIsViolated() {
        bugs.close();
        assertThat(ground.violation()).isEmpty();
    }

    // what happens

    final void unreadable(String user) {
        ground.people.mute(user);
    }

    final Replica started() {
        return started(Some.target());
    }

    /** One whose configuration means this by {@code gitlab-cny}. */
    final Replica started(Target target) {
        Replica fresh = new Replica("replica " + ground.replicas.size(), ground,
                List.of(new ConfiguredTarget(target, Some.policy())));
        ground.replicas.add(fresh);
        return fresh;
    }

    final void once(String moment, BooleanSupplier when, Runnable happens) {
        Optional<Ground.Script> before = ground.script;
        AtomicBoolean done = new AtomicBoolean();
        ground.script = Optional.of((speaking, words) -> {
            before.ifPresent(script -> script.at(speaking, words));
            if (words.startsWith(moment) && when.getAsBoolean() && !done.getAndSet(true)) happens.run();
        });
    }

    final void typed(String text) {
        Happening.command(ground, replica, "URUTH", text);
        replica.drain();
    }

    final void yes() {
        request().reactions.add(new Conversation.Reaction("white_check_mark", "UANN"));
        replica.run(() -> replica.inbox.reaction("E" + ground.op(), request().ref));
        replica.drain();
    }

    final void passes(Duration time) {
        ground.clock.advance(time);
        replica.run(replica.timer::tick);
        replica.drain();
    }

    // what is to be seen

    final ChatMessage request() {
        return ground.chat.requests().getLast();
    }

    /** What a message of the thread says now. */
    final String says(String key) {
        return ground.chat.all().stream().filter(message -> message.key().startsWith(key)).reduce((a, b) -> b).orElseThrow().now.toString();
    }

    /** It ends like that, everything that must hold at the end does, and no request looks open. */
    final void ends(Outcome outcome) {
        assertThat(ground.comesToAnEnd()).isTrue();
        assertThat(ground.store.all()).extracting(Remediation::state).singleElement()
                .isInstanceOfSatisfying(State.Closed.class, closed -> assertThat(closed.ending().outcome()).isEqualTo(outcome));
        List<ChatMessage> requests = ground.chat.requests();
        assertThat(requests).isNotEmpty().allMatch(message -> message.now.tone() == Tone.NEUTRAL);
        ground.oracle.end();
    }
}
