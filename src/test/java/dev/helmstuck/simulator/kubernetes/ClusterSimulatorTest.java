package dev.helmstuck.simulator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.testing.cluster.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterSimulatorTest {
    private static final Instant NOW = Instant.parse("2027-01-02T03:04:05Z");
    private static final String SECRETS = "/api/v1/namespaces/n/secrets";

    private final ClusterSimulator cluster = ClusterSimulator.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void end() {
        http.close();
        cluster.close();
    }

    @Test
    void anotherActorsObjectIsThereWithTheTimeOfTheClock() throws Exception {
        cluster.put(secret("a", "YQ=="));
        JsonNode seen = Json.parse(send("GET", SECRETS + "/a", "").body());
        assertThat(seen.at("/metadata/creationTimestamp").asText()).isEqualTo("2027-01-02T03:04:05Z");
        assertThat(seen.at("/metadata/managedFields/0/time").asText()).isEqualTo("2027-01-02T03:04:05Z");
        assertThat(seen.at("/data/a").asText()).isEqualTo("YQ==");
        assertThat(cluster.get(Kind.NAMESPACE, "", "n")).isPresent();
    }

    @Test
    void replacingKeepsTheIdentityAndAGivenCreationTimeStays() {
        ObjectNode first = cluster.put(secret("a", "YQ=="));
        ObjectNode second = cluster.put(secret("a", "Yg=="));
        assertThat(second.at("/metadata/uid")).isEqualTo(first.at("/metadata/uid"));
        assertThat(second.at("/metadata/resourceVersion").asLong()).isGreaterThan(first.at("/metadata/resourceVersion").asLong());
        ObjectNode old = secret("b", "YQ==");
        Json.metadata(old).put("creationTimestamp", "2020-01-01T00:00:00Z");
        assertThat(cluster.put(old).at("/metadata/creationTimestamp").asText()).isEqualTo("2020-01-01T00:00:00Z");
    }

    @Test
    void aChangeMovesTheResourceVersionAndWritingTheSameDoesNot() {
        String before = cluster.put(secret("a", "YQ==")).at("/metadata/resourceVersion").asText();
        assertThat(cluster.change(Kind.SECRET, "n", "a", same -> same).at("/metadata/resourceVersion").asText()).isEqualTo(before);
        ObjectNode after = cluster.change(Kind.SECRET, "n", "a", object -> {
            Json.metadata(object).withObject("/labels").put("status", "failed");
            return object;
        });
        assertThat(after.at("/metadata/resourceVersion").asText()).isNotEqualTo(before);
        assertThat(cluster.remove(Kind.SECRET, "n", "a")).isTrue();
        assertThat(cluster.remove(Kind.SECRET, "n", "a")).isFalse();
        assertThatThrownBy(() -> cluster.change(Kind.SECRET, "n", "a", same -> same)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLogTellsWhatWasAskedAndNoSecretsValue() throws Exception {
        cluster.put(secret("a", "YQ=="));
        send("POST", SECRETS, secret("b", "aHVzaA==").toString());
        send("GET", SECRETS + "?labelSelector=owner%3Dhelm&limit=2", "");
        send("DELETE", SECRETS + "/a", "{\"kind\":\"DeleteOptions\",\"dryRun\":[\"All\"],\"preconditions\":{\"uid\":\"u\"}}");
        assertThat(cluster.requests()).extracting(ApiRequest::verb).containsExactly("create", "list", "delete");
        assertThat(cluster.requests().toString()).doesNotContain("aHVzaA");
        ApiRequest list = cluster.requests().get(1);
        assertThat(list.is("list", Kind.SECRET)).isTrue();
        assertThat(list.query()).containsEntry("labelSelector", "owner=helm").containsEntry("limit", "2");
        ApiRequest delete = cluster.requests().get(2);
        assertThat(delete.namespace()).isEqualTo("n");
        assertThat(delete.name()).isEqualTo("a");
        assertThat(delete.dryRun()).isTrue();
        assertThat(delete.body().at("/preconditions/uid").asText()).isEqualTo("u");
        assertThat(ApiRequest.realDelete(Kind.SECRET).test(delete)).isFalse();
    }

    @Test
    void plannedRefusalsComeInLineAndOnce() throws Exception {
        cluster.put(secret("a", "YQ=="));
        cluster.faults().next(ApiRequest.of("get", Kind.SECRET), Fault.unauthorized())
                .next(ApiRequest.of("get", Kind.SECRET), Fault.forbidden()).next(ApiRequest.of("get", Kind.SECRET), Fault.notFound())
                .next(ApiRequest.of("get", Kind.SECRET), Fault.conflict()).next(ApiRequest.of("get", Kind.SECRET), Fault.gone())
                .next(ApiRequest.of("get", Kind.SECRET), Fault.internalError())
                .next(ApiRequest.of("get", Kind.SECRET), Fault.badGateway()).next(ApiRequest.of("get", Kind.SECRET), Fault.unavailable());
        assertThat(send("GET", SECRETS, "").statusCode()).isEqualTo(200);
        assertThat(answer(401)).isEqualTo("Unauthorized");
        assertThat(answer(403))
                .isEqualTo("secrets \"a\" is forbidden: User \"system:serviceaccount:helm-stuck:helm-stuck\" cannot get resource "
                        + "\"secrets\" in API group \"\" in the namespace \"n\"");
        assertThat(answer(404)).isEqualTo("secrets \"a\" not found");
        assertThat(answer(409)).startsWith("Operation cannot be fulfilled on Secret \"a\": the object has been modified");
        assertThat(answer(410)).startsWith("The provided continue parameter is too old");
        assertThat(answer(500)).isEqualTo("Internal error occurred: etcdserver: leader changed");
        assertThat(send("GET", SECRETS + "/a", "").headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(answer(503)).isEqualTo("the server is currently unable to handle the request");
        assertThat(send("GET", SECRETS + "/a", "").statusCode()).isEqualTo(200);
        assertThat(cluster.faults().pending()).isZero();
    }

    @Test
    void tooManyRequestsComeWithRetryAfterOrWithout() throws Exception {
        cluster.faults().next(request -> true, Fault.tooManyRequests(OptionalInt.of(7)))
                .next(request -> true, Fault.tooManyRequests(OptionalInt.empty()));
        HttpResponse<String> with = send("GET", SECRETS, "");
        assertThat(with.statusCode()).isEqualTo(429);
        assertThat(with.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(Json.parse(with.body()).at("/details/retryAfterSeconds").asInt()).isEqualTo(7);
        HttpResponse<String> without = send("GET", SECRETS, "");
        assertThat(without.statusCode()).isEqualTo(429);
        assertThat(without.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void aConnectionBreaksBeforeOrAfterTheServerActs() throws Exception {
        cluster.put(secret("a", "YQ=="));
        cluster.faults().next(ApiRequest.realDelete(Kind.SECRET), Fault.reset());
        assertThatThrownBy(() -> send("DELETE", SECRETS + "/a", "")).isInstanceOf(IOException.class);
        assertThat(cluster.get(Kind.SECRET, "n", "a")).isPresent();
        cluster.faults().next(ApiRequest.realDelete(Kind.SECRET), Fault.answerLost());
        assertThatThrownBy(() -> send("DELETE", SECRETS + "/a", "")).isInstanceOf(IOException.class);
        assertThat(cluster.get(Kind.SECRET, "n", "a")).isEmpty();
    }

    @Test
    void anAnswerStopsHalfway() {
        cluster.put(secret("a", "YQ=="));
        cluster.faults().next(ApiRequest.of("list", Kind.SECRET), Fault.halfAnAnswer());
        assertThatThrownBy(() -> send("GET", SECRETS, "")).isInstanceOf(IOException.class);
    }

    @Test
    void aDelayedAnswerComesAfterTheClientsPatience() {
        cluster.faults().next(request -> true, Fault.delay(Duration.ofMinutes(1)));
        HttpRequest impatient = request("GET", SECRETS, "").timeout(Duration.ofMillis(100)).build();
        assertThatThrownBy(() -> http.send(impatient, HttpResponse.BodyHandlers.ofString())).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void aListMayContinueForEver() throws Exception {
        cluster.put(secret("a", "YQ=="));
        cluster.faults().always(ApiRequest.of("list", Kind.SECRET), Fault.endlessContinue());
        JsonNode first = Json.parse(send("GET", SECRETS + "?limit=1", "").body());
        JsonNode next = Json.parse(send("GET", SECRETS + "?limit=1&continue=" + first.at("/metadata/continue").asText(), "").body());
        assertThat(next).isEqualTo(first);
        assertThat(next.at("/items/0/metadata/name").asText()).isEqualTo("a");
        cluster.faults().clear();
        assertThat(Json.parse(send("GET", SECRETS + "?limit=1", "").body()).at("/metadata/continue").isMissingNode()).isTrue();
    }

    @Test
    void aListCannotGoOnOnceThePastIsCompacted() throws Exception {
        cluster.put(secret("a", "YQ=="));
        cluster.put(secret("b", "YQ=="));
        String token = Json.parse(send("GET", SECRETS + "?limit=1", "").body()).at("/metadata/continue").asText();
        assertThat(send("GET", SECRETS + "?limit=1&continue=" + token, "").statusCode()).isEqualTo(200);
        cluster.compact();
        assertThat(send("GET", SECRETS + "?limit=1&continue=" + token, "").statusCode()).isEqualTo(410);
    }

    @Test
    void aServerThatIsNotReadySaysSo() throws Exception {
        cluster.faults().next(ApiRequest.path("/readyz"), Fault.notReady());
        HttpResponse<String> notReady = send("GET", "/readyz", "");
        assertThat(notReady.statusCode()).isEqualTo(500);
        assertThat(notReady.body()).endsWith("readyz check failed\n");
        assertThat(send("GET", "/readyz", "").body()).isEqualTo("ok");
    }

    @Test
    void discoveryNamesWhatTheServerHas() throws Exception {
        assertThat(Json.parse(send("GET", "/apis", "").body()).path("groups").findValuesAsText("name")).containsExactly("apps",
                "autoscaling",
                "batch");
        assertThat(Json.parse(send("GET", "/apis/apps/v1", "").body()).path("resources").findValuesAsText("kind"))
                .containsExactly("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet");
        assertThat(send("GET", "/nope", "").body()).isEqualTo("404 page not found\n");
    }

    @Test
    void theRecordedReleaseIsMovedSoThatItIsStuckSinceTheGivenInstant() {
        Instant since = Instant.parse("2027-01-01T10:00:00Z");
        cluster.load("/records/gitlab-cny.json", since);
        ObjectNode stuck = cluster.get(Kind.SECRET, "gitlab-cny", "sh.helm.release.v1.gitlab-cny.v1234").orElseThrow();
        ObjectNode before = cluster.get(Kind.SECRET, "gitlab-cny", "sh.helm.release.v1.gitlab-cny.v1233").orElseThrow();
        assertThat(stuck.at("/metadata/creationTimestamp").asText()).isEqualTo("2027-01-01T10:00:00Z");
        assertThat(before.at("/metadata/creationTimestamp").asText()).isEqualTo("2026-12-31T10:00:00Z");
        assertThat(stuck.at("/metadata/labels/status").asText()).isEqualTo("pending-upgrade");
        JsonNode attempted = Json.parse(Payload.decode(stuck.at("/data/release").asText()));
        assertThat(attempted.path("version").asInt()).isEqualTo(1234);
        assertThat(attempted.at("/info/status").asText()).isEqualTo("pending-upgrade");
        assertThat(Instant.parse(attempted.at("/info/last_deployed").asText())).isBetween(since.minusSeconds(1), since.plusSeconds(1));
        JsonNode believed = Json.parse(Payload.decode(before.at("/data/release").asText()));
        assertThat(believed.at("/info/status").asText()).isEqualTo("deployed");
        assertThat(cluster.list(Kind.DEPLOYMENT, "gitlab-cny")).hasSize(4).allSatisfy(deployment -> {
            assertThat(deployment.at("/status/conditions").findValuesAsText("status")).containsOnly("True");
            assertThat(deployment.at("/status/updatedReplicas")).isEqualTo(deployment.at("/spec/replicas"));
        });
        assertThat(cluster.list(Kind.HORIZONTAL_POD_AUTOSCALER, "")).hasSize(1);
        Matcher years = Pattern.compile("\"(20\\d\\d)-\\d\\d-\\d\\dT").matcher(cluster.list(Kind.DEPLOYMENT, "").toString());
        assertThat(years.results().map(year -> year.group(1)).distinct()).containsExactlyInAnyOrder("2026", "2027");
    }

    private String answer(int code) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", SECRETS + "/a", "");
        assertThat(answer.statusCode()).isEqualTo(code);
        return Json.parse(answer.body()).path("message").asText();
    }

    private HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(request(method, path, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(cluster.uri() + path)).header("Authorization", "Bearer " + cluster.token())
                .header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private static ObjectNode secret(String name, String data) {
        return Json.parse("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"n\"},\"type\":\"Opaque\",\"data\":{\"a\":\"" + data + "\"}}");
    }
}
