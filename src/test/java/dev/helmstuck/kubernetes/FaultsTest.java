package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.helmstuck.kubernetes.Between.OnRequest;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes instead of a usable answer becomes words, and never a record, a delete or an exception of some library. */
class FaultsTest {
    private static final SecretRef RECORD = new SecretRef(Records.name(8), "uid-8", "800");
    private static final Target TARGET = Place.target(Between.CONTEXT, "gitlab-cny");
    private static final String FORBIDDEN = "secrets is forbidden: User \"system:serviceaccount:bots:helm-stuck\" cannot list resource \"secrets\" in API group \"\" in the namespace \"gitlab-cny\"";

    @TempDir
    Path folder;
    private final Between between = new Between(Optional.empty());

    @AfterEach
    void close() {
        between.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(fault("401", Between.status(401, "Unauthorized", "Unauthorized"), "credentials"),
                fault("403", Between.status(403, "Forbidden", FORBIDDEN), "system:serviceaccount:bots:helm-stuck"),
                fault("404 of a path", Between.status(404, "NotFound", "the server could not find the requested resource"), "(404)"),
                fault("404 of a proxy", Between.answer(404, "text/html", "<html>no such page</html>"), "web page"),
                fault("410", Between.status(410, "Expired", "The provided continue parameter is too old"), "(410)"),
                fault("429", Between.status(429, "TooManyRequests", "The server has received too many requests"), "overloaded"),
                fault("500", Between.status(500, "InternalError", "etcdserver: request timed out"), "etcdserver: request timed out"),
                fault("503 of a proxy", Between.answer(503, "text/plain", "upstream connect error"), "no answer of the Kubernetes API"),
                fault("a login page", Between.answer(200, "text/html", "<!doctype html><html>Sign in</html>"), "web page"),
                fault("a redirect", Between.answer(302, "text/html", ""), "redirect"),
                fault("an empty answer", Between.answer(200, "application/json", ""), "is nothing"),
                fault("an empty object", Between.answer(200, "application/json", "{}"), "no answer of the Kubernetes API"),
                fault("another kind", Between.answer(200, "application/json", "{\"kind\": \"PodList\", \"items\": []}"), "no answer of"),
                fault("YAML", Between.answer(200, "application/json", "kind: SecretList\nitems: []"), "no answer of"),
                fault("half an answer", Between.half("{\"kind\": \"PartialObjectMetadataList\", \"items\": ["), "connection broke"),
                fault("silence", Between.silence(), "connection broke"));
    }

    private static Arguments fault(String name, OnRequest reaction, String words) {
        return Arguments.of(name, reaction, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void every_read_says_what_came_instead(String name, OnRequest reaction, String words) {
        between.always(reaction);
        for (Consumer<KubernetesCluster> read : Stream.<Consumer<KubernetesCluster>>of(it -> it.releases(TARGET),
                it -> it.revision(TARGET, RECORD.name()), it -> it.workloads(TARGET, Footprint.unknown(TARGET)), it -> it.copies(TARGET))
                .toList()) {
            UnavailableException trouble = trouble(read);
            assertThat(trouble.source()).isEqualTo("the cluster");
            assertThat(trouble.why()).contains(words).contains(Between.CONTEXT).contains("gitlab-cny");
        }
        assertThat(between.seen())
                .as("each of the nine is tried three times at most; the JDK repeats a GET once by itself when a connection closes")
                .hasSizeLessThanOrEqualTo(name.equals("silence") ? 54 : 27);
    }

    static Stream<Arguments> faultsOfADelete() {
        return faults().filter(fault -> !fault.get()[0].equals("403")); // to a delete that one is an answer
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsOfADelete")
    void a_delete_is_sent_once_and_its_outcome_called_unknown(String name, OnRequest reaction, String words) {
        between.always(reaction);
        assertThat(trouble(it -> it.delete(TARGET, RECORD)).why()).contains(words).contains("not known whether the delete happened");
        assertThat(between.seen()).hasSize(1);
    }

    @Test
    void a_missing_permission_is_named_with_verb_resource_namespace_and_account() {
        between.on(request -> request.is("GET", RECORD.name()),
                Between.status(403, "Forbidden", FORBIDDEN.replace("cannot list", "cannot get")));
        between.always(Between.status(403, "Forbidden", FORBIDDEN));
        assertThat(trouble(it -> it.releases(TARGET)).why()).contains(FORBIDDEN)
                .contains("the verb \"list\" on \"secrets\" in namespace \"gitlab-cny\"");
        assertThat(trouble(it -> it.revision(TARGET, RECORD.name())).why()).contains("the verb \"get\" on \"secrets\"");
        assertThat(trouble(it -> it.workloads(TARGET, Footprint.unknown(TARGET))).why()).contains("the verb \"list\" on \"deployments\"");
    }

    @Test
    void a_busy_server_is_asked_again_a_little() {
        between.on(request -> between.seen().size() < 3, Between.status(429, "TooManyRequests", "later"));
        between.always(Between.answer(200, "application/json", """
                {"kind": "PartialObjectMetadata", "metadata": {"name": "%s", "uid": "u", "resourceVersion": "1",
                 "creationTimestamp": "2026-11-21T05:48:53Z", "labels": {"status": "pending-upgrade"}}}""".formatted(RECORD.name())));
        try (KubernetesCluster cluster = Place.cluster(between.kubeconfig(folder))) {
            assertThat(cluster.revision(TARGET, RECORD.name())).hasValueSatisfying(found -> assertThat(found.number()).isEqualTo(8));
        }
        assertThat(between.seen()).hasSize(3);
    }

    @Test
    void an_answer_that_stops_or_never_ends_is_not_waited_for() {
        between.on(request -> between.seen().size() == 1, between.stall("{\"kind\": \"PartialObject"));
        between.always(Between.drip());
        try (KubernetesCluster cluster = Place.impatient(between.kubeconfig(folder))) {
            var stopped = catchThrowableOfType(UnavailableException.class, () -> cluster.delete(TARGET, RECORD));
            assertThat(stopped.why()).contains("it took longer than the time-out").contains("not known whether the delete happened");
            var endless = catchThrowableOfType(UnavailableException.class, () -> cluster.delete(TARGET, RECORD));
            assertThat(endless.why()).contains("no whole answer within 2 s").contains("not known whether the delete happened");
        }
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        Path kubeconfig = between.kubeconfig(folder);
        between.close();
        try (KubernetesCluster cluster = Place.cluster(kubeconfig)) {
            var trouble = catchThrowableOfType(UnavailableException.class, () -> cluster.ready(TARGET));
            assertThat(trouble.why()).contains("cluster between").contains("connection was refused");
        }
    }

    @Test
    void a_failing_check_of_readyz_is_its_complaint() {
        between.always(Between.answer(500, "text/plain", "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n"));
        try (KubernetesCluster cluster = Place.cluster(between.kubeconfig(folder))) {
            assertThat(cluster.ready(TARGET)).isEqualTo("etcd failed: reason withheld");
        }
    }

    @Test
    void a_list_that_expires_between_two_pages_is_read_again_once() {
        String page = "{\"kind\": \"PartialObjectMetadataList\", \"metadata\": {\"continue\": \"next\"}, \"items\": []}";
        String last = "{\"kind\": \"PartialObjectMetadataList\", \"metadata\": {}, \"items\": []}";
        between.on(request -> request.query().contains("continue=next") && between.seen().size() < 3,
                Between.status(410, "Expired", "too old"));
        between.on(request -> request.query().contains("continue=next"), Between.answer(200, "application/json", last));
        between.always(Between.answer(200, "application/json", page));
        try (KubernetesCluster cluster = Place.cluster(between.kubeconfig(folder))) {
            assertThat(cluster.copies(TARGET)).isEmpty();
        }
        assertThat(between.seen()).hasSize(4);
    }

    @Test
    void a_long_message_of_the_cluster_is_cut() {
        between.always(Between.status(500, "InternalError", "x".repeat(5000)));
        assertThat(trouble(it -> it.copies(TARGET)).why()).hasSizeLessThan(700);
    }

    private UnavailableException trouble(Consumer<KubernetesCluster> use) {
        try (KubernetesCluster cluster = Place.cluster(between.kubeconfig(folder))) {
            return catchThrowableOfType(UnavailableException.class, () -> use.accept(cluster));
        }
    }
}
