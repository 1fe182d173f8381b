package dev.helmstuck.simulator.gitlab;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.testing.Canary;

/** A CI job; each method tells what happens to it and returns it, so that a life can be told in one line. */
public final class SimulatedJob implements Listed {

    private static final Set<String> HOLDING = Set.of("preparing", "waiting_for_callback", "pending", "running", "canceling");
    /** What a job's log holds if nobody says otherwise, and what a log is not shown for. */
    private static final String SECRETIVE = "$ helm upgrade --set gitlab.password=" + Canary.VALUE + "\n";
    private static final Set<String> RETRYABLE = Set.of("success", "failed", "canceled", "canceling");

    private final SimulatedProject project;
    private final long id;
    private final String name;
    private String status = "created";
    private Instant created;
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> finished = Optional.empty();
    private Optional<String> failureReason = Optional.empty();
    private Optional<String> group = Optional.empty();
    private String user = "deployer";
    private long pipeline;
    private String log = SECRETIVE;
    private boolean retried;
    private boolean triggers;
    private boolean allowFailure;

    SimulatedJob(SimulatedProject project, long id, String name, Instant created, long pipeline) {
        this.project = project;
        this.id = id;
        this.name = name;
        this.created = created;
        this.pipeline = pipeline;
    }

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public synchronized String status() {
        return status;
    }

    /** Its page. */
    public String url() {
        return project.url() + "/-/jobs/" + id;
    }

    /** Any status at all, also one that no GitLab has today. */
    public synchronized SimulatedJob status(String any) {
        status = any;
        return this;
    }

    public synchronized SimulatedJob createdAt(Instant when) {
        created = when;
        return this;
    }

    /** Running since then (and created by then). */
    public synchronized SimulatedJob startedAt(Instant when) {
        created = created.isAfter(when) ? when : created;
        started = Optional.of(when);
        status = "running";
        return this;
    }

    public SimulatedJob succeededAt(Instant when) {
        return finished("success", when);
    }

    public SimulatedJob canceledAt(Instant when) {
        return finished("canceled", when);
    }

    /** Failed, for a reason as GitLab names it: {@code script_failure}, {@code runner_system_failure}, {@code stuck_or_timeout_failure}, … */
    public synchronized SimulatedJob failedAt(Instant when, String reason) {
        failureReason = Optional.of(reason);
        return finished("failed", when);
    }

    /** Who started it, a user name. */
    public synchronized SimulatedJob by(String username) {
        user = username;
        return this;
    }

    public synchronized SimulatedJob pipeline(long number) {
        pipeline = number;
        return this;
    }

    /** Waits for a person. One that may fail holds up nobody. */
    public synchronized SimulatedJob manual(boolean mayFail) {
        status = "manual";
        allowFailure = mayFail;
        return this;
    }

    /** A person presses play. */
    public synchronized SimulatedJob play() {
        if (!status.equals("manual")) throw new IllegalStateException("400 Unplayable Job: it is " + status);
        status = "pending";
        return this;
    }

    /** It triggers another pipeline: a bridge, as GitLab says, which is listed with its pipeline only. */
    public synchronized SimulatedJob trigger() {
        triggers = true;
        return this;
    }

    synchronized boolean triggers() {
        return triggers;
    }

    synchronized boolean wasRetried() {
        return retried;
    }

    synchronized long pipelineId() {
        return pipeline;
    }

    /** Its status as it counts for its pipeline. */
    synchronized String weighed() {
        if (allowFailure && status.equals("manual")) return "ignored";
        return allowFailure && Set.of("failed", "canceled").contains(status) ? "warned" : status;
    }

    /** Its resource group, which exists from now on. The job holds it while it is pending or running, and queues while it waits for it. */
    public synchronized SimulatedJob resourceGroup(String key) {
        project.resourceGroup(key);
        group = Optional.of(key);
        return this;
    }

    /** What its log says after what must not be shown. */
    public synchronized SimulatedJob log(String text) {
        log = SECRETIVE + text;
        return this;
    }

    /** All that its log says. */
    public synchronized SimulatedJob onlyLog(String text) {
        log = text;
        return this;
    }

    synchronized String log() {
        return log;
    }

    synchronized boolean uses(String key) {
        return group.equals(Optional.of(key));
    }

    synchronized boolean holds(String key) {
        return uses(key) && HOLDING.contains(status);
    }

    /** A pending job of the same name and pipeline, once. */
    public synchronized Optional<SimulatedJob> retry(Instant now) {
        if (retried || !RETRYABLE.contains(status)) {
            return Optional.empty();
        }
        retried = true;
        SimulatedJob again = project.job(name).createdAt(now).by(user).pipeline(pipeline).status("pending");
        group.ifPresent(again::resourceGroup);
        project.retried(again);
        return Optional.of(again);
    }

    /** As {@code API::Entities::Ci::JobBasic} presents it: {@code failure_reason} only of a failed job. */
    @Override
    public ObjectNode json() {
        // asked of all jobs of the pipeline, so not while this one is held
        return json(project.pipeline(pipelineId()).status());
    }

    private synchronized ObjectNode json(String pipelineStatus) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("status", status).put("stage", "deploy").put("name", name).put("ref", "master").put("tag", false);
        json.putNull("coverage").put("allow_failure", allowFailure).put("created_at", created.toString());
        json.put("started_at", started.map(Instant::toString).orElse(null));
        json.put("finished_at", finished.map(Instant::toString).orElse(null));
        json.putObject("user").put("id", 42).put("username", user).put("name", user).put("state", "active");
        json.putObject("pipeline").put("id", pipeline).put("project_id", project.id()).put("ref", "master").put("status",
                pipelineStatus);
        failureReason.filter(reason -> status.equals("failed")).ifPresent(reason -> json.put("failure_reason", reason));
        json.putObject("commit").put("title", "Deploy").put("message", "Deploy\n\npassword: " + Canary.AWKWARD);
        json.putObject("runner").put("id", 7).put("description", Canary.VALUE);
        return json.put("web_url", url());
    }

    private synchronized SimulatedJob finished(String how, Instant when) {
        status = how;
        finished = Optional.of(when);
        return this;
    }
}
