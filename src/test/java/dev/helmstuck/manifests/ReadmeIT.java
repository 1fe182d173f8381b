package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.ChildJvm;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger follows {@code manifests/README.md} from the fence to the restore, with the commands as they stand there; only the names of
 * their own places are others. The node is simulated: its containers hold no files, so what {@code kubectl exec} runs is the jar that
 * would be in the image, with the environment and the mounted files of the pod.
 */
@NeedsRealCluster
class ReadmeIT {
    private static final Path IN_THE_IMAGE = Path.of("src", "main", "jib", "app", "helm-stuck");

    private final RealCluster cluster = RealCluster.shared();

    @TempDir
    Path dir;

    @Test
    void its_commands_lead_from_the_fence_to_a_check_and_a_restore_in_the_running_pod() throws IOException {
        StuckRelease stuck = StuckRelease.lastWriteRefused(cluster, Helm.V3);
        Secret record = stuck.secret(stuck.revision());
        Readme readme = Readme.in(Files.createDirectory(dir.resolve("clone")), strangersKubeconfig(), names(stuck));
        try (World world = new World(dir, cluster.kubeconfig(), RealCluster.CONTEXT, stuck.namespace(), stuck.release())) {
            world.culprit(Instant.parse(record.getMetadata().getCreationTimestamp()));
            fence(readme, stuck);
            readme.commands("6.").forEach(readme::run);
            assertThat(readme.copy().resolve("helm-stuck.env")).doesNotExist();
            List<String> go = deploy(readme, world, stuck);
            enterContainers();
            assertThat(readme.run(line(go, "helm-stuck doctor"))).contains("All well: a remediation would work",
                    "rights (12 verbs), policy");
            String check = line(go, "check gitlab-cny");
            // the simulated node tells kubectl how it ended in words only: kubectl itself ends with 1
            assertThat(readme.run(check, 1)).contains("every check allows the delete", "exit status 10");
            String restore = check.replace("check gitlab-cny", "restore gitlab-cny");
            assertThat(readme.run(restore, 1)).contains("there is no backup", "exit status 1");
            repair(world);
            assertThat(stuck.cluster().client().resource(record).get()).isNull();
            assertThat(readme.run(restore))
                    .contains(stuck.secretName(stuck.revision()) + " is back in gprd-gitlab-gke/" + stuck.namespace());
            assertThat(stuck.secret(stuck.revision()).getData()).isEqualTo(record.getData());
            assertThat(readme.run(line(go, "rollout status"))).contains("successfully rolled out");
            repairByHand(readme, stuck);
        } finally {
            cluster.kubectl("delete", "deployment/helm-stuck", "secret/helm-stuck", "secret/helm-stuck-kubeconfig", "-n", Account.NAMESPACE,
                    "--ignore-not-found").succeeded();
        }
    }

    /** The clusters' names in the README, all of them this one cluster. */
    private Path strangersKubeconfig() throws IOException {
        Path gprd = cluster.kubeconfig("gprd-gitlab-gke");
        Path gstg = cluster.kubeconfig("gstg-gitlab-gke");
        String both = cluster.kubectl("--kubeconfig", gprd.toString(), "config", "view", "--raw", "--flatten").succeeded().stdout();
        Path own = Files.writeString(dir.resolve("stranger.kubeconfig"), both);
        assertThat(gstg).exists();
        for (String context : List.of("gstg-gitlab-gke", "ops-gitlab-gke")) {
            cluster.kubectl("config", "--kubeconfig", own.toString(), "set-context", context, "--cluster=loopback", "--user=admin")
                    .succeeded();
        }
        return own;
    }

    private static Map<String, String> names(StuckRelease stuck) {
        return Map.of("-n gitlab-cny", "-n " + stuck.namespace(), "-n monitoring", "-n " + stuck.cluster().namespace(),
                "-n gitlab-runner", "-n " + stuck.cluster().namespace(), "helm-stuck-drill", stuck.namespace() + "-drill");
    }

    private void fence(Readme readme, StuckRelease stuck) {
        readme.commands("3.").forEach(readme::run);
        List<String> blocks = readme.commands("4.");
        assertThat(blocks).hasSize(1);
        String tokens = blocks.getFirst().lines().findFirst().orElseThrow();
        readme.run(tokens);
        // the README says "again in a moment"
        Await.until("the tokens are made", Duration.ofSeconds(30), () -> cluster.kubectl("get", "secret", "helm-stuck-deleter", "-n",
                Account.NAMESPACE, "-o", "jsonpath={.data.token}").stdout().length() > 100);
        readme.run(blocks.getFirst());
        Fence.around(cluster, stuck.namespace());
    }

    /** Section 7, with every commented line of the copy changed; the lines of its last block. */
    private List<String> deploy(Readme readme, World world, StuckRelease stuck) {
        readme.run("cp -r manifests/example manifests/ours");
        readme.edit("manifests/ours/kustomization.yaml", "https://gitlab.example.com", world.gitlab().url().toString());
        readme.edit("manifests/ours/kustomization.yaml", "components:\n", "");
        readme.edit("manifests/ours/kustomization.yaml", "  - ../components/in-cluster\n", "");
        readme.edit("manifests/ours/helm-stuck.yaml", "S0000000000", World.SRE);
        readme.edit("manifests/ours/helm-stuck.yaml", "namespace: gitlab-cny", "namespace: " + stuck.namespace());
        readme.edit("manifests/ours/helm-stuck.yaml", "release: gitlab-cny", "release: " + stuck.release());
        readme.edit("manifests/ours/helm-stuck.yaml", "project: group/project", "project: " + World.PROJECT);
        readme.edit("manifests/ours/helm-stuck.yaml", "jobs: '^gprd-cny:(upgrade|auto-deploy)$'", "jobs: '^" + World.DEPLOY + "$'");
        List<String> go = readme.commands("7.").getFirst().lines().toList();
        cluster.kubectl("delete", "persistentvolume", "helm-stuck-readme", "--ignore-not-found").succeeded();
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: helm-stuck-readme}
                spec:
                  capacity: {storage: 1Gi}
                  accessModes: [ReadWriteOnce]
                  hostPath: {path: /nowhere}
                  claimRef: {namespace: helm-stuck, name: helm-stuck}
                """);
        readme.run(go.get(0) + "\n" + go.get(1));
        Deployed deployed = Deployed.read(cluster, dir.resolve("container"));
        deployed.environment().putAll(Map.of("GITLAB_TOKEN", world.gitlab().token(), "SLACK_BOT_TOKEN", world.slack().botToken(),
                "SLACK_APP_TOKEN", world.slack().appToken(), "SLACK_API_URL", world.slack().apiUrl(), "DATABASE_URL",
                "jdbc:sqlite:" + dir.resolve("volume.db")));
        write(deployed.environment());
        return go;
    }

    private void write(Map<String, String> environment) {
        StringBuilder lines = new StringBuilder();
        environment.forEach((name, value) -> lines.append("export ").append(name).append("='").append(value).append("'\n"));
        try {
            Files.writeString(dir.resolve("environment"), lines);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A container's {@code java}: this JDK's, with the pod's environment, and the image's options with the jar that would be in it. */
    private void enterContainers() throws IOException {
        Path jar = Path.of("target", "helm-stuck.jar").toAbsolutePath();
        Path options = Files.writeString(dir.resolve("options"),
                Files.readString(IN_THE_IMAGE).replace("/app/classpath/helm-stuck.jar", jar.toString()));
        Path java = Files.writeString(cluster.container().resolve("java"), """
                #!/bin/bash
                . %s
                [ "$1" = @/app/helm-stuck ] && shift || exit 125
                exec %s @%s "$@"
                """.formatted(dir.resolve("environment"), ChildJvm.JAVA, options));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** As the operations page has it for a bot that is down; the record is back and stuck again. */
    private static void repairByHand(Readme readme, StuckRelease stuck) {
        List<String> blocks = Readme.operations("The bot is down");
        Secret record = stuck.secret(stuck.revision());
        String secret = stuck.secretName(stuck.revision());
        List<String> own = blocks.stream().map(block -> block.replace("sh.helm.release.v1.gitlab-cny.v1234", secret)
                .replace("/namespaces/gitlab-cny/", "/namespaces/" + stuck.namespace() + "/")
                .replace("history gitlab-cny", "history " + stuck.release()).replace("\"UID\"", "\"" + record.getMetadata().getUid() + "\"")
                .replace("RESOURCEVERSION", record.getMetadata().getResourceVersion())).toList();
        assertThat(readme.run(own.get(0))).contains("pending-");
        assertThat(readme.run(own.get(1))).contains("\"Success\"");
        assertThat(readme.copy().resolve("record.yaml")).content().contains(record.getMetadata().getUid());
        assertThat(stuck.cluster().client().resource(record).get()).isNull();
        assertThat(readme.run(own.get(0))).doesNotContain("pending-");
    }

    private static String line(List<String> lines, String with) {
        return lines.stream().filter(one -> one.contains(with)).findFirst().orElseThrow();
    }

    private static void repair(World world) {
        world.start();
        world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
        world.slack().react(World.BOB, World.CHANNEL, world.request().ts(), "white_check_mark");
        assertThat(world.last().text()).contains(": Helm is unlocked. Next: ");
        world.stop();
    }
}
