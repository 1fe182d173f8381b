package dev.helmstuck.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.doctor.ClusterSymptoms;
import dev.helmstuck.doctor.FenceAnswer;
import dev.helmstuck.doctor.Right;
import dev.helmstuck.kubernetes.KubernetesCluster;
import dev.helmstuck.ports.Drills.DrillAnswer;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.Ran;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a drill makes with the shipped accounts is a stuck release to real Helm, and behind the fence it can be made nowhere else. */
@NeedsRealCluster
class FencedPractiseTest {
    private static final String RELEASE = "practice";
    private static final String STUCK = "sh.helm.release.v1.practice.v2";
    private static final String LABELLED = """
            {"apiVersion": "v1", "kind": "%s", "metadata": {"name": "%s", "labels": {"helm-stuck/drill": "true"%s}}%s}""";
    private static final String DEPLOYED = LABELLED.formatted("Secret", "sh.helm.release.v1.other.v1",
            ", \"owner\": \"helm\", \"status\": \"deployed\"", ", \"type\": \"helm.sh/release.v1\"");
    private static RealCluster cluster;
    private static String place;
    private static Account reader;
    private static Account deleter;

    @TempDir
    Path dir;

    @BeforeAll
    static void asTheOperationsPageSays() {
        cluster = RealCluster.shared();
        place = cluster.namespace();
        cluster.kubectl("label", "namespace", place, "helm-stuck/drill=true").succeeded();
        Fence.around(cluster, place);
        cluster.kubectl("apply", "-n", place, "-k", Fence.MANIFESTS.resolve("target/drill").toString()).succeeded();
        reader = Account.reader(cluster);
        deleter = Account.deleter(cluster);
        Await.until("the drill's Role and the policy's word on its namespace are in force", Duration.ofSeconds(30),
                () -> deleter.post(path(place, "configmaps") + "?dryRun=All", LABELLED.formatted("ConfigMap", "helm-stuck-drill", "", ""))
                        .code() == 201);
    }

    @AfterAll
    static void close() {
        reader.close();
        deleter.close();
    }

    private static String path(String namespace, String resource) {
        return "/api/v1/namespaces/" + namespace + "/" + resource;
    }

    private static KubernetesCluster bot() {
        return new KubernetesCluster(new ClusterSettings(List.of(reader.kubeconfig(), deleter.kubeconfig()), ProxyVariables.NONE),
                Clock.systemUTC(), FencedPractiseTest::sleep);
    }

    private static Target target(String namespace) {
        Ci ci = new Ci("group/project", Pattern.compile("^none$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        return new Target(RELEASE, "gstg", reader.toString(), namespace, RELEASE, List.of(ci), Optional.of(deleter.toString())).drill(true);
    }

    @Test
    void both_helms_read_what_it_makes_and_deploy_again_once_the_record_is_deleted() throws IOException {
        try (KubernetesCluster bot = bot()) {
            assertThat(bot.practice(target(place))).isEqualTo(new FenceAnswer.LetsPass());
            for (Helm helm : Helm.values()) {
                // the second time it takes away what the first and a real upgrade left
                assertThat(bot.make(target(place))).isEqualTo(new DrillAnswer.DrillMade(STUCK));
                assertThat(run(helm, "status", RELEASE)).contains("STATUS: pending-upgrade", "REVISION: 2");
                assertThat(run(helm, "history", RELEASE))
                        .containsPattern("1\\s.*\\sdeployed\\s+helm-stuck-drill-1.0.0\\s+1\\s+Install complete")
                        .containsPattern("2\\s.*\\spending-upgrade\\s+helm-stuck-drill-2.0.0\\s+2\\s+Preparing upgrade");
                assertThat(run(helm, "get", "manifest", RELEASE, "--revision", "1")).contains("helm-stuck/drill: \"true\"");
                assertThat(upgrade(helm).exit()).isEqualTo(1);
                assertThat(upgrade(helm).stderr()).contains("another operation (install/upgrade/rollback) is in progress");

                Revision stuck = bot.releases(target(place)).highest().orElseThrow();
                assertThat(stuck.drill()).isPresent();
                assertThat(stuck.isLabelled(ReleaseStatus.PENDING_UPGRADE)).isTrue();
                assertThat(bot.delete(target(place), new SecretRef(stuck.secret(), stuck.uid(), stuck.resourceVersion())))
                        .isEqualTo(new DeleteAnswer.Done());
                assertThat(run(helm, "status", RELEASE)).contains("STATUS: deployed", "REVISION: 1");
                assertThat(upgrade(helm).succeeded().stdout()).contains("STATUS: deployed", "REVISION: 2");
                helmsOwnRecordsCarryTheLabelAndNoProof(bot);
            }
        }
    }

    /** Helm hands labels on, which says what the next drill may take away, and no annotation, so that none of them passes for the drill's. */
    private static void helmsOwnRecordsCarryTheLabelAndNoProof(KubernetesCluster bot) {
        assertThat(cluster.client().secrets().inNamespace(place).withName(STUCK).require().getMetadata().getLabels())
                .containsEntry("helm-stuck/drill", "true");
        Releases after = bot.releases(target(place));
        assertThat(after.revisions()).hasSize(2).allSatisfy(one -> assertThat(one.drill()).isEmpty());
    }

    private Ran upgrade(Helm helm) throws IOException {
        Path chart = Files.createDirectories(dir.resolve("chart/templates")).getParent();
        Files.writeString(chart.resolve("Chart.yaml"), "{apiVersion: v2, name: helm-stuck-drill, version: 3.0.0}\n");
        Files.writeString(chart.resolve("templates/configmap.yaml"),
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: helm-stuck-drill, labels: {helm-stuck/drill: \"true\"}}, data: {revision: \"3\"}}\n");
        return cluster.helm(helm, "upgrade", RELEASE, chart.toString(), "-n", place);
    }

    private static String run(Helm helm, String... words) {
        return cluster.helm(helm, Stream.concat(Arrays.stream(words), Stream.of("-n", place))
                .toArray(String[]::new)).succeeded().stdout();
    }

    @Test
    void the_roles_of_the_component_are_those_of_every_target_and_the_drills_config_map() {
        TreeSet<String> askedForByDoctor = Right.ofDrill(place).stream().map(right -> right.verb() + " " + right.group() + "/" + right
                .resource()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(askedForByDoctor).containsExactly("create /configmaps", "delete /configmaps");
        assertThat(Rbac.granted(Fence.MANIFESTS.resolve("target/drill/rbac.yaml"))).isEqualTo(Map.of("helm-stuck-drill", askedForByDoctor));
    }

    /** Each of these is allowed by some Role, and refused by the policy alone. */
    @Test
    void the_label_means_nothing_elsewhere_and_only_these_objects_carry_it_here() {
        String elsewhere = cluster.namespace();
        Fence.around(cluster, elsewhere);
        cluster.kubectl("apply", "-n", elsewhere, "-k", Fence.MANIFESTS.resolve("target/drill").toString()).succeeded();
        String map = LABELLED.formatted("ConfigMap", "helm-stuck-drill", "", "");
        Await.until("the Role is in force there", Duration.ofSeconds(30),
                () -> deleter.post(path(elsewhere, "configmaps") + "?dryRun=All", map).message().contains(Fence.POLICY));
        try (KubernetesCluster bot = bot()) {
            FenceAnswer holds = bot.practice(target(elsewhere));
            assertThat(holds).isInstanceOf(FenceAnswer.Holds.class);
            assertThat(new ClusterSymptoms(target(elsewhere)).practice(holds).orElseThrow().cure())
                    .contains("label namespace " + elsewhere + " helm-stuck/drill=true");
            assertThat(bot.make(target(elsewhere))).isInstanceOfSatisfying(DrillAnswer.DrillRefused.class,
                    no -> assertThat(no.why()).contains(Fence.POLICY)).extracting("unready", "made").containsExactly(true, List.of());
        }
        refused(deleter.post(path(elsewhere, "secrets"), DEPLOYED));
        cluster.client().secrets().inNamespace(elsewhere).load(new ByteArrayInputStream(DEPLOYED.getBytes(UTF_8))).create();
        refused(deleter.delete(path(elsewhere, "secrets") + "/sh.helm.release.v1.other.v1",
                "{\"apiVersion\": \"v1\", \"kind\": \"DeleteOptions\"}"));

        refused(deleter.post(path(place, "configmaps"), map.replace("\"helm-stuck-drill\"", "\"another\"")));
        refused(deleter.post(path(place, "configmaps"), map.replace("helm-stuck/drill", "helm-stuck/other")));
        refused(deleter.post(path(place, "secrets"), DEPLOYED.replace("helm-stuck/drill", "helm-stuck/other")));
        refused(deleter.post(path(place, "secrets"), DEPLOYED.replace("helm.sh/release.v1", "Opaque")));
        String own = path(place, "secrets") + "/sh.helm.release.v1.other.v1";
        assertThat(deleter.post(path(place, "secrets"), DEPLOYED).code()).isEqualTo(201);
        assertThat(deleter.delete(own, "{\"apiVersion\": \"v1\", \"kind\": \"DeleteOptions\"}").message()).contains(Fence.POLICY,
                "never by name alone");
        cluster.kubectl("delete", "secret", "-n", place, "sh.helm.release.v1.other.v1").succeeded();
    }

    private static void refused(Account.AccountAnswer said) {
        assertThat(said.code()).as(said.body()).isEqualTo(422);
        assertThat(said.message()).contains(Fence.POLICY);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
