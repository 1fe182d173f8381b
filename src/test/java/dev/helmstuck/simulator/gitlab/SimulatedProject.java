package dev.helmstuck.simulator.gitlab;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A project with its jobs and resource groups. */
public final class SimulatedProject {

    private final long id;
    private final String path;
    private final String server;
    private final Clock clock;
    private final AtomicLong ids;
    private final List<SimulatedJob> jobs = new CopyOnWriteArrayList<>();
    private final Map<Long, SimulatedPipeline> pipelines = new ConcurrentHashMap<>();
    private final Map<String, SimulatedGroup> groups = new ConcurrentHashMap<>();
    private final Map<String, SimulatedIssue> issues = new ConcurrentHashMap<>();
    private volatile boolean archived;
    private volatile boolean issuesOff;
    private volatile Duration timeout = Duration.ofHours(3);
    private volatile Consumer<SimulatedJob> runner = nobody -> {};

    SimulatedProject(long id, String path, String server, Clock clock, AtomicLong ids) {
        this.id = id;
        this.path = path;
        this.server = server;
        this.clock = clock;
        this.ids = ids;
    }

    long id() {
        return id;
    }

    /** The issue of this number, which exists from now on. */
    public SimulatedIssue issue(long number) {
        return issues.computeIfAbsent(Long.toString(number), any -> new SimulatedIssue(number, ids));
    }

    Optional<SimulatedIssue> issue(String number) {
        return Optional.ofNullable(issues.get(number));
    }

    public String path() {
        return path;
    }

    /** Nothing runs in it any more. */
    public SimulatedProject archive() {
        archived = true;
        return this;
    }

    /** Its issues are switched off. */
    public SimulatedProject withoutIssues() {
        issuesOff = true;
        return this;
    }

    /** After which its jobs are ended. */
    public SimulatedProject timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("path_with_namespace", path).put("web_url", url())
                .put("archived", archived).put("issues_access_level", issuesOff ? "disabled" : "enabled").put("issues_enabled", !issuesOff)
                .put("build_timeout", timeout.toSeconds());
    }

    public String url() {
        return server + "/" + path;
    }

    /** A new job, in a pipeline of its own, created now. */
    public SimulatedJob job(String name) {
        long number = ids.incrementAndGet();
        SimulatedJob job = new SimulatedJob(this, number, name, clock.instant(), number / 10);
        jobs.add(job);
        return job;
    }

    /** The pipeline of this id, which jobs may be put into. */
    public SimulatedPipeline pipeline(long number) {
        return pipelines.computeIfAbsent(number, id -> new SimulatedPipeline(this, id));
    }

    /** Whoever takes the jobs that a retry makes; returns at once, and tells later what became of the job. Without one they stay pending. */
    public SimulatedProject runner(Consumer<SimulatedJob> takes) {
        runner = takes;
        return this;
    }

    /** The retry of a job has made this one. */
    void retried(SimulatedJob again) {
        runner.accept(again);
    }

    /** So many jobs of that status, all created now. */
    public SimulatedProject jobs(int count, String name, String status) {
        IntStream.range(0, count).forEach(i -> job(name).status(status));
        return this;
    }

    /** The resource group of this key, which exists from now on. */
    public SimulatedGroup resourceGroup(String key) {
        return groups.computeIfAbsent(key, k -> new SimulatedGroup(this, k, groups.size() + 1));
    }

    /** All its jobs, newest first. */
    public List<SimulatedJob> jobs() {
        return newestFirst().toList();
    }

    /** The newest job of that name. */
    public Optional<SimulatedJob> newest(String name) {
        return newestFirst().filter(job -> job.name().equals(name)).findFirst();
    }

    /** As the list of jobs shows them: without those that trigger other pipelines. */
    Stream<SimulatedJob> newestFirst() {
        return everyJob().filter(job -> !job.triggers());
    }

    Stream<SimulatedJob> everyJob() {
        return jobs.stream().sorted(Comparator.comparingLong(SimulatedJob::id).reversed());
    }

    Optional<SimulatedJob> job(long number) {
        return jobs.stream().filter(job -> job.id() == number).findFirst();
    }

    Optional<SimulatedGroup> group(String key) {
        return Optional.ofNullable(groups.get(key));
    }

    List<SimulatedGroup> groups() {
        return List.copyOf(groups.values());
    }
}
