package dev.helmstuck.flow.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Conversation.Place;
import dev.helmstuck.ports.PendingRecords.PendingRecord;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

/** Who is warned of what, when, and how often; and what that costs the cluster and GitLab. */
class WatcherTest {
    private static final String JOB = "gprd-cny:auto-deploy";
    private static final Duration LONG = Duration.ofHours(2);

    private final Watched world = new Watched();
    private final Watcher watcher = world.watcher();

    private void stuck() {
        world.pending("gitlab-cny", 1234, Some.NOW);
    }

    private static CiJob running(long id, Instant created) {
        return new CiJob(Some.PROJECT, id, JOB, "running", Optional.of(created), Optional.of(created), Optional.empty(), Optional.empty(),
                77,
                "deployer", "https://ops.example.com/jobs/" + id);
    }

    @Test
    void what_is_pending_for_longer_than_its_jobs_take_with_no_job_at_work_is_said_once_with_the_command() {
        world.jobs.add(Some.job(1, JOB, "success", Some.NOW.minus(LONG)));
        stuck();
        world.minutes(19, watcher);
        assertThat(world.said()).isEmpty();
        world.minutes(120, watcher);
        assertThat(world.said()).containsExactly("gitlab-cny has been pending-upgrade for 20m, and no job deploys it.");
        assertThat(world.chat.posted.getFirst().channel()).isEqualTo("COPS");
        assertThat(world.chat.posted.getFirst().thread()).isEmpty();
        assertThat(world.chat.posted.getFirst().report().toString()).contains("/helm-stuck gitlab-cny", "took 20m",
                "another operation (install/upgrade/rollback) is in progress");
        assertThat(world.store.allAudit()).singleElement().satisfies(row -> {
            assertThat(row.action()).isEqualTo("notice");
            assertThat(row.object()).isEqualTo("gitlab-cny sh.helm.release.v1.gitlab-cny.v1234 uid-gitlab-cny1234");
        });
    }

    @Test
    void where_no_job_has_succeeded_helms_timeout_is_waited_for() {
        stuck();
        world.minutes(60, watcher);
        assertThat(world.said()).isEmpty();
        world.minutes(2, watcher);
        assertThat(world.said()).hasSize(1);
        assertThat(world.chat.posted.getFirst().report().toString()).contains("Helm's time-out is 1h");
    }

    @Test
    void while_a_job_is_at_work_nobody_is_warned_and_gitlab_is_asked_every_five_minutes_only() {
        world.jobs.add(running(7, Some.NOW.minusSeconds(60)));
        stuck();
        world.minutes(100, watcher);
        assertThat(world.said()).isEmpty();
        assertThat(world.results).endsWith("gitlab-cny PENDING");
        // once when it is five minutes old, and from the end of Helm's time-out on
        assertThat(world.gitlab).hasSize(9);
        world.jobs.clear();
        world.minutes(6, watcher);
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void a_job_that_waits_for_its_turn_has_no_helm_and_hushes_nothing() {
        CiJob waiting = new CiJob(Some.PROJECT, 8, JOB, "waiting_for_resource", Optional.of(Some.NOW), Optional.empty(), Optional.empty(),
                Optional.empty(), 77, "deployer", "https://ops.example.com/jobs/8");
        world.jobs.add(waiting);
        stuck();
        world.minutes(62, watcher);
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void a_deploy_that_ends_in_time_costs_gitlab_nothing() {
        stuck();
        world.minutes(4, watcher);
        world.records.clear();
        world.minutes(60, watcher);
        assertThat(world.gitlab).isEmpty();
        assertThat(world.said()).isEmpty();
    }

    @Test
    void while_people_repair_it_nobody_is_warned() {
        Remediation open = Remediation.open("r1", "gitlab-cny", Some.requester(), "C1", Some.NOW);
        var unused = world.store.open(open, new AuditRow("r1", Some.NOW, "URUTH", "command", "gitlab-cny", "opened"));
        stuck();
        world.minutes(120, watcher);
        assertThat(world.said()).isEmpty();
        Remediation closed = open.on(new Event.Cancelled("Ruth"), world.clock.instant());
        assertThat(world.store.save(closed, List.of())).isTrue();
        world.minutes(2, watcher);
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void an_older_pending_record_under_a_newer_one_holds_nobody_up() {
        world.newest = false;
        stuck();
        world.minutes(120, watcher);
        assertThat(world.said()).isEmpty();
        assertThat(world.results).endsWith("gitlab-cny QUIET");
    }

    @Test
    void an_older_pending_record_for_which_gitlab_cannot_be_read_back_so_far_is_no_blindness() {
        world.newest = false;
        world.gitlabIsAway = Optional.of("its answer for the jobs cannot be used: it does not end after 100 pages of 100");
        stuck();
        world.minutes(120, watcher);
        assertThat(world.gitlab).isEmpty();
        assertThat(world.said()).isEmpty();
    }

    @Test
    void however_many_targets_share_a_namespace_and_however_many_processes_there_are_it_is_one_list_a_minute() {
        for (int number = 0; number < 20; number++)
            world.add("web-" + number);
        world.minutes(30, watcher, world.watcher(), world.watcher());
        assertThat(world.lists).hasSize(30);
        assertThat(world.results).hasSize(30 * 21);
    }

    @Test
    void after_a_restart_and_by_another_process_it_is_not_said_again() {
        stuck();
        world.minutes(62, watcher);
        assertThat(world.said()).hasSize(1);
        world.minutes(10, world.watcher());
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void a_process_that_dies_is_followed_by_another_within_two_minutes() {
        world.minutes(5, watcher);
        int before = world.lists.size();
        world.minutes(5, world.watcher());
        assertThat(world.lists.size() - before).isBetween(3, 5);
    }

    @Test
    void the_next_record_of_the_same_number_is_another_and_is_said() {
        stuck();
        world.minutes(62, watcher);
        world.records.clear();
        world.minutes(1, watcher);
        stuck();
        world.records.replaceAll(record -> new PendingRecord(record.release(),
                new Revision(record.revision().secret(), 1234, "another", "9", world.clock.instant(),
                        record.revision().statusLabel(), record.revision().versionLabel())));
        world.minutes(62, watcher);
        assertThat(world.said()).hasSize(2);
    }

    @Test
    void what_slack_did_not_take_is_said_later_and_what_it_took_without_an_answer_is_not_said_twice() {
        stuck();
        world.chat.down = true;
        world.minutes(62, watcher);
        assertThat(world.said()).isEmpty();
        world.chat.down = false;
        world.chat.losesAnswers = true;
        world.minutes(2, watcher);
        world.chat.losesAnswers = false;
        world.minutes(10, watcher);
        assertThat(world.said()).hasSize(1);
    }

    @Test
    void nothing_is_told_to_another_organisation() {
        world.chat.place = new Place.ExternallyShared("partners");
        stuck();
        world.minutes(62, watcher);
        assertThat(world.said()).isEmpty();
        assertThat(world.results).endsWith("gitlab-cny STUCK");
    }

    @Test
    void a_cluster_that_cannot_be_looked_at_is_said_after_five_looks_and_once_a_day() {
        world.clusterIsAway = Optional.of("it forbids to list secrets");
        world.minutes(4, watcher);
        assertThat(world.said()).isEmpty();
        world.minutes(60, watcher);
        assertThat(world.said()).containsExactly("I cannot watch gitlab-cny.");
        assertThat(world.chat.posted.getFirst().report().toString()).contains("the cluster: it forbids to list secrets",
                "java -jar helm-stuck.jar check gitlab-cny");
        assertThat(world.results).containsOnly("gitlab-cny UNREADABLE");
        world.clock.advance(Duration.ofHours(13));
        world.minutes(2, watcher);
        assertThat(world.said()).hasSize(2);
    }

    @Test
    void a_gitlab_that_does_not_answer_is_no_proof_that_no_job_runs() {
        world.gitlabIsAway = Optional.of("it answered with 502");
        stuck();
        world.minutes(30, watcher);
        assertThat(world.said()).containsExactly("I cannot watch gitlab-cny.");
        assertThat(world.results).endsWith("gitlab-cny UNREADABLE");
        world.gitlabIsAway = Optional.empty();
        world.minutes(60, watcher);
        assertThat(world.said()).hasSize(2).last().asString().startsWith("gitlab-cny has been pending-upgrade");
    }

    @Test
    void without_a_channel_nobody_looks() {
        world.channel = Optional.empty();
        stuck();
        world.minutes(62, watcher);
        assertThat(world.lists).isEmpty();
    }

    @Test
    void without_the_store_nobody_looks_and_the_timer_goes_on() {
        world.store.goDown("the database is gone");
        world.minutes(2, watcher);
        assertThat(world.lists).isEmpty();
        world.store.comeUp();
        world.minutes(2, watcher);
        assertThat(world.lists).isNotEmpty();
    }
}
