package dev.helmstuck.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Records what the demo and the decoder's tests need of real Helm and a real cluster into {@code src/test/resources/records}.
 *
 * <pre>
 * export KUBEBUILDER_ASSETS=$(.ci/kube-assets)
 * mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *     -Dexec.args="-classpath %classpath dev.helmstuck.testing.cluster.RecordDemo"
 * </pre>
 *
 * {@code gitlab-cny.json} is a List: the release gitlab-cny as Helm 3 left it, 1233 deployed and 1234 pending-upgrade as its last write
 * was refused, and the settled workloads. Two things in it are not Helm's or the cluster's: the first record's number was raised to
 * 1232 before Helm made the two, and the autoscaler's status is that of a healthy one, as the test cluster has no metrics.
 * {@code helm3-STATUS.json} and {@code helm4-STATUS.json} are whole Secrets, untouched.
 */
public final class RecordDemo {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String NAME = "gitlab-cny";
    private static final String OLD = "18-6-202611190620-5f3a91c07de";
    private static final String NEW = "18-6-202611200620-b52bd2e9f6c";

    private final RealCluster cluster;
    private final Path folder;

    private RecordDemo(RealCluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "src/test/resources/records");
        Files.createDirectories(folder);
        RecordDemo recorder = new RecordDemo(RealCluster.shared(), folder);
        recorder.demo();
        for (Helm helm : Helm.values())
            recorder.fixtures(helm, helm == Helm.V3 ? "helm3" : "helm4");
        System.exit(0);
    }

    private void demo() throws IOException {
        cluster.createNamespace(NAME);
        cluster.helm3(deploy("install", OLD)).succeeded();
        raiseTo(1232);
        cluster.helm3(deploy("upgrade", OLD)).succeeded();
        Workloads.awaitSettled(cluster.client(), NAME);
        Instant deployed = Instant.now();
        Await.until("1234 is not made in the same seconds as 1233", Duration.ofSeconds(10),
                () -> Instant.now().isAfter(deployed.plusSeconds(3)));
        StuckRelease.deployerWithoutUpdate(cluster, NAME);
        Ran refused = cluster.helm(Helm.V3, cluster.kubeconfigFor(NAME, "deployer", RealCluster.CONTEXT), deploy("upgrade", NEW));
        if (refused.exit() == 0)
            throw new IllegalStateException("the last write was not refused\n" + refused.output());
        Workloads.awaitSettled(cluster.client(), NAME);
        Await.until("the old pods are gone", Duration.ofSeconds(30), () -> objects("replicasets").stream()
                .allMatch(set -> set.at("/spec/replicas").asInt() == set.at("/status/replicas").asInt()));

        ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        objects("secrets").stream().filter(secret -> !secret.at("/metadata/name").asText().endsWith(".v1232")).forEach(items::add);
        objects("configmaps").stream().filter(map -> map.at("/metadata/name").asText().startsWith(NAME)).forEach(items::add);
        objects("deployments").forEach(items::add);
        objects("replicasets").forEach(items::add);
        objects("horizontalpodautoscalers.v2.autoscaling").forEach(scaler -> items.add(healthy(scaler)));
        JSON.writeValue(folder.resolve(NAME + ".json").toFile(), list);
    }

    private static String[] deploy(String verb, String tag) {
        return new String[]{verb, NAME, Charts.gitlab(), "-n", NAME, "--wait", "--timeout", "60s", "--set", "global.image.tag=" + tag,
                "--set-string", "global.gitlabVersion=" + tag, "--set", "gitlab.webservice.minReplicas=4", "--set",
                "gitlab.sidekiq.replicas=3", "--set", "gitlab.gitlab-shell.replicas=2", "--set", "gitlab.gitlab-pages.replicas=2"};
    }

    /** The release starts with a number as after three years of deploys. */
    private void raiseTo(int revision) throws IOException {
        var secrets = cluster.client().secrets().inNamespace(NAME);
        var first = secrets.withName("sh.helm.release.v1." + NAME + ".v1").require();
        ObjectNode release = (ObjectNode) JSON.readTree(Payload.decode(first.getData().get("release")));
        release.put("version", revision);
        var raised = first.edit().editMetadata().withName("sh.helm.release.v1." + NAME + ".v" + revision).withUid(null)
                .withResourceVersion(null).withCreationTimestamp(null).withManagedFields()
                .addToLabels("version", String.valueOf(revision)).endMetadata()
                .addToData("release", Payload.encode(release.toString())).build();
        secrets.resource(raised).create();
        secrets.withName(first.getMetadata().getName()).delete();
    }

    private List<ObjectNode> objects(String kind) {
        List<ObjectNode> objects = new ArrayList<>();
        String list = cluster.kubectl("get", kind, "-n", NAME, "-o", "json", "--show-managed-fields").succeeded().stdout();
        try {
            for (JsonNode item : JSON.readTree(list).path("items"))
                objects.add((ObjectNode) item);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return objects;
    }

    private static ObjectNode healthy(ObjectNode scaler) {
        ObjectNode status = scaler.withObject("/status");
        int replicas = scaler.at("/spec/minReplicas").asInt();
        String since = scaler.at("/metadata/creationTimestamp").asText();
        status.put("currentReplicas", replicas).put("desiredReplicas", replicas);
        ObjectNode metric = status.putArray("currentMetrics").addObject().put("type", "Resource");
        metric.putObject("resource").put("name", "cpu").putObject("current").put("averageValue", "412m");
        ArrayNode conditions = status.putArray("conditions");
        condition(conditions, "AbleToScale", "True", "ReadyForNewScale", "recommended size matches current size", since);
        condition(conditions, "ScalingActive", "True", "ValidMetricFound",
                "the HPA was able to successfully calculate a replica count from cpu resource", since);
        condition(conditions, "ScalingLimited", "False", "DesiredWithinRange", "the desired count is within the acceptable range", since);
        return scaler;
    }

    private static void condition(ArrayNode conditions, String type, String status, String reason, String message, String since) {
        conditions.addObject().put("type", type).put("status", status).put("lastTransitionTime", since).put("reason", reason).put("message",
                message);
    }

    private void fixtures(Helm helm, String prefix) throws IOException {
        StuckRelease rolledBack = StuckRelease.atomicRollbackKilled(cluster, helm);
        write(prefix, "failed", rolledBack, 2);
        write(prefix, "pending-rollback", rolledBack, 3);
        write(prefix, "pending-upgrade", StuckRelease.killedWhileWaiting(cluster, helm), 2);
        write(prefix, "pending-install", StuckRelease.installKilled(cluster, helm), 1);
        StuckRelease healthy = StuckRelease.notStuck(cluster, helm);
        write(prefix, "superseded", healthy, 1);
        write(prefix, "deployed", healthy, 2);
        cluster.helm(helm, "uninstall", healthy.release(), "-n", healthy.namespace(), "--keep-history").succeeded();
        write(prefix, "uninstalled", healthy, 2);
    }

    private void write(String prefix, String status, StuckRelease release, int revision) throws IOException {
        String secret = cluster.kubectl("get", "secret", release.secretName(revision), "-n", release.namespace(), "-o", "json",
                "--show-managed-fields").succeeded().stdout();
        JsonNode tree = JSON.readTree(secret);
        String labelled = tree.at("/metadata/labels/status").asText();
        if (!labelled.equals(status))
            throw new IllegalStateException(release.secretName(revision) + " is " + labelled);
        JSON.writeValue(folder.resolve(prefix + "-" + status + ".json").toFile(), tree);
    }
}
