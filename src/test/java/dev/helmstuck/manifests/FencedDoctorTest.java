package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.helmstuck.cli.HelmStuckCommand;
import dev.helmstuck.doctor.ClusterAccount;
import dev.helmstuck.doctor.Right;
import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.LeftBehind;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} with the shipped accounts on a real API server: nothing to mend as shipped, and what is taken away is named. */
@NeedsRealCluster
class FencedDoctorTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static RealCluster cluster;
    private static StuckRelease stuck;
    private static Account reader;
    private static Account deleter;

    @TempDir
    Path dir;
    private World world;

    private record SaidOnTerminal(int exit, String out) {}

    @BeforeAll
    static void raise() {
        cluster = RealCluster.shared();
        stuck = StuckRelease.lastWriteRefused(cluster, Helm.V3);
        Fence.around(cluster, stuck.namespace());
        reader = Account.reader(cluster);
        deleter = Account.deleter(cluster);
    }

    @AfterAll
    static void close() {
        reader.close();
        deleter.close();
    }

    @BeforeEach
    void asShipped() {
        world = new World(dir, reader.kubeconfig(), "helm-stuck-reader", stuck.namespace(), stuck.release());
        with(deleter.kubeconfig(), "helm-stuck-deleter");
        world.culprit(Instant.parse(stuck.secret(stuck.revision()).getMetadata().getCreationTimestamp()));
    }

    private void with(Path kubeconfig, String context) {
        world.with("KUBECONFIG", reader.kubeconfig() + ":" + kubeconfig);
        world.targets(
                world.targets().replaceFirst("(?m)(    deleter: .*\n)?^    namespace:", "    deleter: " + context + "\n    namespace:"));
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void as_shipped_there_is_nothing_to_mend_and_nothing_is_changed() {
        List<?> before = cluster.client().secrets().inNamespace(stuck.namespace()).list().getItems();
        SaidOnTerminal told = doctor();
        assertThat(told.exit()).as(told.out()).isZero();
        assertThat(told.out()).contains("rights (12 verbs), policy, copy, delete, forecast (4 kinds), nodes (1)");
        assertThat(cluster.client().secrets().inNamespace(stuck.namespace()).list().getItems()).isEqualTo(before);
    }

    @Test
    void a_kind_that_may_not_be_read_is_named_as_what_no_forecast_tells_of() {
        cluster.kubectl("patch", "role", "helm-stuck-reader", "-n", stuck.namespace(), "--type=json", "-p",
                "[{\"op\": \"replace\", \"path\": \"/rules/2/resources\", \"value\": [\"statefulsets\", \"daemonsets\"]}]").succeeded();
        try {
            String told = until(out -> out.contains("may not list deployments.apps in namespace " + stuck.namespace())
                    && out.contains("Deployment (apps/v1) in namespace "));
            assertThat(told).containsPattern("note +forecast +Deployment \\(apps/v1\\) in namespace " + stuck.namespace()
                    + " may not be read, so no forecast tells of it[^\n]*→ optional: kubectl --context helm-stuck-reader apply -n "
                    + stuck.namespace() + " -k manifests/target/forecast");
        } finally {
            Fence.around(cluster, stuck.namespace());
        }
    }

    @Test
    void a_verb_that_a_role_lost_is_named_with_the_line_that_gives_it_back() {
        cluster.kubectl("patch", "role", "helm-stuck-deleter", "-n", stuck.namespace(), "--type=json", "-p",
                "[{\"op\": \"replace\", \"path\": \"/rules/0/verbs\", \"value\": [\"delete\"]}]").succeeded();
        try {
            String told = until(out -> out.contains("rights "
                    + " the deleter (context helm-stuck-deleter) may not create secrets in namespace " + stuck.namespace()));
            assertThat(told).contains("add to the account's Role: - {apiGroups: [\"\"], resources: [\"secrets\"], verbs: [\"create\"]}")
                    .startsWith("1 thing to mend");
        } finally {
            Fence.around(cluster, stuck.namespace());
        }
    }

    /** A deleter that is none of the fenced accounts: the policy is there, and does not hold it. */
    @Test
    void a_deleter_outside_of_the_fence_is_named() {
        cluster.serviceAccount(stuck.namespace(), "careless",
                "[{\"apiGroups\": [\"\"], \"resources\": [\"secrets\"], \"verbs\": [\"create\", \"delete\"]}]");
        with(cluster.kubeconfigFor(stuck.namespace(), "careless", "careless"), "careless");
        String told = until(out -> !out.contains("PROBLEM  rights"));
        assertThat(told).contains("PROBLEM  policy",
                "no admission policy holds the deleter back: it may create any Secret of namespace " + stuck.namespace(),
                "apply -k manifests/target/cluster");
    }

    @Test
    void the_rights_that_it_asks_for_are_those_that_the_shipped_roles_grant() {
        var shipped = Rbac.granted(Fence.MANIFESTS.resolve("target/namespace/rbac.yaml"));
        assertThat(asked(Right.ofRecords("x"), ClusterAccount.READER))
                .containsExactlyInAnyOrderElementsOf(shipped.get("helm-stuck-reader"));
        assertThat(asked(Right.ofRecords("x"), ClusterAccount.DELETER))
                .containsExactlyInAnyOrderElementsOf(shipped.get("helm-stuck-deleter"));
        assertThat(asked(Right.ofWorkloads("x"), ClusterAccount.READER)).containsExactlyInAnyOrderElementsOf(
                Rbac.granted(Fence.MANIFESTS.resolve("target/workloads/rbac.yaml")).get("helm-stuck-workloads"));
    }

    private static List<String> asked(List<Right> rights, ClusterAccount account) {
        return rights.stream().filter(right -> right.account() == account)
                .map(right -> right.verb() + " " + right.group() + "/" + right.resource()).collect(Collectors.toList());
    }

    private String until(Predicate<String> said) {
        StringBuilder last = new StringBuilder();
        Await.until("doctor says it", BOUND, () -> {
            last.setLength(0);
            last.append(doctor().out());
            return said.test(last.toString());
        });
        return last.toString();
    }

    private SaidOnTerminal doctor() {
        StringWriter out = new StringWriter();
        int exit = HelmStuckCommand.line(world.environment(), dir).setOut(new PrintWriter(out)).setErr(new PrintWriter(out))
                .execute("doctor");
        LeftBehind.keep("output", List.of(out.toString()));
        return new SaidOnTerminal(exit, out.toString());
    }
}
