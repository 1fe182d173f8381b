package dev.helmstuck.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.report.thread.NextDryRun;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.FieldConflict;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Outlook;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.checks.ReleaseIsStuck;
import dev.helmstuck.testing.Some;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.Ran;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories that real Helm left, and what is said of them: two drivers, records mended by hand, installs, failures and conflicts. */
@NeedsRealCluster
class RealHistoriesTest {
    private static final String APPLIED = "everything had been applied";

    @TempDir
    Path folder;
    private final RealPlace place = new RealPlace();
    private final RealCluster real = RealCluster.shared();
    private String namespace;
    private Target target;
    private KubernetesCluster cluster;
    private String chart;

    @BeforeEach
    void start() throws IOException {
        namespace = place.namespace();
        target = place.target(namespace);
        cluster = place.cluster();
        Path templates = Files.createDirectories(folder.resolve("chart/templates"));
        Files.writeString(folder.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: small\nversion: 0.1.0\n");
        Files.writeString(templates.resolve("all.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a}
                data: {v: "{{ .Values.v }}"}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: b}
                data: {v: "{{ .Values.v }}"}
                {{- if .Values.account }}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: c}
                {{- end }}
                {{- if .Values.web }}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  minReadySeconds: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - name: main
                        image: "x:{{ .Values.v }}"
                        ports: [{containerPort: 80}]
                        env: [{name: A, value: "1"}, {name: B, value: "1"}]
                        command: ["run", "it"]
                {{- end }}
                """);
        chart = folder.resolve("chart").toString();
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    /** Somebody who may update these records only, and patch these ConfigMaps only ("*" is all). */
    private Path deployer(String name, List<Integer> updates, String patches) {
        String records = String.join(",", updates.stream().map(number -> "\"" + Records.name(number) + "\"").toList());
        String update = updates.isEmpty() ? "" : """
                ,{"apiGroups": [""], "resources": ["secrets"], "verbs": ["update"], "resourceNames": [%s]}""".formatted(records);
        String patch = patches.equals("*") ? "" : ", \"resourceNames\": [\"" + patches + "\"]";
        real.serviceAccount(namespace, name, """
                [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list", "watch", "create", "delete", "patch"]},
                 {"apiGroups": ["", "apps"], "resources": ["*"], "verbs": ["get", "list", "watch"]},
                 {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["create", "delete"]},
                 {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["patch"]%s},
                 {"apiGroups": ["apps"], "resources": ["*"], "verbs": ["*"]}%s]""".formatted(patch, update));
        return real.kubeconfigFor(namespace, name, name);
    }

    private String[] command(String verb, String... more) {
        List<String> command = new java.util.ArrayList<>(List.of(verb, Records.RELEASE, chart, "-n", namespace));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    private ReleaseIsStuck.ReleaseFinding look() {
        Fact<Releases> releases = new Fact.Known<>(cluster.releases(target));
        Fact<List<FieldConflict>> conflicts = new Fact.Known<>(ReleaseIsStuck.nextIsServerSide(target, releases, Some.NOW)
                .map(attempted -> cluster.fieldConflicts(target, Manifest.of(attempted.manifest()).objects())).orElse(List.of()));
        return ReleaseIsStuck.check(target, releases, conflicts, Clock.systemUTC().instant());
    }

    private StuckRevision stuck() {
        ReleaseIsStuck.ReleaseFinding found = look();
        assertThat(found.release()).as(found.finding().toString()).isInstanceOf(ReleaseState.Stuck.class);
        return ((ReleaseState.Stuck) found.release()).stuck();
    }

    private String below() {
        return look().finding().seen().stream().filter(line -> line.contains(" below it is ")).findFirst().orElseThrow();
    }

    private void deleteTheStuckOne() {
        StuckRevision stuck = stuck();
        assertThat(cluster.delete(target, new SecretRef(stuck.revision().secret(), stuck.revision().uid(),
                stuck.revision().resourceVersion()))).isEqualTo(new DeleteAnswer.Done());
    }

    @ParameterizedTest
    @EnumSource(Helm.class)
    void pending_records_in_config_maps_above_an_old_secret_block_and_ask_for_the_driver(Helm helm) {
        real.helm(helm, command("install", "--set", "v=1")).succeeded();
        real.helmOfConfigMaps(helm, real.kubeconfig(), command("upgrade", "--install", "--set", "v=2")).succeeded();
        real.helmOfConfigMaps(helm, real.kubeconfig(), command("upgrade", "--set", "v=3")).succeeded();
        Path deployer = deployer("deployer", List.of(), "*");
        assertThat(real.helmOfConfigMaps(helm, deployer, command("upgrade", "--set", "v=4")).exit()).isNotZero();
        assertThat(real.helmOfConfigMaps(helm, real.kubeconfig(), command("upgrade", "--set", "v=4")).stderr())
                .contains(StuckRelease.LOCKED);

        Finding finding = look().finding();
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(look().release()).isInstanceOf(ReleaseState.Unclear.class);
        assertThat(finding.summary()).contains("Two storage drivers", "the newest in ConfigMaps is pending");
        assertThat(finding.seen()).anyMatch(line -> line.contains("in Secrets: 1 record, the newest, revision 1, is deployed"))
                .anyMatch(line -> line.contains("in ConfigMaps: 3 records, the newest, revision 3, is pending-upgrade"));
        assertThat(finding.next()).startsWith("Which driver do the jobs use?");
    }

    @ParameterizedTest
    @EnumSource(Helm.class)
    void a_pending_secret_beside_old_records_in_config_maps_blocks_until_those_lose_helms_label(Helm helm) {
        real.helmOfConfigMaps(helm, real.kubeconfig(), command("install", "--set", "v=1")).succeeded();
        real.helm(helm, command("upgrade", "--install", "--set", "v=2")).succeeded();
        Path deployer = deployer("deployer", List.of(), "*");
        assertThat(real.helm(helm, deployer, command("upgrade", "--set", "v=3")).exit()).isNotZero();

        assertThat(look().finding().summary()).contains("the newest in Secrets is pending");
        assertThat(look().release()).isInstanceOf(ReleaseState.Unclear.class);
        real.kubectl("label", "configmap", "-n", namespace, "-l", "owner=helm,name=" + Records.RELEASE, "owner-").succeeded();
        assertThat(stuck().revision().number()).isEqualTo(2);
    }

    /** Stores other bytes in the record; both Helms' view of it. */
    private void store(int revision, byte[] release) {
        place.write(namespace, Records.name(revision), was -> new SecretBuilder(was)
                .addToData(Map.of("release", Base64.getEncoder().encodeToString(release))).build());
    }

    private byte[] release(int revision) {
        return Base64.getDecoder()
                .decode(real.client().secrets().inNamespace(namespace).withName(Records.name(revision)).require().getData().get("release"));
    }

    private boolean bothHelmsLockBy(int revision) {
        List<Boolean> locks = Arrays.stream(Helm.values()).map(helm -> {
            Ran history = real.helm(helm, "history", Records.RELEASE, "-n", namespace).succeeded();
            Ran upgrade = real.helm(helm, command("upgrade", "--set", "v=9", "--dry-run=server"));
            boolean listed = history.stdout().lines().anyMatch(line -> line.startsWith(revision + " ") || line.startsWith(revision + "\t"));
            assertThat(upgrade.stderr().contains(StuckRelease.LOCKED)).as(helm + upgrade.output() + history.output()).isEqualTo(listed);
            return listed;
        }).distinct().toList();
        assertThat(locks).as("both Helms agree").hasSize(1);
        return locks.getFirst();
    }

    @ParameterizedTest
    @EnumSource(Helm.class)
    void a_record_encoded_again_by_gnu_base64_is_read_and_locks_as_it_does_for_both_helms(Helm helm) throws Exception {
        real.helm(helm, command("install", "--set", "v=1")).succeeded();
        assertThat(real.helm(helm, deployer("deployer", List.of(), "*"), command("upgrade", "--set", "v=2")).exit()).isNotZero();
        byte[] zipped = Base64.getDecoder().decode(release(2));
        byte[] wrapped = gnuBase64(zipped);
        assertThat(new String(wrapped, UTF_8).lines().count()).isGreaterThan(3);
        for (byte[] mended : List.of(wrapped, (new String(release(2), UTF_8) + "\n").getBytes(UTF_8),
                new String(wrapped, UTF_8).replace("\n", "\r\n").getBytes(UTF_8))) {
            store(2, mended);
            assertThat(bothHelmsLockBy(2)).isTrue();
            assertThat(stuck().revision().number()).isEqualTo(2);
        }
    }

    private static byte[] gnuBase64(byte[] bytes) throws IOException, InterruptedException {
        Process base64 = new ProcessBuilder("base64").start();
        base64.getOutputStream().write(bytes);
        base64.getOutputStream().close();
        byte[] encoded = base64.getInputStream().readAllBytes();
        assertThat(base64.waitFor()).isZero();
        return encoded;
    }

    @Test
    void what_is_said_to_be_skipped_by_helm_is_skipped_by_both_and_what_they_read_is_not() {
        real.helm3(command("install", "--set", "v=1")).succeeded();
        assertThat(real.helm(Helm.V3, deployer("deployer", List.of(), "*"), command("upgrade", "--set", "v=2")).exit()).isNotZero();
        byte[] stored = release(2);
        byte[] zipped = Base64.getDecoder().decode(stored);
        String json = dev.helmstuck.testing.cluster.Payload.decode(Base64.getEncoder().encodeToString(stored));

        // an unpadded text: plain JSON, of a length that needs padding
        String plain = json + " ".repeat((4 - json.length() % 3) % 3);
        String padded = Base64.getEncoder().encodeToString(plain.getBytes(UTF_8));
        assertRead(2, padded.getBytes(UTF_8), true);
        if (padded.endsWith("=")) assertRead(2, padded.replace("=", "").getBytes(UTF_8), false);
        assertRead(2, (new String(stored, UTF_8) + " ").getBytes(UTF_8), false);
        assertRead(2, Base64.getEncoder().encode(Arrays.copyOf(zipped, zipped.length + 30)), false);
        assertRead(2, Base64.getEncoder().encode(Arrays.copyOf(zipped, zipped.length - 30)), false);
        assertRead(2, Base64.getEncoder().encode(json.replace("Preparing upgrade", "für alle").getBytes(ISO_8859_1)), true);
        assertRead(2, Base64.getEncoder().encode((json + "{}").getBytes(UTF_8)), false);
        assertRead(2, Base64.getEncoder().encode(("\ufeff" + json).getBytes(UTF_8)), false);
        assertRead(2, Base64.getEncoder().encode(json.replace("\"status\":", "\"STATUS\":").getBytes(UTF_8)), true);
    }

    /** @param read whether both Helms read it: then we do, or say that they may; else it is said to be skipped */
    private void assertRead(int revision, byte[] release, boolean read) {
        store(revision, release);
        assertThat(bothHelmsLockBy(revision)).isEqualTo(read);
        Payload payload = cluster.releases(target).top().orElseThrow();
        assertThat(payload instanceof Payload.Undecodable).as(payload.toString()).isEqualTo(!read);
    }

    @ParameterizedTest
    @EnumSource(Helm.class)
    void an_install_after_an_uninstall_that_kept_the_history_is_not_said_to_have_applied_anything(Helm helm) {
        real.helm(helm, command("install", "--set", "v=1")).succeeded();
        real.helm(helm, "uninstall", Records.RELEASE, "-n", namespace, "--keep-history").succeeded();
        // of an install Helm only logs that its last write was refused, and ends with success
        real.helm(helm, deployer("deployer", List.of(1), "*"), command("upgrade", "--install", "--set", "v=2")).succeeded();

        assertThat(stuck().record().status()).isEqualTo(ReleaseStatus.PENDING_INSTALL);
        assertThat(stuck().belowStatus()).isEqualTo(ReleaseStatus.SUPERSEDED);
        assertThat(below()).contains("an install replaces an uninstalled release", "records do not tell").doesNotContain(APPLIED);
        assertThat(NextDryRun.shows(plan()).getFirst()).contains("Deploy with helm upgrade --install", "the name is still in use");
        deleteTheStuckOne();
        assertThat(real.helm(helm, command("install", "--set", "v=2")).stderr()).contains("a name that is still in use");
        real.helm(helm, command("upgrade", "--install", "--set", "v=2")).succeeded();
    }

    private DeletePlan plan() {
        StuckRevision stuck = stuck();
        DeletePlan plan = Some.plan();
        return new DeletePlan(plan.cluster(), plan.namespace(), plan.release(), stuck.revision().secret(), stuck.revision().number(),
                plan.uid(),
                plan.resourceVersion(), stuck.record().status(), plan.created(), plan.chart(), plan.appVersion(), plan.description(),
                stuck.below().number(), stuck.belowStatus(), plan.fingerprint(), java.util.Optional.of(Outlook.of(stuck)));
    }

    /** 1 deployed, 2 superseded and failed, 3 pending-rollback: neither the roll-back nor its failed-mark went through. */
    private Path refusedRollback(Helm helm) {
        real.helm(helm, command("install", "--set", "v=1", "--set", "account=true")).succeeded();
        real.kubectl("delete", "serviceaccount", "c", "-n", namespace).succeeded();
        Path deployer = deployer("deployer", List.of(1, 2), "a");
        Ran upgrade = real.helm(helm, deployer, command("upgrade", "--set", "v=2", helm.atomic(), "--timeout", "20s"));
        assertThat(upgrade.exit()).isNotZero();
        return deployer;
    }

    @ParameterizedTest
    @EnumSource(Helm.class)
    void a_rollback_that_could_not_be_applied_nor_marked_is_not_said_to_have_applied_everything(Helm helm) {
        Path deployer = refusedRollback(helm);
        StuckRevision stuck = stuck();
        assertThat(List.of(stuck.record().status(), stuck.belowStatus())).containsExactly(ReleaseStatus.PENDING_ROLLBACK,
                ReleaseStatus.SUPERSEDED);
        assertThat(stuck.deployed()).extracting(it -> it.number()).containsExactly(1);
        assertThat(below()).contains("it had failed and was superseded later, as Helm does when the rollback of it cannot be applied")
                .doesNotContain(APPLIED);
        assertThat(look().finding().seen()).contains(
                "the next deploy merges from revision 1, the newest that is marked deployed, while helm diff compares with revision 2");
        assertThat(NextDryRun.shows(plan())).noneMatch(line -> line.contains("rolls nothing")).anyMatch(line -> line.contains(
                "merges from revision 1"));

        deleteTheStuckOne();
        assertThat(real.helm(helm, deployer, command("upgrade", "--set", "v=3")).exit()).as("nothing of it can be applied, nor marked")
                .isNotZero();
        assertThat(stuck().record().status()).isEqualTo(ReleaseStatus.PENDING_UPGRADE);
        assertThat(below()).contains("it need not be this upgrade that marked it so, for revision 1 is marked deployed")
                .doesNotContain(APPLIED);
        assertThat(NextDryRun.shows(plan())).noneMatch(line -> line.contains("rolls nothing"));
    }

    @ParameterizedTest
    @EnumSource(Helm.class)
    void an_upgrade_over_a_failed_one_is_not_said_to_be_a_rollback(Helm helm) {
        real.helm(helm, command("install", "--set", "v=1")).succeeded();
        Path deployer = deployer("deployer", List.of(1, 2), "a");
        assertThat(real.helm(helm, deployer, command("upgrade", "--set", "v=2")).exit()).isNotZero();
        assertThat(real.helm(helm, deployer, command("upgrade", "--set", "v=3")).exit()).isNotZero();

        assertThat(List.of(stuck().record().status(), stuck().belowStatus())).containsExactly(ReleaseStatus.PENDING_UPGRADE,
                ReleaseStatus.FAILED);
        assertThat(below()).contains("the operation before had failed, and this upgrade began over it").doesNotContain("roll");
    }

    @ParameterizedTest
    @EnumSource(Helm.class)
    void after_an_earlier_delete_over_a_superseded_one_nothing_is_said_to_be_applied(Helm helm) {
        real.helm(helm, command("install", "--set", "v=1", "--set", "web=true", "--wait")).succeeded();
        Path deployer = deployer("deployer", List.of(1), "*");
        assertThat(real.helm(helm, deployer, command("upgrade", "--set", "v=2", "--set", "web=true", "--wait", "--timeout", "60s")).exit())
                .isNotZero();
        assertThat(stuck().belowStatus()).isEqualTo(ReleaseStatus.SUPERSEDED);
        assertThat(below()).contains(APPLIED);
        deleteTheStuckOne();

        Path powerless = deployer("powerless", List.of(), "none");
        assertThat(real.helm(helm, powerless, command("upgrade", "--set", "v=3", "--set", "web=true")).exit()).isNotZero();
        assertThat(stuck().belowStatus()).isEqualTo(ReleaseStatus.SUPERSEDED);
        assertThat(below()).containsAnyOf("it was marked so before this upgrade began, as after an earlier delete like this one",
                "it was marked so in the very second in which this upgrade began").doesNotContain(APPLIED);
    }

    @Test
    void fields_that_kubectl_and_an_autoscalers_scale_took_over_are_named_as_helm_4_then_fails_on_them() {
        real.helm4(command("install", "--set", "v=1", "--set", "web=true")).succeeded();
        real.helm(Helm.V4, deployer("deployer", List.of(), "*"), command("upgrade", "--set", "v=2", "--set", "web=true"));
        assertThat(look().finding().result()).as("nobody took anything over yet").isEqualTo(Result.PASS);
        real.kubectl("scale", "deployment", "web", "-n", namespace, "--replicas=3").succeeded();
        real.kubectl("set", "env", "deployment/web", "-n", namespace, "B=9").succeeded();
        real.kubectl("patch", "deployment", "web", "-n", namespace, "--field-manager=somebody", "--type=json", "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/command\",\"value\":[\"other\"]}]").succeeded();

        Finding finding = look().finding();
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen().getFirst()).contains("applied server-side, as revision 1 was", "no dry run shows",
                "Deployment/web spec.replicas (kubectl)", "Deployment/web spec.template.spec.containers[main].env[B].value (kubectl-set)",
                "Deployment/web spec.template.spec.containers[main].command (somebody)", "--force-conflicts");
        StuckRevision stuck = stuck();
        assertThat(Outlook.of(stuck).conflicts()).hasSize(3);
        assertThat(NextDryRun.shows(plan())).anyMatch(line -> line.contains("takes") || line.contains("--force-conflicts"));

        deleteTheStuckOne();
        String[] again = command("upgrade", "--set", "v=2", "--set", "web=true");
        assertThat(real.helm4(command("upgrade", "--set", "v=2", "--set", "web=true", "--dry-run=server")).exit()).isZero();
        Ran refused = real.helm4(again);
        assertThat(refused.exit()).isNotZero();
        assertThat(conflicts(refused.stderr())).isEqualTo(new TreeSet<>(stuck.conflicts().stream().map(FieldConflict::field).toList()));
        real.helm4(command("upgrade", "--set", "v=2", "--set", "web=true", "--force-conflicts")).succeeded();
    }

    @Test
    void fields_that_helm_3_took_over_are_named_and_the_managers_name_is_helm_too() {
        real.helm4(command("install", "--set", "v=1", "--set", "web=true")).succeeded();
        real.helm(Helm.V3, deployer("deployer", List.of(), "*"), command("upgrade", "--set", "v=2", "--set", "web=true"));
        StuckRevision stuck = stuck();
        assertThat(stuck.conflicts()).as("what it set is what it would set again").isEmpty();
        ReleaseRecord first = stuck.belowRecord();
        List<FieldConflict> other = cluster.fieldConflicts(target, Manifest.of(first.manifest()).objects());
        assertThat(other).extracting(FieldConflict::words)
                .containsExactly("Deployment/web spec.template.spec.containers[main].image (helm)");
        deleteTheStuckOne();
        Ran refused = real.helm4(command("upgrade", "--set", "v=1", "--set", "web=true"));
        assertThat(conflicts(refused.stderr())).contains("spec.template.spec.containers[main].image");
    }

    /** The fields on which Helm 4 failed, in our notation. */
    private static Set<String> conflicts(String stderr) {
        Set<String> fields = new TreeSet<>();
        // several are listed, a single one stands in the sentence
        Matcher field = Pattern.compile("(?:- |apps/v1: )\\.([a-z][^\\s]*)").matcher(stderr.replace("\\\"", "\""));
        while (field.find())
            fields.add(field.group(1).replaceAll("\\[name=\"([^\"]*)\"\\]", "[$1]").replaceAll("[\"\\\\].*", ""));
        return fields;
    }
}
