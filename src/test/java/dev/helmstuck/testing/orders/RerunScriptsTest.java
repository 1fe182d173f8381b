package dev.helmstuck.testing.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import dev.helmstuck.flow.engine.EngineOfATest;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may come in between of a rerun, each in the fewest steps: found by the random orders, or by asking what else could go wrong. */
class RerunScriptsTest extends ScriptedOrder {
    private static final Duration LOOK = Duration.ofSeconds(11);

    @BeforeEach
    void mayRerun() {
        ground.reruns = true;
    }

    /** Helm is unlocked, and people are asked whether to rerun the job. */
    private void offered() {
        typed("gitlab-cny");
        yes();
        assertThat(request().key()).startsWith("rerun:");
    }

    private CiJob again() {
        return ground.cluster.gitlab.runningAgain().orElseThrow();
    }

    /** The rerun is on its way. */
    private CiJob rerun() {
        offered();
        yes();
        assertThat(ground.count.rerunCalls).isOne();
        return ground.cluster.gitlab.start(again());
    }

    private void green(CiJob job, ReleaseStatus left) {
        ground.cluster.written(job, left);
        var unused = ground.cluster.gitlab.end(job, "success");
    }

    private BooleanSupplier nth(int n) {
        AtomicInteger times = new AtomicInteger();
        return () -> times.incrementAndGet() == n;
    }

    private State state() {
        return ground.store.all().getFirst().state();
    }

    // found by the random orders

    @Test
    void the_revision_and_the_workloads_of_a_proof_are_of_one_look() {
        CiJob job = rerun();
        passes(LOOK);
        green(job, ReleaseStatus.DEPLOYED);
        once("before RECORDS", nth(2), () -> {
            throw new UnavailableException("the cluster", "down");
        });
        passes(LOOK);

        ends(Outcome.RESOLVED);
    }

    @Test
    void a_proof_does_not_take_an_earlier_answer_for_what_is_there_now() {
        CiJob job = rerun();
        passes(LOOK);
        green(job, ReleaseStatus.DEPLOYED);
        once("before RECORDS", nth(2), () -> ground.cluster.onTop(ReleaseStatus.FAILED));
        passes(LOOK);

        ends(Outcome.RESOLVED);
    }

    @Test
    void a_lock_that_a_rerun_met_and_that_is_gone_by_the_next_look_ends_with_a_last_message() {
        CiJob job = rerun();
        ground.cluster.written(job, ReleaseStatus.PENDING_UPGRADE);
        var unused = ground.cluster.gitlab.end(job, "failed");
        once("after save Diagnosing", () -> true, () -> ground.cluster.onTop(ReleaseStatus.DEPLOYED));
        passes(LOOK);
        passes(LOOK);

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("that lock is gone by now");
    }

    @Test
    void a_job_that_somebody_else_reran_is_not_called_an_older_one() {
        offered();
        String unused = ground.cluster.gitlab.retriedByOthers();
        CiJob theirs = ground.cluster.gitlab.end(again(), "failed");
        yes();

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("Somebody has rerun it meanwhile, as #" + theirs.id()).doesNotContain("older version");
        assertThat(ground.count.rerunCalls).isZero();
    }

    @Test
    void a_pod_that_crashes_keeps_a_deploy_from_being_resolved_although_every_number_is_right() {
        CiJob job = rerun();
        ground.cluster.crashing = true;
        green(job, ReleaseStatus.DEPLOYED);
        passes(LOOK);
        assertThat(state()).isInstanceOf(State.Following.class);

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("its workloads did not settle");
    }

    @Test
    void two_yes_that_are_taken_back_in_the_same_instant_are_told_in_one_message() {
        offered();
        for (int each = 0; each < 2; each++) {
            once("before SETTLED", () -> true, () -> request().reactions.clear());
            yes();
        }

        ends(Outcome.UNLOCKED);
        assertThat(ground.store.auditOf(ground.store.all().getFirst().id())).filteredOn(row -> row.action().equals("yes taken back"))
                .hasSize(2);
    }

    // between the look and the call

    @Test
    void a_deploy_that_begins_after_the_look_is_seen_right_before_the_call() {
        offered();
        once("after save Rerunning", () -> true, () -> ground.cluster.gitlab.deploying("running", Optional.empty()));
        yes();

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("was not rerun", "under way");
        assertThat(ground.count.rerunCalls).isZero();
    }

    @Test
    void a_deploy_beside_it_in_the_same_cluster_is_in_the_way_of_the_rerun() {
        offered();
        ground.cluster.gitlab.deploysBeside();
        yes();

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("was not rerun", "1 active job can write the same cluster");
        assertThat(ground.count.rerunCalls).isZero();
        assertThat(ground.store.allAudit()).as("what was seen at the look").noneMatch(row -> row.result().contains("intent to rerun"));
    }

    @Test
    void one_that_begins_after_the_look_is_seen_right_before_the_call() {
        offered();
        once("after save Rerunning", () -> true, () -> ground.cluster.gitlab.deploysBeside());
        yes();

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("was not rerun", "1 active job can write the same cluster");
        assertThat(ground.count.rerunCalls).isZero();
    }

    @Test
    void a_deploy_of_a_newer_version_that_failed_after_the_look_is_seen_right_before_the_call() {
        offered();
        once("after save Rerunning", () -> true, () -> {
            ground.cluster.gitlab.deploying("running", Optional.empty());
            ground.cluster.gitlab.nobodyDeploys();
        });
        yes();

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("which is a rollback");
        assertThat(ground.count.rerunCalls).isZero();
    }

    @Test
    void jobs_that_cannot_be_read_right_before_the_call_stop_it() {
        offered();
        once("after save Rerunning", () -> true, () -> ground.silent.add(Ground.Party.GITLAB));
        yes();

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("was not rerun", "Which job is the newest could not be read");
        assertThat(ground.count.rerunCalls).isZero();
    }

    @Test
    void a_process_that_was_slow_before_the_call_does_not_make_it_once_another_one_has_taken_over() {
        offered();
        Replica other = started();
        once("after save Rerunning", () -> true, () -> once("before OWNER", () -> true, () -> {
            ground.clock.advance(Duration.ofSeconds(90));
            request().reactions.add(new Conversation.Reaction("x", "UANN"));
            other.run(other.timer::tick);
            other.drain();
        }));
        yes();

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("said no");
        assertThat(ground.count.rerunCalls).isZero();
    }

    // the call of a process that is gone

    @Test
    void while_gitlab_may_be_at_the_call_of_a_process_that_is_gone_no_other_call_is_made() {
        offered();
        once("before rerun", () -> true, () -> replica.die());
        yes();
        replica = started();
        passes(EngineOfATest.LEASE.plusSeconds(1));
        assertThat(state()).isInstanceOf(State.Rerunning.class);
        // GitLab was still at it
        String unused = ground.cluster.gitlab.retriedByOthers();
        passes(LOOK);

        assertThat(state()).isInstanceOf(State.Following.class);
        assertThat(ground.count.rerunCalls).isZero();
        green(ground.cluster.gitlab.start(again()), ReleaseStatus.DEPLOYED);
        ends(Outcome.RESOLVED);
    }

    @Test
    void a_call_that_was_never_sent_is_made_after_people_s_yes_was_looked_at_again() {
        offered();
        once("before rerun", () -> true, () -> replica.die());
        yes();
        replica = started();
        passes(Duration.ofSeconds(90));
        passes(LOOK);

        assertThat(ground.count.rerunCalls).isOne();
        green(ground.cluster.gitlab.start(again()), ReleaseStatus.DEPLOYED);
        ends(Outcome.RESOLVED);
    }

    @Test
    void a_call_that_was_never_sent_is_not_made_if_the_yes_is_gone_by_then() {
        offered();
        once("before rerun", () -> true, () -> replica.die());
        yes();
        request().reactions.clear();
        replica = started();
        passes(Duration.ofSeconds(90));

        ends(Outcome.UNLOCKED);
        assertThat(ground.count.rerunCalls).isZero();
    }

    // whose revision it is

    @Test
    void a_number_that_somebody_s_record_had_while_the_job_waited_is_used_again_by_the_job() {
        offered();
        yes();
        CiJob waits = again();
        ground.cluster.written(waits, ReleaseStatus.DEPLOYED);
        passes(LOOK);
        passes(LOOK);
        assertThat(((State.Following) state()).others()).isPresent();
        String unused = ground.cluster.remove();
        passes(LOOK);
        green(ground.cluster.gitlab.start(waits), ReleaseStatus.DEPLOYED);

        ends(Outcome.RESOLVED);
    }

    @Test
    void one_that_was_seen_while_the_job_waited_is_not_the_job_s() {
        offered();
        yes();
        CiJob waits = again();
        ground.cluster.written(waits, ReleaseStatus.DEPLOYED);
        passes(LOOK);
        passes(LOOK);
        var unused = ground.cluster.gitlab.end(ground.cluster.gitlab.start(waits), "success");

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("it deployed nothing");
    }

    // the job on its way

    @Test
    void a_job_that_gitlab_itself_makes_anew_is_followed_on() {
        CiJob failed = ground.cluster.gitlab.end(rerun(), "failed");
        passes(LOOK);
        String unused = ground.cluster.gitlab.retriedByOthers();
        passes(LOOK);

        assertThat(state()).isInstanceOfSatisfying(State.Following.class,
                following -> assertThat(following.job().id()).isGreaterThan(failed.id()));
        green(ground.cluster.gitlab.start(again()), ReleaseStatus.DEPLOYED);
        ends(Outcome.RESOLVED);
    }

    @Test
    void a_gitlab_that_is_silent_is_named_beside_the_job_until_it_answers_again() {
        CiJob job = rerun();
        passes(LOOK);
        ground.silent.add(Ground.Party.GITLAB);
        passes(LOOK);
        assertThat(says("job:")).contains("is running", "That was seen last", "GitLab: ", "no answer");
        ground.silent.clear();
        passes(Duration.ofMinutes(1));
        assertThat(says("job:")).contains("is running").doesNotContain("That was seen last");

        green(job, ReleaseStatus.DEPLOYED);
        ends(Outcome.RESOLVED);
    }

    @Test
    void a_cluster_that_is_silent_after_the_deploy_is_named_and_not_waited_for_as_long_as_a_job() {
        green(rerun(), ReleaseStatus.DEPLOYED);
        ground.silent.add(Ground.Party.CLUSTER);
        passes(LOOK);
        assertThat(says("job:")).contains("That was seen last", "the cluster: ");
        passes(Duration.ofMinutes(16));

        ends(Outcome.NEEDS_ATTENTION);
        assertThat(says("last")).contains("The job is green, but where Helm stands could not be read: the cluster: ");
    }

    @Test
    void a_cluster_that_is_silent_after_the_job_failed_is_named_once_and_not_waited_for_long() {
        CiJob job = rerun();
        passes(LOOK);
        ground.silent.add(Ground.Party.CLUSTER);
        CiJob unused = ground.cluster.gitlab.end(job, "failed");
        passes(LOOK);
        passes(LOOK);
        for (int each = 0; each < 3; each++) {
            passes(Duration.ofMinutes(1));
            assertThat(says("job:")).contains("has failed", "That was seen last", "the cluster: ");
        }
        passes(Duration.ofMinutes(16));

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("has failed", "Whether Helm is locked could not be read: the cluster: ");
    }

    @Test
    void a_gitlab_that_stays_silent_for_hours_ends_it_in_words() {
        var unused = rerun();
        ground.silent.add(Ground.Party.GITLAB);
        passes(LOOK);
        passes(Duration.ofHours(6));
        passes(Duration.ofMinutes(2));

        ends(Outcome.UNLOCKED);
        assertThat(says("last")).contains("How the rerun ended is not known, and it is not followed any longer. GitLab: ");
    }

    @Test
    void a_deploy_that_begins_as_soon_as_the_rerun_has_ended_is_no_lock_of_the_rerun() {
        green(rerun(), ReleaseStatus.DEPLOYED);
        ground.cluster.gitlab.gated = false;
        ground.cluster.gitlab.deploying("running", Optional.empty());
        CiJob next = ground.cluster.gitlab.jobs().getLast();
        ground.cluster.written(next, ReleaseStatus.PENDING_UPGRADE);
        passes(LOOK);
        assertThat(state()).isInstanceOf(State.Following.class);
        ground.cluster.onTop(ReleaseStatus.DEPLOYED);
        ground.cluster.gitlab.nobodyDeploys();
        passes(LOOK);

        ends(Outcome.RESOLVED);
    }

    @Test
    void another_release_under_the_same_name_proves_nothing() {
        green(rerun(), ReleaseStatus.DEPLOYED);
        replica.die();
        Target now = Some.target();
        replica = started(
                new Target(now.name(), now.environment(), now.cluster(), "elsewhere", now.release(), now.ci(), now.deleter(), now.beside(),
                        now.gitlab(), now.drill()));
        ground.replicas.removeFirst();
        passes(EngineOfATest.LEASE.plusSeconds(1));
        assertThat(says("job:")).contains("target gitlab-cny is another release by now");
        replica.die();
        replica = started();
        ground.replicas.removeFirst();
        passes(Duration.ofMinutes(1));

        ends(Outcome.RESOLVED);
    }

    @Test
    void what_is_given_up_after_a_renewed_lock_does_not_deny_the_first_delete() {
        CiJob job = rerun();
        ground.cluster.written(job, ReleaseStatus.PENDING_UPGRADE);
        var unused = ground.cluster.gitlab.end(job, "failed");
        passes(LOOK);
        once("after save Diagnosing", () -> true, () -> ground.silent.add(Ground.Party.STORE));
        passes(LOOK);
        assertThat(state()).isInstanceOf(State.Diagnosing.class);
    }
}
