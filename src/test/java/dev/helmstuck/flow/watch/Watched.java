package dev.helmstuck.flow.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.flow.watch.Watcher.Sight;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.PendingRecords;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.FakeClock;
import dev.helmstuck.testing.MemoryRemediations;
import dev.helmstuck.testing.Some;

/** A cluster, a GitLab, a channel and a store that watchers share, in a time that belongs to the test. */
final class Watched implements PendingRecords, Pipelines, Catalog, Signals.Listener {
    final FakeClock clock = new FakeClock();
    final MemoryRemediations store = new MemoryRemediations();
    final FakeChannel chat = new FakeChannel();
    Optional<String> channel = Optional.of("COPS");
    final Map<String, Target> targets = new LinkedHashMap<>();
    final List<PendingRecord> records = new ArrayList<>();
    final List<CiJob> jobs = new ArrayList<>();
    final List<String> lists = new CopyOnWriteArrayList<>();
    final List<String> gitlab = new CopyOnWriteArrayList<>();
    final List<String> results = new CopyOnWriteArrayList<>();
    Optional<String> clusterIsAway = Optional.empty();
    Optional<String> gitlabIsAway = Optional.empty();
    boolean newest = true;

    Watched() {
        add("gitlab-cny");
    }

    /** One more target, in the same namespace. */
    void add(String name) {
        targets.put(name, new Target(name, "gprd-cny", "gprd-gitlab-gke", "gitlab-cny", name, List.of(Some.ci())));
    }

    /** A process of the bot. */
    Watcher watcher() {
        return watcher(store);
    }

    private Watcher watcher(Remediations remediations) {
        Notices notices = new Notices(remediations, chat, clock);
        Signals signals = new Signals();
        signals.heardBy(this);
        return new Watcher(this, () -> channel, new Sight(this, new Turns(remediations),
                new Suspicion(this, this, remediations, notices, clock), new Blindness(notices, clock)), signals, clock);
    }

    /** So many minutes pass, in which these look whenever they like. */
    void minutes(int minutes, Watcher... watchers) {
        for (int ticks = 0; ticks < 6 * minutes; ticks++) {
            for (Watcher watcher : watchers)
                watcher.tick();
            clock.advance(Duration.ofSeconds(10));
        }
    }

    void pending(String release, int number, Instant created) {
        String secret = "sh.helm.release.v1." + release + ".v" + number;
        records.add(new PendingRecord(release, new Revision(secret, number, "uid-" + release + number, "9", created,
                Optional.of("pending-upgrade"), Optional.of(Integer.toString(number)))));
    }

    List<String> said() {
        return chat.posted.stream().map(draft -> draft.report().title()).toList();
    }

    @Override
    public List<PendingRecord> pending(String cluster, String namespace) {
        lists.add(clock.instant() + " " + cluster + " " + namespace);
        clusterIsAway.ifPresent(why -> {
            throw new UnavailableException("the cluster", why);
        });
        return List.copyOf(records);
    }

    @Override
    public boolean isNewest(Target target, Revision revision) {
        return newest;
    }

    @Override
    public List<CiJob> jobsSince(String project, Instant since) {
        gitlab.add(clock.instant() + " " + project);
        gitlabIsAway.ifPresent(why -> {
            throw new UnavailableException("GitLab", why);
        });
        return jobs.stream().filter(job -> !job.created().orElseThrow().isBefore(since)).toList();
    }

    @Override
    public Deploys deploys(String project, List<String> resourceGroups) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Pipeline pipeline(String project, long id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CiJob job(String project, long id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JobLog log(String project, long job) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ConfiguredTarget> target(String name) {
        return Optional.ofNullable(targets.get(name)).map(target -> new ConfiguredTarget(target, Some.policy()));
    }

    @Override
    public Optional<List<String>> group(String name) {
        return Optional.empty();
    }

    @Override
    public List<String> targetNames() {
        return List.copyOf(targets.keySet());
    }

    @Override
    public List<String> groupNames() {
        return List.of();
    }

    @Override
    public void called(Signals.Upstream system, Signals.CallResult result, Duration took) {}

    @Override
    public void saved(Remediation before, Remediation after) {}

    @Override
    public void examined(Checkup checkup) {}

    @Override
    public void watched(String target, Signals.WatchResult result) {
        results.add(target + " " + result);
    }
}
