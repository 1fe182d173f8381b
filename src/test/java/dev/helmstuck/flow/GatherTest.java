package dev.helmstuck.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Pipeline;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.testing.Some;
import dev.helmstuck.testing.orders.FakeCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatherTest {
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
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (proxy, method, arguments) -> {
            throw new UnavailableException("it", "says nothing");
        }));
    }
}
