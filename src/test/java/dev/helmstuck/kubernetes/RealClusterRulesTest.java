package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.helmstuck.ports.Cluster.BackupAnswer;
import dev.helmstuck.ports.Cluster.RestoreAnswer.Restored;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.DeleteAnswer.Changed;
import dev.helmstuck.runbook.DeleteAnswer.Done;
import dev.helmstuck.runbook.DeleteAnswer.Forbidden;
import dev.helmstuck.runbook.DeleteAnswer.Held;
import dev.helmstuck.runbook.Finalizer;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a real cluster has: RBAC, admission policies, and the records of real Helm. */
@NeedsRealCluster
class RealClusterRulesTest {
    @TempDir
    Path folder;
    private static final String LOOKS = """
            [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list"]},
             {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["list"]}]""";

    private RealCluster real;
    private String namespace;
    private Secret stored;

    @BeforeEach
    void start() {
        real = RealCluster.shared();
        namespace = real.namespace();
        stored = real.client().secrets().inNamespace(namespace).resource(Records.record(8, "pending-upgrade")).create();
    }

    private KubernetesCluster as(String account, String rules) {
        real.serviceAccount(namespace, account, rules);
        return Place.cluster(real.kubeconfigFor(namespace, account, account));
    }

    @Test
    void an_account_that_may_only_look_is_told_what_it_lacks() {
        Target target = Place.target("reader", namespace);
        try (KubernetesCluster cluster = as("reader", LOOKS)) {
            assertThat(cluster.releases(target).revisions()).hasSize(1);
            assertThat(cluster.ready(target)).isEqualTo("ok");
            SecretRef ref = Records.ref(stored);
            String account = "system:serviceaccount:" + namespace + ":reader";
            for (DeleteAnswer answer : new DeleteAnswer[]{cluster.tryDelete(target, ref), cluster.delete(target, ref)}) {
                assertThat(answer).isInstanceOfSatisfying(Forbidden.class,
                        denied -> assertThat(denied.message()).contains(account).contains("cannot delete resource \"secrets\""));
            }
            assertThat(cluster.backUp(target, ref, "R-1")).isInstanceOfSatisfying(BackupAnswer.NotKept.class,
                    refused -> assertThat(refused.message()).contains(account).contains("cannot create resource \"secrets\""));
            assertThatThrownBy(() -> cluster.workloads(target, Footprint.unknown(target))).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining(account)
                    .hasMessageContaining("the verb \"list\" on \"deployments\" in namespace \"" + namespace + "\"");
        }
    }

    @Test
    void credentials_that_are_no_longer_good_are_named_as_such() {
        Target target = Place.target("leaver", namespace);
        try (KubernetesCluster cluster = as("leaver", LOOKS)) {
            real.kubectl("delete", "serviceaccount", "leaver", "-n", namespace).succeeded();
            Await.until("the token is refused", Duration.ofSeconds(30), () -> {
                try {
                    return cluster.revision(target, Records.name(8)).isEmpty();
                } catch (UnavailableException refused) {
                    return refused.why().contains("does not accept the bot's credentials");
                }
            });
        }
    }

    @Test
    void a_policy_that_fences_the_delete_speaks_for_itself() {
        String policy = "fence-" + namespace;
        real.apply(
                """
                        {"apiVersion": "v1", "kind": "List", "items": [
                         {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "%1$s"}, "spec": {
                          "failurePolicy": "Fail", "matchConstraints": {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "%2$s"}},
                          "resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["DELETE"], "resources": ["secrets"]}]},
                          "validations": [{"expression": "oldObject.metadata.name.endsWith('.v9') && has(request.options.preconditions)",
                           "message": "only v9 may go"}]}},
                         {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "%1$s"},
                          "spec": {"policyName": "%1$s", "validationActions": ["Deny"]}}]}"""
                        .formatted(policy, namespace));
        Target target = Place.target(RealCluster.CONTEXT, namespace);
        Secret allowed = real.client().secrets().inNamespace(namespace).resource(Records.record(9, "pending-upgrade")).create();
        try (KubernetesCluster cluster = new RealPlace().cluster()) {
            Await.until("the policy is in force", Duration.ofSeconds(30),
                    () -> cluster.tryDelete(target, Records.ref(stored)) instanceof Forbidden);
            assertThat(cluster.delete(target, Records.ref(stored))).isInstanceOfSatisfying(Forbidden.class,
                    denied -> assertThat(denied.message()).contains(policy).contains("only v9 may go"));
            assertThat(cluster.tryDelete(target, Records.ref(allowed))).isEqualTo(new Done());
            assertThat(cluster.delete(target, Records.ref(allowed))).isEqualTo(new Done());
        } finally {
            real.kubectl("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", policy).succeeded();
        }
    }

    @Test
    void a_proxy_that_drops_the_body_of_a_delete_does_not_take_its_guard_away() {
        Target target = Place.target(Between.CONTEXT, namespace);
        SecretRef ref = Records.ref(stored);
        try (Between between = new Between(Optional.of(real.client()));
                KubernetesCluster cluster = Place.cluster(between.kubeconfig(folder))) {
            between.on(request -> request.method().equals("DELETE"), between.passWithoutBody());
            assertThat(cluster.tryDelete(target, ref)).isEqualTo(new Done());
            assertThat(cluster.revision(target, ref.name())).as("a rehearsal stays one").isPresent();
            for (SecretRef other : new SecretRef[]{new SecretRef(ref.name(), "another-uid", ref.resourceVersion()),
                    new SecretRef(ref.name(), ref.uid(), "1")}) {
                assertThat(cluster.delete(target, other)).isInstanceOf(Changed.class);
            }
            assertThat(cluster.revision(target, ref.name())).isPresent();
        }
    }

    @Test
    void a_record_with_a_finalizer_is_found_out_by_the_rehearsal() {
        Place place = new RealPlace();
        Target target = place.target(namespace);
        Secret held = Records.record(9, "pending-upgrade");
        held.getMetadata().getFinalizers().add("example.com/keep");
        SecretRef kept = Records.ref(real.client().secrets().inNamespace(namespace).resource(held).create());
        try (KubernetesCluster cluster = place.cluster()) {
            assertThat(cluster.tryDelete(target, kept)).isInstanceOfSatisfying(Held.class,
                    answer -> assertThat(answer.finalizers()).extracting(Finalizer::name).containsExactly("example.com/keep"));
            assertThat(cluster.delete(target, kept)).isInstanceOfSatisfying(Held.class, answer -> assertThat(answer.deleted()).isPresent());
        } finally {
            place.write(namespace, kept.name(), was -> new SecretBuilder(was).editMetadata().withFinalizers().endMetadata().build());
        }
    }

    @ParameterizedTest
    @EnumSource(Helm.class)
    void real_helms_record_is_read_deleted_and_put_back_so_that_helm_sees_it_again(Helm helm) {
        StuckRelease stuck = StuckRelease.lastWriteRefused(real, helm);
        Target target = Place.target(RealCluster.CONTEXT, stuck.namespace());
        try (KubernetesCluster cluster = new RealPlace().cluster()) {
            Releases before = cluster.releases(target);
            assertThat(status(before)).isEqualTo(ReleaseStatus.PENDING_UPGRADE);
            assertThat(cluster.workloads(target, Footprint.unknown(target)).deployments()).isNotEmpty()
                    .allMatch(one -> one.available() == one.wanted());
            var top = before.highest().orElseThrow();
            SecretRef ref = new SecretRef(top.secret(), top.uid(), top.resourceVersion());
            assertThat(cluster.backUp(target, ref, "R-1")).isInstanceOf(BackupAnswer.Kept.class);
            assertThat(cluster.delete(target, ref)).isEqualTo(new Done());
            assertThat(status(cluster.releases(target))).isEqualTo(ReleaseStatus.DEPLOYED);
            assertThat(real.helm(helm, "status", stuck.release(), "-n", stuck.namespace()).succeeded().stdout())
                    .contains("STATUS: deployed");
            assertThat(cluster.restore(target, cluster.copies(target).getFirst())).isInstanceOf(Restored.class);
            assertThat(real.helm(helm, "status", stuck.release(), "-n", stuck.namespace()).succeeded().stdout())
                    .contains("STATUS: pending-upgrade");
            assertThat(stuck.upgradeAgain().stderr()).contains(StuckRelease.LOCKED);
        }
    }

    private static ReleaseStatus status(Releases releases) {
        return releases.top().filter(Payload.Decoded.class::isInstance).map(top -> ((Payload.Decoded) top).record().status())
                .orElse(ReleaseStatus.UNKNOWN);
    }
}
