package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import dev.helmstuck.testing.cluster.StuckRelease;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a buggy bot or a thief of its tokens might try, and what a real API server says to it. */
@NeedsRealCluster
class FenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static RealCluster cluster;
    private static StuckRelease stuck;
    private static String elsewhere;
    private static Account reader;
    private static Account deleter;

    @BeforeAll
    static void raise() {
        cluster = RealCluster.shared();
        stuck = StuckRelease.lastWriteRefused(cluster, Helm.V3);
        Fence.around(cluster, stuck.namespace());
        reader = Account.reader(cluster);
        deleter = Account.deleter(cluster);
        elsewhere = cluster.namespace();
        cluster.client().secrets().inNamespace(elsewhere).resource(record(pending())).create();
        cluster.client().secrets().inNamespace(stuck.namespace()).resource(opaque("password")).create();
    }

    @AfterAll
    static void close() {
        reader.close();
        deleter.close();
    }

    // ── what it may: without this the denials below would prove nothing ──

    @Test
    void the_pending_record_may_be_deleted_with_either_precondition() {
        Secret pending = pending();
        for (String preconditions : List.of(options(Map.of("uid", uid(pending))), options(Map.of("resourceVersion", version(pending))),
                guarded(pending))) {
            Account.AccountAnswer said = deleter.delete(secret(pending),
                    preconditions.replace("{\"apiVersion", "{\"dryRun\": [\"All\"], \"apiVersion"));
            assertThat(said.code()).as(said.body()).isEqualTo(200);
        }
        assertThat(uid(pending())).isEqualTo(uid(pending));
    }

    @Test
    void a_copy_may_be_created() {
        assertThat(create(backup("helm-stuck.gitlab.v2.0123456789abcdef"), "").code()).isEqualTo(201);
    }

    @Test
    void a_pending_record_may_be_created_in_the_name_of_its_copy() {
        ObjectNode record = json(record(pending()));
        ((ObjectNode) record.path("metadata")).put("name", "sh.helm.release.v1.gitlab.v3");
        assertThat(create(record, "helm-stuck.gitlab.v3.0123456789abcdef").code()).isEqualTo(201);
    }

    // ── deleting ──

    @Test
    void a_deployed_record_is_not_deleted() {
        byPolicy(deleter.delete(secret(deployed()), guarded(deployed())), "only records whose label status is pending-*");
    }

    @Test
    void an_opaque_secret_is_not_deleted() {
        Secret opaque = cluster.client().secrets().inNamespace(stuck.namespace()).withName("password").require();
        byPolicy(deleter.delete(secret(opaque), guarded(opaque)), "deletes only records of Helm");
    }

    @Test
    void an_opaque_secret_with_a_records_name_and_labels_is_not_deleted() {
        Secret posing = cluster.client().secrets().inNamespace(stuck.namespace()).resource(new SecretBuilder(opaque(
                "sh.helm.release.v1.posing.v1")).editMetadata().addToLabels(Map.of("owner", "helm", "status", "pending-upgrade"))
                .endMetadata()
                .build()).create();
        byPolicy(deleter.delete(secret(posing), guarded(posing)), "deletes only records of Helm");
    }

    @Test
    void a_secret_of_a_records_type_that_helm_would_not_find_is_not_deleted() {
        Secret unowned = cluster.client().secrets().inNamespace(stuck.namespace())
                .resource(new SecretBuilder(record(pending())).editMetadata()
                        .withName("sh.helm.release.v1.unowned.v1").removeFromLabels("owner").endMetadata().build())
                .create();
        byPolicy(deleter.delete(secret(unowned), guarded(unowned)), "deletes only records of Helm");
        Secret misnamed = cluster.client().secrets().inNamespace(stuck.namespace())
                .resource(new SecretBuilder(record(pending())).editMetadata()
                        .withName("misnamed").addToLabels("name", "misnamed").endMetadata().build())
                .create();
        byPolicy(deleter.delete(secret(misnamed), guarded(misnamed)), "deletes only records of Helm");
    }

    @Test
    void a_copy_is_not_deleted() {
        Secret copy = cluster.client().secrets().inNamespace(stuck.namespace())
                .resource(JSON.convertValue(backup("helm-stuck.gitlab.v1.0123456789abcdef"), Secret.class)).create();
        byPolicy(deleter.delete(secret(copy), guarded(copy)), "deletes only records of Helm");
    }

    @Test
    void a_pending_record_is_not_deleted_by_name_alone() {
        Secret pending = pending();
        byPolicy(deleter.delete(secret(pending), options(Map.of())), "never by name alone");
        var kubectl = cluster.kubectl("--kubeconfig", deleter.kubeconfig().toString(), "delete", "secret", "-n", stuck.namespace(), pending
                .getMetadata().getName());
        assertThat(kubectl.exit()).isEqualTo(1);
        assertThat(kubectl.stderr()).contains(Fence.POLICY).contains("never by name alone");
        assertThat(uid(pending())).isEqualTo(uid(pending));
    }

    @Test
    void another_object_under_the_pending_records_name_is_not_deleted() {
        Account.AccountAnswer said = deleter.delete(secret(pending()), options(Map.of("uid", "00000000-0000-0000-0000-000000000000")));
        assertThat(said.code()).isEqualTo(409);
        assertThat(said.message()).contains("The object might have been deleted and then recreated");
    }

    @Test
    void a_pending_record_of_another_namespace_is_not_deleted() {
        Secret other = cluster.client().secrets().inNamespace(elsewhere).withName(pending().getMetadata().getName()).require();
        byRbac(deleter, deleter.delete(secret(other), guarded(other)), "delete", "secrets", elsewhere);
    }

    @Test
    void a_collection_is_not_deleted() {
        byRbac(deleter, deleter.delete(secrets(stuck.namespace()) + "?labelSelector=owner%3Dhelm", options(Map.of())), "deletecollection",
                "secrets", stuck.namespace());
    }

    @Test
    void the_reader_deletes_nothing() {
        byRbac(reader, reader.delete(secret(pending()), guarded(pending())), "delete", "secrets", stuck.namespace());
    }

    // ── changing ──

    @Test
    void a_record_is_not_updated() {
        byRbac(deleter, deleter.put(secret(pending()), json(pending()).toString()), "update", "secrets", stuck.namespace());
    }

    @Test
    void a_record_is_not_patched() {
        byRbac(deleter, deleter.patch(secret(pending()), "{\"metadata\": {\"labels\": {\"status\": \"deployed\"}}}"), "patch", "secrets",
                stuck
                        .namespace());
    }

    @Test
    void a_deployment_is_not_patched() {
        byRbac(deleter, deleter.patch("/apis/apps/v1/namespaces/" + stuck.namespace() + "/deployments/" + StuckRelease.WAITING,
                "{\"spec\": {\"replicas\": 0}}"), "patch", "deployments", stuck.namespace());
    }

    @Test
    void a_pod_is_not_created() {
        byRbac(deleter, deleter.post("/api/v1/namespaces/" + stuck.namespace() + "/pods", pod()), "create", "pods", stuck.namespace());
    }

    // ── creating Secrets, which RBAC allows ──

    @Test
    void an_opaque_secret_is_not_created() {
        byPolicy(create(json(opaque("planted")), ""), "creates only copies of records");
    }

    /** With such a Secret the API server would hand out a token of any account of the namespace. */
    @Test
    void a_token_of_another_account_is_not_created() {
        ObjectNode token = json(new SecretBuilder(opaque("token")).withType("kubernetes.io/service-account-token").editMetadata()
                .addToAnnotations("kubernetes.io/service-account.name", "default").endMetadata().build());
        byPolicy(create(token, ""), "creates only copies of records");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void what_only_looks_like_a_copy_is_not_created(String what, Consumer<ObjectNode> spoil) {
        ObjectNode copy = backup("helm-stuck.gitlab.v2.0123456789abcdef");
        spoil.accept(copy);
        byPolicy(create(copy, ""), "creates only copies of records");
    }

    static Stream<Arguments> what_only_looks_like_a_copy_is_not_created() {
        return Stream.of(near("Helm would take it for a record", copy -> labels(copy).put("owner", "helm").put("name", "gitlab")),
                near("it could be changed later", copy -> copy.put("immutable", false)),
                near("it does not say of what it is one", copy -> annotations(copy).remove("helm-stuck/original")),
                near("it does not say of which object", copy -> annotations(copy).remove("helm-stuck/uid")),
                near("it does not say whose it is", copy -> labels(copy).remove("app.kubernetes.io/managed-by")),
                near("it has another name", copy -> ((ObjectNode) copy.path("metadata")).put("name", "db-password")));
    }

    private static Arguments near(String what, Consumer<ObjectNode> spoil) {
        return Arguments.of(what, spoil);
    }

    @Test
    void a_record_that_brings_more_data_than_helms_is_not_created() {
        ObjectNode record = renamed("sh.helm.release.v1.gitlab.v4");
        ((ObjectNode) record.path("data")).put("more", "dg==");
        byPolicy(create(record, "helm-stuck.gitlab.v4.0123456789abcdef"), "only from a copy of that record");
    }

    @Test
    void a_record_is_not_created_without_its_copys_name() {
        ObjectNode record = renamed("sh.helm.release.v1.gitlab.v4");
        byPolicy(create(record, ""), "only from a copy of that record");
        byPolicy(create(record, "helm"), "only from a copy of that record");
        byPolicy(create(record, "helm-stuck.gitlab.v3.0123456789abcdef"), "only from a copy of that record");
    }

    @Test
    void a_deployed_record_is_not_created_even_in_the_name_of_a_copy() {
        ObjectNode record = renamed("sh.helm.release.v1.gitlab.v4");
        ((ObjectNode) record.path("metadata").path("labels")).put("status", "deployed");
        byPolicy(create(record, "helm-stuck.gitlab.v4.0123456789abcdef"), "only a pending one");
    }

    @Test
    void the_reader_creates_nothing() {
        byRbac(reader, reader.post(secrets(stuck.namespace()), backup("helm-stuck.gitlab.v2.0123456789abcdef").toString()), "create",
                "secrets", stuck
                        .namespace());
    }

    // ── looking ──

    @Test
    void a_secret_of_another_namespace_is_not_read() {
        String other = secrets(elsewhere) + "/" + pending().getMetadata().getName();
        byRbac(reader, reader.get(other), "get", "secrets", elsewhere);
        byRbac(reader, reader.get(secrets(elsewhere)), "list", "secrets", elsewhere);
        byRbac(deleter, deleter.get(other), "get", "secrets", elsewhere);
    }

    @Test
    void the_secrets_of_the_whole_cluster_are_not_listed() {
        Account.AccountAnswer said = reader.get("/api/v1/secrets");
        assertThat(said.code()).isEqualTo(403);
        assertThat(said.message()).contains("cannot list resource \"secrets\" in API group \"\" at the cluster scope");
    }

    @Test
    void the_deleter_reads_nothing_not_even_what_it_may_delete() {
        byRbac(deleter, deleter.get(secret(pending())), "get", "secrets", stuck.namespace());
        byRbac(deleter, deleter.get(secrets(stuck.namespace())), "list", "secrets", stuck.namespace());
    }

    // ── getting more ──

    @Test
    void no_account_gives_itself_more() {
        String roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + stuck.namespace() + "/roles";
        for (Account account : new Account[]{reader, deleter}) {
            byRbac(account, account.patch(roles + "/helm-stuck-deleter", "{\"rules\": []}"), "patch", "roles", stuck.namespace());
            byRbac(account, account.post(roles.replace("/roles", "/rolebindings"), "{}"), "create", "rolebindings", stuck.namespace());
            byRbac(account, account.post("/api/v1/namespaces/helm-stuck/serviceaccounts/helm-stuck-deleter/token", "{}"), "create",
                    "serviceaccounts/token", "helm-stuck");
            Account.AccountAnswer policy = account.delete("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/helm-stuck",
                    options(Map.of()));
            assertThat(policy.code()).isEqualTo(403);
            assertThat(policy.message()).contains("cannot delete resource \"validatingadmissionpolicies\"");
        }
    }

    @Test
    void no_account_acts_as_another() {
        var kubectl = cluster.kubectl("--kubeconfig", reader.kubeconfig().toString(), "--as", deleter.user(), "get", "secrets", "-n", stuck
                .namespace());
        assertThat(kubectl.exit()).isEqualTo(1);
        assertThat(kubectl.stderr()).contains("cannot impersonate resource \"serviceaccounts\"");
    }

    private static void byRbac(Account account, Account.AccountAnswer said, String verb, String resource, String namespace) {
        assertThat(said.code()).as(said.body()).isEqualTo(403);
        assertThat(said.message()).contains("User \"" + account.user() + "\" cannot " + verb + " resource \"" + resource + "\"")
                .contains("in the namespace \"" + namespace + "\"").doesNotContain(Fence.POLICY);
    }

    private static void byPolicy(Account.AccountAnswer said, String why) {
        assertThat(said.code()).as(said.body()).isEqualTo(422);
        assertThat(said.message()).contains(Fence.POLICY).contains(why);
    }

    private static Account.AccountAnswer create(ObjectNode secret, String manager) {
        return deleter.post(secrets(stuck.namespace()) + "?dryRun=All&fieldManager=" + manager, secret.toString());
    }

    private static ObjectNode renamed(String name) {
        ObjectNode record = json(record(pending()));
        ((ObjectNode) record.path("metadata")).put("name", name);
        return record;
    }

    private static Secret pending() {
        return stuck.secret(stuck.revision());
    }

    private static Secret deployed() {
        return stuck.secret(1);
    }

    /** The same record without what the API server gave it. */
    private static Secret record(Secret from) {
        return new SecretBuilder(from).withNewMetadata().withName(from.getMetadata().getName()).withLabels(from.getMetadata().getLabels())
                .endMetadata().build();
    }

    private static Secret opaque(String name) {
        return new SecretBuilder().withNewMetadata().withName(name).endMetadata().withType("Opaque").addToData("k", "dg==").build();
    }

    private static ObjectNode backup(String name) {
        Secret pending = pending();
        return json(new SecretBuilder().withNewMetadata().withName(name).addToLabels(Map.of("app.kubernetes.io/managed-by", "helm-stuck",
                "helm-stuck/release", "gitlab", "helm-stuck/revision", "2"))
                .addToAnnotations(Map.of("helm-stuck/original", "{}", "helm-stuck/uid",
                        uid(pending)))
                .endMetadata().withType("helm-stuck/release-backup.v1").withData(pending.getData()).withImmutable(true)
                .build());
    }

    private static ObjectNode json(Secret secret) {
        return JSON.valueToTree(secret);
    }

    private static ObjectNode labels(ObjectNode secret) {
        return (ObjectNode) secret.path("metadata").path("labels");
    }

    private static ObjectNode annotations(ObjectNode secret) {
        return (ObjectNode) secret.path("metadata").path("annotations");
    }

    private static String pod() {
        return """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "i"}]}}""";
    }

    private static String secrets(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/secrets";
    }

    private static String secret(Secret secret) {
        return secrets(secret.getMetadata().getNamespace()) + "/" + secret.getMetadata().getName();
    }

    private static String uid(Secret secret) {
        return secret.getMetadata().getUid();
    }

    private static String version(Secret secret) {
        return secret.getMetadata().getResourceVersion();
    }

    private static String guarded(Secret secret) {
        return options(Map.of("uid", uid(secret), "resourceVersion", version(secret)));
    }

    private static String options(Map<String, String> preconditions) {
        ObjectNode options = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
        Optional.of(preconditions).filter(some -> !some.isEmpty()).ifPresent(some -> options.set("preconditions", JSON.valueToTree(some)));
        return options.toString();
    }
}
