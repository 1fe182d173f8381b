package dev.helmstuck.runbook.checks;

import static dev.helmstuck.runbook.checks.Looks.deployment;
import static dev.helmstuck.runbook.checks.Looks.look;
import static dev.helmstuck.runbook.checks.Looks.pod;
import static dev.helmstuck.runbook.checks.Looks.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Nodes;
import dev.helmstuck.runbook.Nodes.ClusterNode;
import dev.helmstuck.runbook.ReleasePod;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Samples;
import dev.helmstuck.runbook.WarningEvent;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.checks.ClusterIsHealthy.Signs;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterIsHealthyTest {
    private static final Nodes GOOD = new Nodes.Seen(List.of(new ClusterNode("node-1", true, false, List.of())));
    private static final Nodes LOW = new Nodes.Seen(List.of(new ClusterNode("node-1", true, false, List.of()),
            new ClusterNode("node-2", true, false, List.of("MemoryPressure")), new ClusterNode("node-3", false, true, List.of())));

    @Test
    void a_ready_cluster_without_trouble_passes() {
        Finding finding = check("ok", GOOD, pod("web-1", "Deployment web").build());
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.seen()).containsExactly("1 of 1 node ready and without pressure");
    }

    @Test
    void a_source_that_is_unavailable_is_unknown_and_all_of_them_are_named() {
        Fact.Unavailable<Samples> silent = new Fact.Unavailable<>("the cluster", "no answer");
        Finding finding = ClusterIsHealthy.check(Some.target(), new Signs(new Fact.Unavailable<>("the cluster", "no answer"), silent,
                new Fact.Unavailable<>("the cluster", "no answer"), new Fact.Unavailable<>("the cluster", "no answer")), Some.NOW);
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).hasSize(4).allMatch(line -> line.endsWith("the cluster: no answer"));
    }

    @Test
    void an_api_server_that_is_not_ready_stops() {
        Finding finding = check("[-]etcd failed", GOOD);
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).contains("the API server is not ready: [-]etcd failed");
        assertThat(finding.next()).startsWith("Whoever runs the cluster has to mend its control plane first");
    }

    @Test
    void nodes_in_trouble_are_a_remark_with_how_many_of_how_many_by_name() {
        Finding finding = check("ok", LOW);
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen()).first().asString().isEqualTo("2 of 3 nodes in trouble: node-2 (MemoryPressure), node-3 (not ready)");
    }

    @Test
    void nodes_that_may_not_be_listed_are_a_remark() {
        Finding finding = check("ok", new Nodes.Withheld("cluster x forbids to list nodes (403)"));
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen()).first().asString().contains("forbids to list nodes").contains("manifests/target/nodes");
    }

    @ParameterizedTest
    @CsvSource({
            "CrashLoopBackOff,           'crash-looping (web-1), container web, CrashLoopBackOff, last ended with OOMKilled', logs POD --previous",
            "ImagePullBackOff,           'without an image (web-1), ImagePullBackOff of registry.example.com/web:v18',        image exists",
            "ErrImagePull,               'without an image (web-1), ErrImagePull of registry.example.com/web:v18',            image exists",
            "CreateContainerConfigError, 'unable to start (web-1), container web, CreateContainerConfigError',                 describe pod POD"})
    void a_pod_of_the_release_that_cannot_run_stops_with_the_reason_and_what_fits_it(String reason, String words, String next) {
        Finding finding = check("ok", GOOD, pod("web-1", "Deployment web").waits(reason, "OOMKilled").build());
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).first().asString().startsWith("Deployment web: 1 pod " + words);
        assertThat(finding.next()).contains(next);
    }

    @Test
    void a_pod_that_no_node_takes_stops_in_the_schedulers_words() {
        Finding finding = check("ok", GOOD, pod("web-1", "Deployment web").unscheduled("Unschedulable: 0/1 nodes are available").build());
        assertThat(finding.seen()).first().asString()
                .isEqualTo("Deployment web: 1 pod without a node (web-1), Unschedulable: 0/1 nodes are available");
    }

    @Test
    void a_node_that_explains_the_releases_trouble_stands_beside_it() {
        assertThat(check("ok", LOW, pod("web-1", "Deployment web").on("node-3").phase("Pending", "").build()).seen()).first().asString()
                .isEqualTo("Deployment web: 1 pod pending (web-1), on node node-3 (not ready)");
    }

    @Test
    void what_is_being_deleted_or_was_replaced_is_no_trouble() {
        assertThat(check("ok", GOOD, pod("web-1", "Deployment web").waits("CrashLoopBackOff", "").going().build(),
                pod("web-2", "Deployment web").phase("Failed", "Evicted").build()).result()).isEqualTo(Result.PASS);
    }

    @Test
    void warnings_on_the_releases_objects_are_grouped_newest_first_and_quote_no_container() {
        Workloads look = with(look(deployment("web").build()), pod("web-5d8f-x", "Deployment web").build());
        List<WarningEvent> events = List.of(event("Pod", "web-5d8f-x", "Unhealthy", "password=hunter2", 200),
                event("Pod", "web-5d8f-y", "Unhealthy", "password=hunter2", 100),
                event("ReplicaSet", "web-5d8f", "FailedCreate", "quota", 300), event("Pod", "other-1-1", "BackOff", "not ours", 1));
        Finding finding = ClusterIsHealthy.check(Some.target(), new Signs(new Fact.Known<>("ok"), samples(look), new Fact.Known<>(GOOD),
                new Fact.Known<>(events)), Some.NOW);
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.seen()).containsExactly("1 of 1 node ready and without pressure",
                "warning: Unhealthy on Pod web-5d8f-y and others like it, 4 times, last 1m 40s ago",
                "warning: FailedCreate on ReplicaSet web-5d8f, 2 times, last 5m ago");
    }

    private static WarningEvent event(String kind, String name, String reason, String message, int secondsAgo) {
        return new WarningEvent(kind, name, reason, message, 2, Some.NOW.minusSeconds(secondsAgo));
    }

    private static Fact<Samples> samples(Workloads look) {
        return new Fact.Known<>(new Samples(look, look, Duration.ofSeconds(15)));
    }

    private static Finding check(String ready, Nodes nodes, ReleasePod... pods) {
        return ClusterIsHealthy.check(Some.target(),
                new Signs(new Fact.Known<>(ready), samples(with(look(deployment("web").build()), pods)),
                        new Fact.Known<>(nodes), new Fact.Known<>(List.of())),
                Some.NOW);
    }
}
