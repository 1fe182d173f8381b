package dev.helmstuck.simulator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.api.model.PartialObjectMetadataList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bot relies on in an API server: the same requests of the same client must get the same answers from both. */
abstract class ClusterContractTest {
    private static final String HELM = "helm.sh/release.v1";

    private KubernetesClient client;
    private String namespace;

    /** Of an account that may get, list, create and delete, and nothing else. Does not try again by itself. */
    abstract KubernetesClient client();

    /** The namespace of the account, new for each test. */
    abstract String namespace();

    @BeforeEach
    void begin() {
        namespace = namespace();
        client = client();
    }

    @Test
    void theServerIsReady() {
        assertThat(client.raw("/readyz")).isEqualTo("ok");
        assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
    }

    @Test
    void aCreatedSecretComesBackByteForByte() {
        Secret sent = release("gitlab", 7, "pending-upgrade");
        Secret created = client.resource(sent).create();
        assertThat(created.getMetadata().getUid()).isNotBlank();
        assertThat(created.getMetadata().getResourceVersion()).isNotBlank();
        assertThat(created.getMetadata().getCreationTimestamp()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(created.getMetadata().getManagedFields()).singleElement()
                .satisfies(entry -> assertThat(entry.getTime()).isEqualTo(created.getMetadata().getCreationTimestamp()));
        Secret read = client.secrets().inNamespace(namespace).withName(nameOf(7)).get();
        assertThat(read).isEqualTo(created);
        assertThat(read.getData()).isEqualTo(sent.getData());
        assertThat(read.getType()).isEqualTo(HELM);
        assertThat(read.getMetadata().getLabels()).isEqualTo(sent.getMetadata().getLabels());
    }

    @Test
    void aListOfMetadataIsSmallAndHoldsNoData() {
        for (int revision = 9; revision <= 11; revision++)
            create(release("gitlab", revision, "superseded"));
        PartialObjectMetadataList list = client.secrets().inNamespace(namespace).withLabels(Map.of("owner", "helm", "name", "gitlab"))
                .listAsPartialObjectMetadata();
        assertThat(list.getItems()).extracting(PartialObjectMetadata::getMetadata).extracting(ObjectMeta::getName).containsExactly(
                nameOf(10), nameOf(11), nameOf(9));
        assertThat(list.getMetadata().getResourceVersion()).isNotBlank();
        HttpResponse<String> wire = get("/secrets?labelSelector=owner%3Dhelm",
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        assertThat(wire.code()).isEqualTo(200);
        assertThat(wire.body()).hasSizeLessThan(3 * 2000).doesNotContain("\"data\"", payload());
        assertThat(parse(wire).path("kind").asText()).isEqualTo("PartialObjectMetadataList");
        assertThat(parse(wire).at("/items/0/kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(get("/secrets", "application/json").body()).contains(payload());
    }

    @Test
    void theMetadataOfOneObjectComesAlone() {
        Secret created = create(release("gitlab", 1, "deployed"));
        assertThat(client.secrets().inNamespace(namespace).withName(nameOf(1)).getAsPartialObjectMetadata().getMetadata())
                .isEqualTo(created.getMetadata());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /secrets                                    | application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1
            /secrets/sh.helm.release.v1.gitlab.v1       | application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1
            /secrets                                    | text/html
            """)
    void aFormThatDoesNotFitIsNotAcceptable(String path, String accept) {
        create(release("gitlab", 1, "deployed"));
        HttpResponse<String> answer = get(path, accept);
        assertThat(answer.code()).isEqualTo(406);
        assertThat(parse(answer).path("reason").asText()).isEqualTo("NotAcceptable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            owner=helm                                   | 1,2,3
            owner==helm,name=gitlab                      | 1,2
            name!=gitlab                                 | 3,x
            status in (pending-upgrade, pending-install) | 2
            status in (a, a)                             | ''
            name notin (other),owner                     | 1,2
            name notin (other)                           | 1,2,x
            owner                                        | 1,2,3
            !owner                                       | x
            owner=helm,status=                           | ''
            """)
    void labelsSelect(String selector, String expected) {
        create(release("gitlab", 1, "deployed"));
        create(release("gitlab", 2, "pending-upgrade"));
        create(release("other", 3, "deployed"));
        create(new SecretBuilder().withNewMetadata().withName("x").withNamespace(namespace).endMetadata().build());
        List<String> found = client.secrets().inNamespace(namespace).list(new ListOptionsBuilder().withLabelSelector(selector).build())
                .getItems().stream().map(secret -> secret.getMetadata().getName().replaceAll(".*\\.v(\\d+)$", "$1")).sorted().toList();
        assertThat(String.join(",", found)).isEqualTo(expected);
    }

    @Test
    void fieldsSelect() {
        create(release("gitlab", 1, "deployed"));
        create(new SecretBuilder().withNewMetadata().withName("x").withNamespace(namespace).endMetadata().build());
        assertThat(names("type=" + HELM)).containsExactly(nameOf(1));
        assertThat(names("type!=" + HELM)).containsExactly("x");
        assertThat(names("metadata.name=x,type=Opaque")).containsExactly("x");
        assertThat(names("metadata.namespace=elsewhere")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            labelSelector=status%20in%201 | unable to parse requirement:
            fieldSelector=foo%3D1         | field label not supported: foo
            limit=x                       | strconv.ParseInt: parsing "x": invalid syntax
            limit=1&continue=abc          | invalid continue token
            """)
    void aListThatCannotBeUnderstoodIsABadRequest(String query, String message) {
        Status status = refusal(400, () -> client.raw(path("/secrets?" + query)));
        assertThat(status.getReason()).isEqualTo("BadRequest");
        assertThat(status.getMessage()).startsWith(message);
    }

    @Test
    void pagesContinueFromTheSameStateAndCountTheRestOnlyWithoutSelector() {
        for (int revision = 1; revision <= 5; revision++)
            create(release("gitlab", revision, "superseded"));
        SecretList first = page(new ListOptionsBuilder().withLimit(2L));
        assertThat(first.getItems()).extracting(secret -> secret.getMetadata().getName()).containsExactly(nameOf(1), nameOf(2));
        assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(3);
        client.secrets().inNamespace(namespace).withName(nameOf(4)).delete();
        create(release("gitlab", 6, "deployed"));
        SecretList second = page(new ListOptionsBuilder().withLimit(2L).withContinue(first.getMetadata().getContinue()));
        assertThat(second.getItems()).extracting(secret -> secret.getMetadata().getName()).containsExactly(nameOf(3), nameOf(4));
        assertThat(second.getMetadata().getRemainingItemCount()).isEqualTo(1);
        assertThat(second.getMetadata().getResourceVersion()).isEqualTo(first.getMetadata().getResourceVersion());
        SecretList last = page(new ListOptionsBuilder().withLimit(2L).withContinue(second.getMetadata().getContinue()));
        assertThat(last.getItems()).extracting(secret -> secret.getMetadata().getName()).containsExactly(nameOf(5));
        assertThat(last.getMetadata().getContinue()).isNullOrEmpty();
        assertThat(last.getMetadata().getRemainingItemCount()).isNull();

        SecretList selected = page(new ListOptionsBuilder().withLimit(2L).withLabelSelector("owner=helm"));
        assertThat(selected.getItems()).hasSize(2);
        assertThat(selected.getMetadata().getContinue()).isNotBlank();
        assertThat(selected.getMetadata().getRemainingItemCount()).isNull();
    }

    @Test
    void aKindWithoutObjectsIsAnEmptyListAndAnUnknownKindIsNotFound() {
        assertThat(client.apps().deployments().inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(client.apps().statefulSets().inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(client.apps().daemonSets().inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(client.apps().replicaSets().inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(client.pods().inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(message(404, get("/nonsense", "application/json"))).isEqualTo("the server could not find the requested resource");
    }

    @Test
    void whatExistsCannotBeCreatedAgain() {
        create(release("gitlab", 1, "deployed"));
        Status status = refusal(409, () -> create(release("gitlab", 1, "deployed")));
        assertThat(status.getReason()).isEqualTo("AlreadyExists");
        assertThat(status.getMessage()).isEqualTo("secrets \"" + nameOf(1) + "\" already exists");
        assertThat(status.getDetails().getName()).isEqualTo(nameOf(1));
        assertThat(status.getDetails().getKind()).isEqualTo("secrets");
    }

    @Test
    void aDryRunCreateStoresNothing() {
        HttpResponse<String> answer = post("/secrets?dryRun=All", "application/json", secretJson("dry", "YQ=="));
        assertThat(answer.code()).isEqualTo(201);
        assertThat(parse(answer).at("/metadata/uid").asText()).isNotBlank();
        assertThat(parse(answer).at("/metadata/resourceVersion").isMissingNode()).isTrue();
        assertThat(client.secrets().inNamespace(namespace).withName("dry").get()).isNull();
        create(release("gitlab", 1, "deployed"));
        assertThat(post("/secrets?dryRun=All", "application/json", secretJson(nameOf(1), "YQ==")).code()).isEqualTo(409);
        assertThat(post("/secrets?dryRun=Some", "application/json", secretJson("dry", "YQ==")).code()).isEqualTo(422);
    }

    @Test
    void aNameIsGenerated() {
        Secret created = create(new SecretBuilder().withNewMetadata().withGenerateName("backup-").withNamespace(namespace).endMetadata()
                .withStringData(Map.of("a", "b")).build());
        assertThat(created.getMetadata().getName()).matches("backup-[a-z0-9]{5}");
        assertThat(created.getData()).containsExactly(Map.entry("a", "Yg=="));
        assertThat(created.getType()).isEqualTo("Opaque");
        assertThat(created.getStringData()).isNullOrEmpty();
    }

    @Test
    void whatIsNoSecretIsRefused() {
        assertThat(message(400, post("/secrets", "application/json", secretJson("bad", "%%%"))))
                .isEqualTo("Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte 0");
        assertThat(message(400, post("/secrets", "application/json", "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\"")))
                .isEqualTo("the object provided is unrecognized (must be of type Secret): couldn't get version/kind; json parse error: "
                        + "unexpected end of JSON input ({\"apiVersion\":\"v1\",\"kind\":\"Sec ...)");
        assertThat(message(400, post("/secrets", "application/json", "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}")))
                .isEqualTo("ConfigMap in version \"v1\" cannot be handled as a Secret: converting (v1.ConfigMap) to (core.Secret): "
                        + "unknown conversion");
        assertThat(message(400, post("/secrets", "application/json",
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"c\",\"namespace\":\"other\"}}")))
                .isEqualTo("the namespace of the provided object does not match the namespace sent on the request");
        assertThat(message(415, post("/secrets", "text/plain", secretJson("c", "YQ==")))).startsWith(
                "the body of the request was in an unknown format - accepted media types include: application/json,");
        assertThat(message(422, post("/secrets", "application/json", secretJson("Bad_Name", "YQ=="))))
                .startsWith("Secret \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain");
        assertThat(message(422, post("/secrets", "application/json", "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{}}")))
                .isEqualTo("Secret \"\" is invalid: metadata.name: Required value: name or generateName is required");
        assertThat(message(422, post("/secrets", "application/json",
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"c\",\"labels\":{\"a b\":\"x y\"}}}")))
                .startsWith("Secret \"c\" is invalid: [metadata.labels: Invalid value: \"a b\": name part must consist of");
    }

    @Test
    void aSecretHoldsOneMebibyteAndNotAByteMore() {
        String fits = Base64.getEncoder().encodeToString(new byte[1024 * 1024]);
        String tooLong = Base64.getEncoder().encodeToString(new byte[1024 * 1024 + 1]);
        assertThat(post("/secrets?dryRun=All", "application/json", secretJson("big", fits)).code()).isEqualTo(201);
        assertThat(message(422, post("/secrets?dryRun=All", "application/json", secretJson("big", tooLong))))
                .isEqualTo("Secret \"big\" is invalid: data: Too long: may not be more than 1048576 bytes");
    }

    @Test
    void aDryRunDeleteChecksThePreconditionsAndKeepsTheObject() {
        Secret secret = create(release("gitlab", 2, "pending-upgrade"));
        String uid = secret.getMetadata().getUid();
        JsonNode answer = delete(nameOf(2), uid, secret.getMetadata().getResourceVersion(), true);
        assertThat(answer.path("status").asText()).isEqualTo("Success");
        assertThat(answer.at("/details/uid").asText()).isEqualTo(uid);
        assertThat(client.secrets().inNamespace(namespace).withName(nameOf(2)).get()).isEqualTo(secret);
        assertThat(refusal(409, () -> delete(nameOf(2), "other", "", true)).getReason()).isEqualTo("Conflict");
    }

    @Test
    void aWrongUidIsAConflict() {
        Secret secret = create(release("gitlab", 2, "pending-upgrade"));
        Status status = refusal(409, () -> delete(nameOf(2), "0-1-2", secret.getMetadata().getResourceVersion(), false));
        assertThat(status.getReason()).isEqualTo("Conflict");
        assertThat(status.getMessage()).isEqualTo("Operation cannot be fulfilled on Secret \"" + nameOf(2)
                + "\": the UID in the precondition (0-1-2) does not match the UID in record (" + secret.getMetadata().getUid()
                + "). The object might have been deleted and then recreated");
        assertStillThere(secret);
    }

    @Test
    void aStaleResourceVersionIsAConflict() {
        Secret secret = create(release("gitlab", 2, "pending-upgrade"));
        Status status = refusal(409, () -> delete(nameOf(2), secret.getMetadata().getUid(), "1", false));
        assertThat(status.getMessage()).isEqualTo("Operation cannot be fulfilled on Secret \"" + nameOf(2)
                + "\": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record ("
                + secret.getMetadata().getResourceVersion() + "). The object might have been modified");
        assertStillThere(secret);
    }

    @Test
    void whatWasRecreatedUnderTheSameNameIsAnother() {
        ObjectMeta seen = create(release("gitlab", 2, "pending-upgrade")).getMetadata();
        delete(nameOf(2), seen.getUid(), seen.getResourceVersion(), false);
        Secret again = create(release("gitlab", 2, "pending-upgrade"));
        assertThat(again.getMetadata().getUid()).isNotEqualTo(seen.getUid());
        assertThat(refusal(409, () -> delete(nameOf(2), seen.getUid(), "", false)).getReason()).isEqualTo("Conflict");
        assertThat(refusal(409, () -> delete(nameOf(2), "", seen.getResourceVersion(), false)).getReason()).isEqualTo("Conflict");
        assertStillThere(again);
    }

    @Test
    void whatIsGoneIsNotFound() {
        Status status = refusal(404, () -> delete(nameOf(2), "0-1-2", "1", false));
        assertThat(status.getReason()).isEqualTo("NotFound");
        assertThat(status.getMessage()).isEqualTo("secrets \"" + nameOf(2) + "\" not found");
        assertThat(status.getDetails().getName()).isEqualTo(nameOf(2));
        assertThat(message(404, get("/secrets/" + nameOf(2), "application/json"))).isEqualTo("secrets \"" + nameOf(2) + "\" not found");
        assertThat(client.secrets().inNamespace(namespace).withName(nameOf(2)).get()).isNull();
    }

    @Test
    void aDeleteWithTheSeenUidAndResourceVersionDeletesExactlyThat() {
        create(release("gitlab", 1, "deployed"));
        ObjectMeta seen = create(release("gitlab", 2, "pending-upgrade")).getMetadata();
        JsonNode answer = delete(nameOf(2), seen.getUid(), seen.getResourceVersion(), false);
        assertThat(answer.path("kind").asText()).isEqualTo("Status");
        assertThat(answer.path("status").asText()).isEqualTo("Success");
        assertThat(answer.path("details")).isEqualTo(Json.object().put("name", nameOf(2)).put("kind", "secrets").put("uid", seen.getUid()));
        assertThat(names("type=" + HELM)).containsExactly(nameOf(1));
    }

    @Test
    void deleteOptionsThatCannotBeUnderstoodDeleteNothing() {
        Secret secret = create(release("gitlab", 2, "pending-upgrade"));
        assertThat(send("DELETE", "/secrets/" + nameOf(2), "application/json", "{\"kind\":\"DeleteOptions\",\"api").code()).isEqualTo(400);
        assertThat(send("DELETE", "/secrets/" + nameOf(2), "application/json",
                "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"dryRun\":[\"Some\"]}").code()).isEqualTo(422);
        assertStillThere(secret);
    }

    @Test
    void anEventMayBeCreated() {
        var created = client.v1().events().inNamespace(namespace)
                .resource(new EventBuilder().withNewMetadata().withGenerateName("helm-stuck-")
                        .withNamespace(namespace).endMetadata().withNewInvolvedObject().withKind("Secret").withNamespace(namespace)
                        .withName("x")
                        .endInvolvedObject().withReason("Deleted").withMessage("m").withType("Normal").build())
                .create();
        assertThat(client.v1().events().inNamespace(namespace).withField("involvedObject.name", "x").list().getItems())
                .extracting(event -> event.getMetadata().getName()).containsExactly(created.getMetadata().getName());
    }

    @Test
    void whatTheRoleDoesNotAllowIsForbiddenInRbacsWords() {
        create(release("gitlab", 1, "deployed"));
        String where = " in API group \"\" in the namespace \"" + namespace + "\"";
        assertThat(message(403, send("PUT", "/secrets/" + nameOf(1), "application/json", secretJson(nameOf(1), "YQ=="))))
                .startsWith("secrets \"" + nameOf(1) + "\" is forbidden: User \"system:serviceaccount:")
                .endsWith("cannot update resource \"secrets\"" + where);
        HttpResponse<String> collection = send("DELETE", "/secrets", "application/json", "{}");
        assertThat(message(403, collection)).startsWith("secrets is forbidden: User \"")
                .endsWith("\" cannot deletecollection resource \"secrets\"" + where);
        assertThat(parse(collection).path("details")).isEqualTo(Json.object().put("kind", "secrets"));
    }

    @Test
    void theServerSaysWhatTheAccountMayDo() {
        assertThat(mayI("list", "", "secrets")).isTrue();
        assertThat(mayI("list", "apps", "deployments")).isTrue();
        assertThat(mayI("update", "", "secrets")).isFalse();
        assertThat(message(422, send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                Map.of("Content-Type", "application/json"),
                "{\"kind\":\"SelfSubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"spec\":{}}")))
                .contains("exactly one of nonResourceAttributes or resourceAttributes must be specified");
    }

    private boolean mayI(String verb, String group, String resource) {
        HttpResponse<String> answer = send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                Map.of("Content-Type", "application/json"), """
                        {"kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "spec": {"resourceAttributes":
                          {"namespace": "%s", "verb": "%s", "group": "%s", "resource": "%s"}}}""".formatted(namespace, verb, group,
                        resource));
        assertThat(answer.code()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers("Date")).singleElement().asString().endsWith("GMT");
        assertThat(parse(answer).path("kind").asText()).isEqualTo("SelfSubjectAccessReview");
        JsonNode allowed = parse(answer).path("status").path("allowed");
        assertThat(allowed.isBoolean()).isTrue();
        return allowed.booleanValue();
    }

    @Test
    void aWrongTokenIsUnauthorized() {
        Config wrong = new ConfigBuilder(client.getConfiguration()).withOauthToken("wrong").withOauthTokenProvider(null)
                .withAutoOAuthToken(null).build();
        try (KubernetesClient stranger = new KubernetesClientBuilder().withConfig(wrong).build()) {
            Status status = refusal(401, () -> stranger.secrets().inNamespace(namespace).list());
            assertThat(status.getReason()).isEqualTo("Unauthorized");
        }
    }

    private String path(String rest) {
        return "/api/v1/namespaces/" + namespace + rest;
    }

    private static String nameOf(int revision) {
        return "sh.helm.release.v1.gitlab.v" + revision;
    }

    private static String payload() {
        return Base64.getEncoder().encodeToString("x".repeat(20_000).getBytes(StandardCharsets.UTF_8));
    }

    private Secret release(String name, int revision, String status) {
        return new SecretBuilder().withNewMetadata().withNamespace(namespace).withName("sh.helm.release.v1." + name + ".v" + revision)
                .withLabels(Map.of("owner", "helm", "name", name, "status", status, "version", String.valueOf(revision))).endMetadata()
                .withType(HELM).withData(Map.of("release", payload())).build();
    }

    private static String secretJson(String name, String data) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"a\":\"" + data + "\"}}";
    }

    private Secret create(Secret secret) {
        return client.resource(secret).create();
    }

    private List<String> names(String fieldSelector) {
        return page(new ListOptionsBuilder().withFieldSelector(fieldSelector)).getItems().stream()
                .map(secret -> secret.getMetadata().getName()).toList();
    }

    private SecretList page(ListOptionsBuilder options) {
        return client.secrets().inNamespace(namespace).list(options.build());
    }

    private void assertStillThere(Secret secret) {
        assertThat(client.secrets().inNamespace(namespace).withName(secret.getMetadata().getName()).get()).isEqualTo(secret);
    }

    private JsonNode delete(String name, String uid, String resourceVersion, boolean dryRun) {
        var options = Json.object().put("kind", "DeleteOptions").put("apiVersion", "v1");
        if (!uid.isEmpty())
            options.withObject("/preconditions").put("uid", uid);
        if (!resourceVersion.isEmpty())
            options.withObject("/preconditions").put("resourceVersion", resourceVersion);
        if (dryRun)
            options.putArray("dryRun").add("All");
        return Json.parse(client.raw(path("/secrets/" + name), "DELETE", options));
    }

    private static Status refusal(int code, ThrowingCallable call) {
        KubernetesClientException refused = catchThrowableOfType(KubernetesClientException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.getCode()).isEqualTo(code);
        return refused.getStatus();
    }

    private static String message(int code, HttpResponse<String> answer) {
        assertThat(answer.code()).describedAs(answer.body()).isEqualTo(code);
        JsonNode status = parse(answer);
        assertThat(status.path("kind").asText()).isEqualTo("Status");
        assertThat(status.path("status").asText()).isEqualTo("Failure");
        assertThat(status.path("code").asInt()).isEqualTo(code);
        return status.path("message").asText();
    }

    private static JsonNode parse(HttpResponse<String> answer) {
        return Json.parse(answer.body());
    }

    private HttpResponse<String> get(String rest, String accept) {
        return send("GET", path(rest), Map.of("Accept", accept), "");
    }

    private HttpResponse<String> post(String rest, String contentType, String body) {
        return send("POST", rest, contentType, body);
    }

    private HttpResponse<String> send(String method, String rest, String contentType, String body) {
        return send(method, path(rest), Map.of("Content-Type", contentType), body);
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> headers, String body) {
        var request = client.getHttpClient().newHttpRequestBuilder().uri(client.getMasterUrl().toString().replaceAll("/$", "") + path);
        headers.forEach(request::header);
        request.method(method, headers.get("Content-Type"), body.isEmpty() ? null : body);
        return client.getHttpClient().sendAsync(request.build(), String.class).join();
    }
}
