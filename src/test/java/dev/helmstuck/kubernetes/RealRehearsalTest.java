package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.runbook.ByHand;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.checks.DeleteIsPossible;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two dry runs on a real API server: what stands against either is known before a person is asked. */
@NeedsRealCluster
class RealRehearsalTest {
    private final RealPlace place = new RealPlace();
    private final RealCluster real = RealCluster.shared();
    private String namespace;
    private Target target;
    private SecretRef ref;
    private KubernetesCluster cluster;

    @BeforeEach
    void start() {
        namespace = place.namespace();
        target = place.target(namespace);
        ref = Records.ref(store(Records.record(8, "pending-upgrade")));
        cluster = place.cluster();
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private Secret store(Secret secret) {
        return real.client().secrets().inNamespace(namespace).resource(secret).create();
    }

    private Finding check(KubernetesCluster as, Target at) {
        return DeleteIsPossible.check(at, ref, new Fact.Known<>(as.tryDelete(at, ref)), new Fact.Known<>(as.tryBackUp(at, ref)));
    }

    @Test
    void a_full_quota_on_secrets_stops_before_a_person_is_asked() {
        real.apply("""
                {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "few-secrets", "namespace": "%s"},
                 "spec": {"hard": {"secrets": "1"}}}""".formatted(namespace));
        Await.until("the quota counts", Duration.ofSeconds(30), () -> cluster.tryBackUp(target, ref) instanceof CopyAnswer.CopyRefused);
        Finding finding = check(cluster, target);
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.summary()).isEqualTo("The copy of the record could not be kept, so nothing would be deleted.");
        assertThat(finding.seen()).singleElement().asString().contains("exceeded quota: few-secrets", "limited: secrets=1")
                .doesNotContain("Needed:");
        assertThat(finding.next()).startsWith("Make room in the quota");
    }

    @Test
    void a_deleter_that_may_not_create_stops_before_a_person_is_asked() {
        real.serviceAccount(namespace, "halfway", """
                [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list", "delete"]}]""");
        Target halfway = Place.target("halfway", namespace);
        try (KubernetesCluster as = Place.cluster(real.kubeconfigFor(namespace, "halfway", "halfway"))) {
            assertThat(as.tryDelete(halfway, ref)).isEqualTo(new DeleteAnswer.Done());
            Finding finding = check(as, halfway);
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.summary()).startsWith("The copy of the record could not be kept");
            assertThat(finding.seen()).singleElement().asString().contains("cannot create resource \"secrets\"",
                    "add to its Role: - {apiGroups: [\"\"], resources: [\"secrets\"], verbs: [\"create\"]}");
            assertThat(finding.next()).startsWith("Give the bot's account the permission");
        }
    }

    @Test
    void a_policy_against_the_copy_stops_before_a_person_is_asked() {
        String policy = "nocopy-" + namespace;
        real.apply(
                """
                        {"apiVersion": "v1", "kind": "List", "items": [
                         {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "%1$s"}, "spec": {
                          "failurePolicy": "Fail", "matchConstraints": {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "%2$s"}},
                          "resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["secrets"]}]},
                          "validations": [{"expression": "!object.metadata.name.startsWith('helm-stuck.')", "message": "no copies here"}]}},
                         {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "%1$s"},
                          "spec": {"policyName": "%1$s", "validationActions": ["Deny"]}}]}"""
                        .formatted(policy, namespace));
        try {
            Await.until("the policy is in force", Duration.ofSeconds(30),
                    () -> cluster.tryBackUp(target, ref) instanceof CopyAnswer.CopyRefused);
            Finding finding = check(cluster, target);
            assertThat(finding.seen()).singleElement().asString().contains(policy, "no copies here");
            assertThat(finding.next()).startsWith("The policy or webhook that is named above says no");
        } finally {
            real.kubectl("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", policy).succeeded();
        }
    }

    @Test
    void a_finalizer_is_named_with_the_manager_that_set_it() {
        real.kubectl("patch", "secret", ref.name(), "-n", namespace, "--field-manager=keeper-of-records", "--type=merge", "-p",
                "{\"metadata\":{\"finalizers\":[\"example.com/keep\"]}}").succeeded();
        ref = Records.ref(real.client().secrets().inNamespace(namespace).withName(ref.name()).require());
        try {
            Finding finding = check(cluster, target);
            assertThat(finding.result()).isEqualTo(Result.STOP);
            assertThat(finding.summary()).isEqualTo("A finalizer keeps the Secret, so a delete would not take it away.");
            assertThat(finding.seen().getFirst()).startsWith("finalizer example.com/keep, set by keeper-of-records (");
            real.kubectl("delete", "secret", ref.name(), "-n", namespace, "--wait=false").succeeded();
            ref = Records.ref(real.client().secrets().inNamespace(namespace).withName(ref.name()).require());
            assertThat(check(cluster, target).seen()).last().asString().startsWith("somebody deleted it already, at ");
        } finally {
            place.write(namespace, ref.name(), was -> new SecretBuilder(was).editMetadata().withFinalizers().endMetadata().build());
        }
    }

    @Test
    void the_command_by_hand_rehearses_this_very_object_and_deletes_nothing() throws IOException, InterruptedException {
        String command = DeleteIsPossible.check(target, ref, new Fact.Known<>(new DeleteAnswer.Done()),
                new Fact.Known<>(new CopyAnswer.Possible())).byHand();
        assertThat(shell(command)).contains("\"status\":\"Success\"", ref.uid());
        assertThat(cluster.revision(target, ref.name())).as("a dry run").isPresent();
        SecretRef other = new SecretRef(ref.name(), "another-uid", ref.resourceVersion());
        assertThat(shell(ByHand.rehearsal(target, other))).contains("the UID in the precondition (another-uid) does not match");
        assertThat(shell(ByHand.rehearsal(target, new SecretRef(ref.name(), ref.uid(), "1"))))
                .contains("the ResourceVersion in the precondition");
        assertThat(shell(ByHand.delete(target, other))).contains("does not match");
        assertThat(cluster.revision(target, ref.name())).isPresent();
        assertThat(shell(ByHand.delete(target, ref))).contains("\"status\":\"Success\"");
        assertThat(cluster.revision(target, ref.name())).isEmpty();
    }

    @Test
    void the_command_by_hand_for_the_copy_says_what_stands_against_it() throws IOException, InterruptedException {
        assertThat(shell(ByHand.copyRehearsal(target))).isEqualTo("secret/helm-stuck.rehearsal\n");
        real.apply("""
                {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "few-secrets", "namespace": "%s"},
                 "spec": {"hard": {"secrets": "1"}}}""".formatted(namespace));
        Await.until("the quota counts", Duration.ofSeconds(30), () -> cluster.tryBackUp(target, ref) instanceof CopyAnswer.CopyRefused);
        assertThat(shell(ByHand.copyRehearsal(target))).contains("exceeded quota: few-secrets");
    }

    /** What a person sees who pastes it. */
    private String shell(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", RealCluster.programs() + ":/usr/bin:/bin");
        environment.put("KUBECONFIG", real.kubeconfig().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
