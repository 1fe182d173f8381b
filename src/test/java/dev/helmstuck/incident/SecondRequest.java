package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.BELOW;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.DEPLOY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.slack.Message;

/** An incident where the bot may rerun jobs, from the moment at which people are asked about that. */
record SecondRequest(Incident incident) {
    /** A job is looked at every ten seconds. */
    static final Duration STEP = Duration.ofSeconds(11);

    /** The incident before the bot runs, with a token to rerun jobs. */
    static Incident prepare(Path dir, Mode mode) {
        return withToken(Incident.prepare(dir, mode));
    }

    static Incident withToken(Incident incident) {
        incident.world.with("GITLAB_RERUN_TOKEN", incident.world.gitlab().rerunToken());
        return incident;
    }

    static SecondRequest start(Path dir) {
        return new SecondRequest(prepare(dir, Mode.SOCKET).go());
    }

    /** Carol says yes to the delete, so that what Bob does afterwards is about the rerun alone; the request to rerun. */
    Message offered() {
        Message request = incident.asked();
        incident.yes(CAROL, request);
        return offeredAfterThat();
    }

    Message offeredAfterThat() {
        incident.until("the request to rerun", () -> incident.audit("request").size() == 2);
        return incident.messages("rerun:").getFirst();
    }

    SimulatedJob newest() {
        return incident.world.project().newest(DEPLOY).orElseThrow();
    }

    /** The deploy that failed in the beginning. */
    SimulatedJob oldest() {
        return incident.world.project().jobs().stream().filter(job -> job.name().equals(DEPLOY))
                .min(Comparator.comparingLong(SimulatedJob::id)).orElseThrow();
    }

    /** The calls that GitLab got to rerun something. */
    List<String> retries() {
        return incident.gitlabRequests().stream().filter(request -> request.startsWith("POST ")).toList();
    }

    /** The new job, once it is there. */
    SimulatedJob rerunOf(SimulatedJob old) {
        incident.until("a new job", () -> newest().id() != old.id());
        return newest();
    }

    /** What the rerun's Helm does. */
    void deploys() {
        incident.record(BELOW, 1234, "deployed", text -> text);
        incident.record(BELOW, 1233, "superseded", text -> text);
    }

    /** Bob says yes, and that is all that is needed: one call, a deploy, the proof. */
    Message rerunByBob(Message request) {
        SimulatedJob old = newest();
        incident.yes(BOB, request);
        return resolved(old, BOB);
    }

    /** The job that is made of this one deploys; the last message. */
    Message resolved(SimulatedJob old, String... approvers) {
        SimulatedJob job = rerunOf(old);
        incident.until("the job is followed", () -> !incident.messages("job:").isEmpty());
        job.startedAt(incident.clock.instant());
        deploys();
        job.succeededAt(incident.clock.instant());
        Message last = end(Outcome.RESOLVED);
        assertThat(retries()).hasSize(1);
        assertThat(yes()).containsExactly(approvers);
        return last;
    }

    /** It ended, the job was not rerun by us, and the delete before it is told. */
    Message notRerun() {
        Message last = end(Outcome.UNLOCKED);
        assertThat(retries()).isEmpty();
        assertThat(last.text()).contains("job was not rerun");
        return last;
    }

    Message end(Outcome outcome) {
        incident.patiently("the end", STEP, () -> !incident.audit("end").isEmpty());
        Message last = incident.ended(outcome);
        assertThat(incident.deletes()).hasSize(1);
        return last;
    }

    /** Whose yes to the rerun counted. */
    List<String> yes() {
        return incident.audit("approval").stream().filter(row -> row.object().contains(" job ")).map(AuditRow::actor).toList();
    }
}
