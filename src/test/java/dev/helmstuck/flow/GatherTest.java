package dev.helmstuck.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import dev.helmstuck.forecast.Live;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.LogEnd;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.testing.FakeClock;
import dev.helmstuck.testing.Some;
import dev.helmstuck.testing.orders.FakeCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatherTest {
    private static final Duration GAP = Duration.ofSeconds(15);

    private final AskedWorld it = new AskedWorld();

    /** A stuck release that may be deleted from, and what is asked about it. */
    private static final class AskedWorld {
        final FakeClock clock;
        final FakeCluster world;
        final Map<String, Object> answers = new ConcurrentHashMap<>();
        final List<String> asked = new CopyOnWriteArrayList<>();
        final List<Duration> pauses = new CopyOnWriteArrayList<>();
        final Gather gather;
        List<Finding> findings = List.of();

        AskedWorld() {
            this(new FakeClock(Some.NOW));
        }

        private AskedWorld(FakeClock clock) {
            this(clock, new FakeCluster(clock));
        }

        AskedWorld(FakeClock clock, FakeCluster world) {
            this.clock = clock;
            this.world = world;
            answers.putAll(Map.of("workloads", FakeCluster.workloads(true, false), "ready", "ok", "nodes", world.nodes(), "warnings",
                    List.of(), "tryDelete", new DeleteAnswer.Done(), "tryBackUp", new CopyAnswer.Possible(), "jobsSince", world.jobs(),
                    "deploys", world.deploys(), "log", log(LogEnd.HELM_ENDED), "live", new Live(List.of(), List.of(), Set.of())));
            InvocationHandler answering = (proxy, method, arguments) -> {
                asked.add(method.getName());
                return answers.get(method.getName());
            };
            gather = new Gather(port(Cluster.class, answering), port(Pipelines.class, answering), clock, pauses::add);
            records();
        }

        static JobLog log(LogEnd end) {
            return new JobLog(Optional.empty(), Optional.empty(), end);
        }

        void touchRecord() {
            world.touch();
            records();
        }

        private void records() {
            answers.put("releases", FakeCluster.releases(world.stored()));
            answers.put("revision", Optional.of(FakeCluster.revision(world.stored().getFirst())));
        }

        void forget() {
            asked.clear();
            pauses.clear();
        }

        DeletePlan plan() {
            return gather.look(Some.target(), GAP, finding -> {}).plan().orElseThrow();
        }

        DeletePlan again(DeletePlan plan) {
            Diagnosis seen = gather.lookAgain(Some.target(), GAP, plan, Optional.empty());
            findings = seen.findings();
            return seen.plan().orElseThrow();
        }
    }

    @Test
    void a_look_that_is_told_to_stop_ends_without_a_diagnosis() {
        Gather gather = new Gather(silent(Cluster.class), silent(Pipelines.class), Clock.systemUTC(), duration -> {});
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> gather.look(Some.target(), Duration.ZERO, finding -> {})).isInstanceOf(StoppedException.class);
        } finally {
            assertThat(Thread.interrupted()).as("whoever called it still knows").isTrue();
        }
    }

    @Test
    void every_project_of_a_target_is_asked_and_the_silent_one_is_named() {
        Ci infra = new Ci("infra/releases", Pattern.compile("^deploy$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        Pipelines pipelines = new Pipelines() {
            @Override
            public Deploys deploys(String project, List<String> resourceGroups) {
                if (project.equals("infra/releases")) throw new UnavailableException("GitLab", "503");
                return new Deploys(project, List.of(Some.activeJob(1, "review", "running")), List.of());
            }

            @Override
            public Pipeline pipeline(String project, long id) {
                throw new AssertionError("nothing is created");
            }

            @Override
            public CiJob job(String project, long id) {
                throw new AssertionError("nothing is rerun");
            }

            @Override
            public List<CiJob> jobsSince(String project, Instant since) {
                return List.of();
            }

            @Override
            public JobLog log(String project, long job) {
                throw new UnavailableException("GitLab", "no such job");
            }
        };
        Gather gather = new Gather(silent(Cluster.class), pipelines, Clock.systemUTC(), duration -> {});

        Diagnosis diagnosis = gather.look(Some.target(Some.ci(), infra), Duration.ZERO, finding -> {});

        Finding deploys = diagnosis.findings().stream().filter(it -> it.step() == Step.NO_DEPLOY_IN_FLIGHT).findFirst().orElseThrow();
        assertThat(deploys.result()).isEqualTo(Result.UNKNOWN);
        assertThat(deploys.seen()).contains("GitLab, infra/releases: 503").anyMatch(line -> line.startsWith("1 other active job"));
    }

    @ParameterizedTest
    @CsvSource({"DEPLOYED, 0", "PENDING_UPGRADE, 15"})
    void a_second_look_is_waited_for_only_where_something_is_stuck(ReleaseStatus top, int seconds) {
        List<Duration> pauses = new CopyOnWriteArrayList<>();
        Cluster cluster = answering(Map.of("releases", Some.releases(top, ReleaseStatus.SUPERSEDED), "workloads",
                FakeCluster.workloads(true, false)));
        Gather gather = new Gather(cluster, silent(Pipelines.class), Clock.systemUTC(), pauses::add);

        Diagnosis diagnosis = gather.look(Some.target(), Duration.ofSeconds(15), finding -> {});

        assertThat(pauses).isNotEmpty().containsOnly(Duration.ofSeconds(seconds));
        assertThat(diagnosis.findings()).filteredOn(it -> it.step() == Step.WORKLOADS_SETTLED)
                .allSatisfy(it -> assertThat(String.join("\n", it.seen())).contains("looked at twice, " + seconds + "s apart"));
    }

    @Test
    void a_forecast_that_cannot_be_made_is_named_and_changes_no_check() {
        Cluster cluster = Cluster.class.cast(Proxy.newProxyInstance(Cluster.class.getClassLoader(), new Class<?>[]{Cluster.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("releases")) return Some.releases(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED);
                    if (method.getName().equals("live")) throw new IllegalStateException("a bug, with s3cr3t words");
                    throw new UnavailableException("it", "says nothing");
                }));
        Gather gather = new Gather(cluster, silent(Pipelines.class), Clock.systemUTC(), duration -> {});

        Diagnosis diagnosis = gather.look(Some.target(), Duration.ZERO, finding -> {});

        Finding release = diagnosis.findings().stream().filter(it -> it.step() == Step.RELEASE_IS_STUCK).findFirst().orElseThrow();
        assertThat(release.result()).isEqualTo(Result.PASS);
        assertThat(release.seen()).filteredOn(line -> line.contains("could not be foretold")).singleElement().asString()
                .contains("the cluster: an unexpected error").doesNotContain("s3cr3t");
        assertThat(diagnosis.release()).isInstanceOfSatisfying(ReleaseState.Stuck.class,
                stuck -> assertThat(stuck.stuck().prospect()).hasValueSatisfying(
                        prospect -> assertThat(prospect.untold()).contains("an unexpected error").doesNotContain("s3cr3t")));
    }

    /** On a slow cluster it takes 20 s, and people wait for the delete. */
    @Test
    void the_look_after_a_yes_reads_nothing_for_a_forecast_unless_another_plan_needs_one() {
        DeletePlan plan = it.plan();
        assertThat(it.asked).containsOnlyOnce("live");
        assertThat(plan.outlook().orElseThrow().prospect()).isPresent();

        assertThat(it.again(plan).fingerprint()).isEqualTo(plan.fingerprint());
        assertThat(it.asked).as("read again for the same plan").containsOnlyOnce("live");

        it.touchRecord();
        assertThat(it.again(plan).outlook().orElseThrow().prospect()).isPresent();
        assertThat(it.asked).filteredOn("live"::equals).hasSize(2);
    }

    @Test
    void after_a_yes_what_is_as_it_was_a_gap_ago_is_looked_at_once_and_nobody_waits() {
        DeletePlan plan = it.plan();
        it.forget();
        it.clock.advance(Duration.ofMinutes(4));

        assertThat(it.again(plan).fingerprint()).isEqualTo(plan.fingerprint());

        assertThat(it.pauses).isEmpty();
        assertThat(it.asked).containsOnlyOnce("workloads", "releases", "ready", "nodes", "warnings", "tryDelete", "tryBackUp", "deploys",
                "jobsSince", "revision").doesNotContain("log");
        assertThat(it.findings).filteredOn(one -> one.step() == Step.WORKLOADS_SETTLED)
                .allSatisfy(one -> assertThat(one.seen()).last().asString().contains("looked at twice, 4m apart"));
    }

    @Test
    void a_log_that_may_get_longer_is_read_again_after_a_yes() {
        it.answers.put("log", AskedWorld.log(LogEnd.MET_THE_LOCK));
        DeletePlan plan = it.plan();
        it.forget();
        it.clock.advance(Duration.ofMinutes(4));

        assertThat(it.again(plan).fingerprint()).isEqualTo(plan.fingerprint());

        assertThat(it.asked).contains("log");
    }

    @Test
    void after_a_yes_what_has_moved_meanwhile_is_looked_at_twice() {
        DeletePlan plan = it.plan();
        it.forget();
        it.clock.advance(Duration.ofMinutes(4));
        it.answers.put("workloads", new Workloads(List.of(new Workloads.Deployment("web", 8, 8, 3, 3, 3, 3, 0, false, false, List.of(
                new Workloads.Condition("Available", "True", "", "")))), List.of(), List.of(), List.of(), List.of(), List.of(), 0));

        assertThat(it.again(plan).fingerprint()).isEqualTo(plan.fingerprint());

        assertThat(it.pauses).containsExactly(GAP);
        assertThat(it.asked).filteredOn("workloads"::equals).hasSize(2);
    }

    @Test
    void a_yes_that_comes_before_the_gap_is_over_waits_for_it() {
        DeletePlan plan = it.plan();
        it.forget();
        it.clock.advance(GAP.minusSeconds(1));

        assertThat(it.again(plan).fingerprint()).isEqualTo(plan.fingerprint());

        assertThat(it.pauses).containsExactly(GAP, GAP);
        assertThat(it.asked).filteredOn("workloads"::equals).hasSize(2);
    }

    @Test
    void a_record_that_was_written_since_is_looked_at_twice_with_all_beside_it() {
        DeletePlan plan = it.plan();
        it.forget();
        it.clock.advance(Duration.ofMinutes(4));
        it.touchRecord();

        assertThat(it.again(plan).fingerprint()).isNotEqualTo(plan.fingerprint());

        assertThat(it.pauses).containsExactly(GAP, GAP);
        assertThat(it.asked).filteredOn("workloads"::equals).hasSize(2);
    }

    @Test
    void a_process_that_has_not_seen_the_plan_itself_takes_both_looks() {
        DeletePlan plan = it.plan();
        it.forget();
        it.clock.advance(Duration.ofMinutes(4));
        AskedWorld other = new AskedWorld(it.clock, it.world);

        assertThat(other.again(plan).fingerprint()).isEqualTo(plan.fingerprint());

        assertThat(other.pauses).containsExactly(GAP, GAP);
        assertThat(other.asked).filteredOn("workloads"::equals).hasSize(2);
    }

    @Test
    void every_step_of_the_runbook_has_one_check_in_the_order_of_the_steps() {
        assertThat(Gather.CHECKS).extracting(Check::step).containsExactly(Step.values());
    }

    private static Cluster answering(Map<String, Object> answers) {
        return (Cluster) Proxy.newProxyInstance(Cluster.class.getClassLoader(), new Class<?>[]{Cluster.class},
                (proxy, method, arguments) -> {
                    if (answers.containsKey(method.getName())) return answers.get(method.getName());
                    throw new UnavailableException("it", "says nothing of " + method.getName());
                });
    }

    private static <T> T silent(Class<T> port) {
        return port(port, (proxy, method, arguments) -> {
            throw new UnavailableException("it", "says nothing");
        });
    }

    private static <T> T port(Class<T> port, InvocationHandler answers) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, answers));
    }
}
