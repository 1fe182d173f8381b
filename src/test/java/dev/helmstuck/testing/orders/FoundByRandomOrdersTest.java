package dev.helmstuck.testing.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;

import dev.helmstuck.flow.engine.EngineOfATest;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Outcome;
import org.junit.jupiter.api.Test;

/** Faults that {@link RandomOrdersTest} found, each in the fewest steps that show it. */
class FoundByRandomOrdersTest extends ScriptedOrder {
    @Test
    void a_database_that_does_not_answer_for_the_lease_is_tried_again_and_no_bug() {
        once("before lease", () -> true, () -> {
            throw new UnavailableException("the database", "down");
        });
        typed("gitlab-cny");

        assertThat(ground.chat.all()).isEmpty();
        passes(Duration.ofSeconds(6));
        assertThat(ground.chat.requests()).hasSize(1);
        ends(Outcome.EXPIRED);
    }

    @Test
    void a_database_that_does_not_answer_for_the_release_of_the_lease_is_no_bug() {
        once("before release", () -> true, () -> {
            throw new UnavailableException("the database", "down");
        });
        typed("gitlab-cny");

        ends(Outcome.EXPIRED);
    }

    @Test
    void a_request_whose_process_died_before_it_knew_where_it_lies_is_closed_when_called_off() {
        once("before posted request:1", () -> true, () -> replica.die());
        typed("gitlab-cny");
        replica = started();
        typed("cancel gitlab-cny");

        ends(Outcome.CANCELLED);
    }

    @Test
    void a_request_that_was_about_to_be_replaced_and_was_not_is_closed_at_the_end() {
        typed("gitlab-cny");
        once("before save AwaitingApproval as version 4", () -> true, () -> replica.die());
        ground.cluster.touch();
        yes();
        assertThat(request().now.title()).startsWith("Yes from Ann");

        ground.cluster.gitlab.deploying("running", Optional.empty());
        replica = started();
        passes(EngineOfATest.LEASE.plusSeconds(1));

        ends(Outcome.PLAN_CHANGED);
    }

    @Test
    void a_request_that_another_process_closed_is_not_opened_again_by_a_slow_one() {
        typed("gitlab-cny");
        Replica other = started();
        once("during a pause", () -> !ground.chat.requests().isEmpty(), () -> {
            ground.clock.advance(EngineOfATest.LEASE.plusSeconds(1));
            other.run(other.timer::tick);
            other.drain();
            request().reactions.clear();
        });
        yes();

        ends(Outcome.UNLOCKED);
    }

    @Test
    void a_request_that_another_process_opened_again_is_not_said_to_be_replaced() {
        typed("gitlab-cny");
        Replica other = started();
        ground.cluster.touch();
        once("during the moment before saving AwaitingApproval", () -> true, () -> {
            ground.clock.advance(EngineOfATest.LEASE.plusSeconds(1));
            // the other one finds the yes taken back after its look, and leaves the request open
            once("during a pause", () -> true, () -> request().reactions.clear());
            other.run(other.timer::tick);
            other.drain();
        });
        yes();

        assertThat(ground.chat.requests()).singleElement().satisfies(open -> assertThat(open.now.title()).startsWith("Delete the record"));
        ends(Outcome.EXPIRED);
    }

    @Test
    void a_request_is_opened_again_before_another_process_can_close_it() {
        typed("gitlab-cny");
        Replica other = started();
        once("during a pause", () -> true, () -> request().reactions.clear());
        // the first process has given its lease back, and its background is slow
        once("after release", () -> true, () -> {
            request().reactions.add(new Conversation.Reaction("x", "UANN"));
            other.run(other.timer::tick);
            other.drain();
        });
        yes();

        ends(Outcome.REFUSED);
    }

    @Test
    void no_slow_edit_comes_after_another_process_has_closed_the_request() {
        typed("gitlab-cny");
        Replica other = started();
        ground.silent.add(Ground.Party.CLUSTER);
        once("before intend last", () -> true, () -> {
            throw new UnavailableException("the database", "down");
        });
        once("after release", () -> true, () -> {
            other.run(other.timer::tick);
            other.drain();
        });
        yes();

        ends(Outcome.PLAN_CHANGED);
    }

    @Test
    void a_delete_without_an_answer_is_not_sent_again_once_another_process_has_taken_over() {
        typed("gitlab-cny");
        Replica other = started();
        once("before delete", () -> true, () -> {
            throw new UnavailableException("the cluster", "no answer");
        });
        once("during a pause of PT2S", () -> true, () -> {
            ground.clock.advance(EngineOfATest.LEASE.plusSeconds(1));
            request().reactions.add(new Conversation.Reaction("x", "UANN"));
            other.run(other.timer::tick);
            other.drain();
        });
        yes();

        ends(Outcome.REFUSED);
        assertThat(ground.count.deletes).isZero();
    }

    @Test
    void a_message_whose_turn_comes_after_another_process_came_and_went_is_not_posted_twice() {
        Replica other = started();
        once("during the wait to post", () -> !ground.chat.requests().isEmpty(), () -> {
            ground.clock.advance(EngineOfATest.LEASE.plusSeconds(1));
            // it posts that very message and gives its lease back, without saving a later version
            once("before save Closed", () -> true, () -> {
                throw new UnavailableException("the database", "down");
            });
            other.run(other.timer::tick);
            other.drain();
        });
        typed("gitlab-cny");
        typed("cancel gitlab-cny");

        ends(Outcome.CANCELLED);
    }

    @Test
    void the_requesters_own_no_is_heard_although_the_account_cannot_be_read() {
        typed("gitlab-cny");
        unreadable("URUTH");
        request().reactions.add(new Conversation.Reaction("x", "URUTH"));
        yes();

        ends(Outcome.CANCELLED);
    }

    @Test
    void a_no_of_somebody_who_cannot_be_read_holds_the_delete_as_long() {
        typed("gitlab-cny");
        unreadable("UDAN");
        request().reactions.add(new Conversation.Reaction("x", "UDAN"));
        yes();

        assertThat(ground.count.deletes).isZero();
        // when everybody can be read again, it turns out that Dan may say no
        ends(Outcome.REFUSED);
    }
}
