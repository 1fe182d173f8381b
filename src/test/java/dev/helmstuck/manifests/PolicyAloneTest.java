package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;

import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Somebody gave the bot's accounts everything in a namespace, as happens: the policy alone still keeps them from every write but the two
 * that are theirs. Each of these requests is one that RBAC lets pass here.
 */
@NeedsRealCluster
class PolicyAloneTest {
    private static RealCluster cluster;
    private static StuckRelease stuck;
    private static Account reader;
    private static Account deleter;

    @BeforeAll
    static void openEverything() {
        cluster = RealCluster.shared();
        stuck = StuckRelease.lastWriteRefused(cluster, Helm.V3);
        Fence.around(cluster, stuck.namespace());
        reader = Account.reader(cluster);
        deleter = Account.deleter(cluster);
        cluster.apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: careless, namespace: %s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects:
                  - {kind: ServiceAccount, name: helm-stuck-reader, namespace: helm-stuck}
                  - {kind: ServiceAccount, name: helm-stuck-deleter, namespace: helm-stuck}
                """.formatted(stuck.namespace()));
        Await.until("the careless binding is in force", Duration.ofSeconds(30), () -> deleter.get(path("/api/v1", "pods")).code() == 200
                && reader.get(path("/api/v1", "pods")).code() == 200);
    }

    @AfterAll
    static void close() {
        reader.close();
        deleter.close();
    }

    @Test
    void a_record_is_not_updated() {
        Secret pending = stuck.secret(stuck.revision());
        denied(deleter.put(secret(), Serialization.asJson(pending)), "writes nothing else");
    }

    @Test
    void a_record_is_not_patched() {
        denied(deleter.patch(secret(), "{\"metadata\": {\"labels\": {\"status\": \"deployed\"}}}"), "writes nothing else");
    }

    @Test
    void a_collection_of_records_is_not_deleted() {
        denied(deleter.delete(path("/api/v1", "secrets") + "?labelSelector=status%3Dpending-upgrade", "{}"), "never by name alone");
        assertThat(stuck.secret(stuck.revision())).isNotNull();
    }

    @Test
    void a_deployment_is_neither_patched_nor_scaled_nor_deleted() {
        String deployment = path("/apis/apps/v1", "deployments") + "/" + StuckRelease.WAITING;
        denied(deleter.patch(deployment, "{\"spec\": {\"paused\": true}}"), "writes nothing else");
        denied(deleter.patch(deployment + "/scale", "{\"spec\": {\"replicas\": 0}}"), "writes nothing else");
        denied(deleter.delete(deployment, "{}"), "writes nothing else");
    }

    @Test
    void a_pod_is_neither_created_nor_entered_nor_evicted() {
        denied(deleter.post(path("/api/v1", "pods"), """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "i"}]}}"""),
                "writes nothing else");
        String pod = cluster.client().pods().inNamespace(stuck.namespace()).list().getItems().getFirst().getMetadata().getName();
        denied(deleter.post(path("/api/v1", "pods") + "/" + pod + "/exec?command=id&stdout=true", "{}"), "writes nothing else");
        denied(deleter.post(path("/api/v1", "pods") + "/" + pod + "/eviction", """
                {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s"}}""".formatted(pod)), "writes nothing else");
    }

    @Test
    void a_token_of_another_account_is_not_asked_for() {
        denied(deleter.post(path("/api/v1", "serviceaccounts") + "/default/token", """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"audiences": []}}"""), "writes nothing else");
    }

    @Test
    void a_role_binding_is_not_made() {
        denied(deleter.post(path("/apis/rbac.authorization.k8s.io/v1", "rolebindings"), """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "more"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}, "subjects": []}"""),
                "writes nothing else");
    }

    @Test
    void the_reader_deletes_not_even_the_pending_record_with_its_preconditions() {
        Secret pending = stuck.secret(stuck.revision());
        denied(reader.delete(secret(), """
                {"apiVersion": "v1", "kind": "DeleteOptions", "preconditions": {"uid": "%s"}}""".formatted(pending.getMetadata().getUid())),
                "only helm-stuck-deleter writes");
        assertThat(stuck.secret(stuck.revision()).getMetadata().getUid()).isEqualTo(pending.getMetadata().getUid());
    }

    /** {@code kubectl auth can-i} is a create too, of something that is never stored: an engineer looks with it for what is missing. */
    @Test
    void the_accounts_may_still_ask_what_they_may_do() {
        var can = cluster.kubectl("--kubeconfig", deleter.kubeconfig().toString(), "auth", "can-i", "delete", "secrets", "-n",
                stuck.namespace());
        assertThat(can.output()).contains("yes");
    }

    /** Everybody else is left alone. */
    @Test
    void other_accounts_are_not_held_by_the_policy() {
        cluster.serviceAccount(stuck.namespace(), "someone", """
                [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]}]""");
        var someone = cluster.kubeconfigFor(stuck.namespace(), "someone", "someone");
        Await.answer("someone else creates a Secret", Duration.ofSeconds(30), () -> Optional.of(cluster.kubectl("--kubeconfig", someone
                .toString(), "create", "secret", "generic", "theirs", "-n", stuck.namespace())).filter(ran -> ran.exit() == 0));
    }

    private static void denied(Account.AccountAnswer said, String why) {
        assertThat(said.code()).as(said.body()).isEqualTo(422);
        assertThat(said.message()).contains(Fence.POLICY).contains(why);
    }

    private static String path(String api, String resource) {
        return api + "/namespaces/" + stuck.namespace() + "/" + resource;
    }

    private static String secret() {
        return path("/api/v1", "secrets") + "/" + stuck.secretName(stuck.revision());
    }
}
