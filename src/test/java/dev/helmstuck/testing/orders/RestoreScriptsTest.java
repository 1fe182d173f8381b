package dev.helmstuck.testing.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import dev.helmstuck.flow.engine.EngineOfATest;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore whose process is killed at each of its moments: it goes on, the record is there once, and people are asked once. */
class RestoreScriptsTest extends ScriptedOrder {

    /** The stuck record is deleted by two people, and then its restore is asked for. */
    private Remediation restoring() {
        typed("gitlab-cny");
        yes();
        typed("restore gitlab-cny");
        return ground.store.openFor("gitlab-cny").orElseThrow();
    }

    private Remediation now(Remediation it) {
        return ground.store.find(it.id()).orElseThrow();
    }

    private void ends(Remediation it) {
        for (int each = 0; each < 20 && !(now(it).state() instanceof State.Closed); each++)
            passes(Duration.ofSeconds(61));
    }

    private void restored(Remediation it) {
        assertThat(now(it).state().end()).hasValueSatisfying(ending -> assertThat(ending.outcome()).isEqualTo(Outcome.RESTORED));
        assertThat(ground.count.restores).isOne();
        assertThat(ground.cluster.named("sh.helm.release.v1.gitlab-cny.v1234")).isPresent();
        assertThat(ground.chat.of(it.id()).stream().filter(message -> message.key().startsWith("restore:"))).hasSize(1);
        ground.oracle.end();
    }

    @Test
    void nobody_is_killed() {
        Remediation it = restoring();
        yes();
        restored(it);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before save Rechecking", "after save Rechecking", "before save Restoring", "after save Restoring",
            "before restore", "after restore", "before save Closing", "after save Closing"})
    void killed_at_any_moment_it_goes_on(String moment) {
        Remediation it = restoring();
        once(moment, () -> now(it).restore().isPresent(), () -> replica.die());
        yes();
        assertThat(replica.dead()).isTrue();
        replica = started();
        ground.clock.advance(EngineOfATest.LEASE.plusSeconds(1));
        ends(it);
        restored(it);
    }

    @Test
    void taken_over_while_the_yes_is_taken_back_it_puts_nothing_back() {
        Remediation it = restoring();
        once("after save Restoring", () -> true, () -> {
            request().reactions.clear();
            replica.die();
        });
        yes();
        replica = started();
        ground.clock.advance(EngineOfATest.LEASE.plusSeconds(1));
        passes(Duration.ofSeconds(61));
        assertThat(ground.count.restores).isZero();
        assertThat(now(it).state()).isInstanceOf(State.AwaitingApproval.class);
    }
}
