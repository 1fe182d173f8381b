package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.kubernetes.Between.OnRequest;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A busy API server is left alone for as long as it asks, if there is time; what it cannot do twice is never sent twice. */
class RetryAfterTest {
    private static final Target TARGET = Place.target(Between.CONTEXT, "gitlab-cny");
    private static final SecretRef RECORD = new SecretRef(Records.name(8), "uid-8", "800");
    private static final OnRequest EMPTY = Between.answer(200, "application/json",
            "{\"kind\": \"PartialObjectMetadataList\", \"metadata\": {}, \"items\": []}");

    @TempDir
    Path folder;
    private final Between between = new Between(Optional.empty());
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        between.close();
    }

    private static OnRequest busy(int code, String retryAfter) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            Between.status(code, "TooManyRequests", "the server has received too many requests").react(exchange, request);
        };
    }

    private KubernetesCluster cluster() {
        return new KubernetesCluster(Place.settings(between.kubeconfig(folder)), Clock.systemUTC(), pauses::add);
    }

    private String trouble() {
        try (KubernetesCluster cluster = cluster()) {
            return catchThrowableOfType(UnavailableException.class, () -> cluster.copies(TARGET)).why();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 500})
    void a_read_waits_as_long_as_the_server_asks(int code) {
        between.on(request -> between.seen().size() <= 4, busy(code, "3"));
        between.always(EMPTY);
        try (KubernetesCluster cluster = cluster()) {
            assertThat(cluster.copies(TARGET)).isEmpty();
        }
        assertThat(pauses).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Test
    void the_wait_is_real() {
        between.on(request -> between.seen().size() == 1, busy(429, "1"));
        between.always(EMPTY);
        long before = System.nanoTime();
        try (KubernetesCluster cluster = Place.impatient(between.kubeconfig(folder))) {
            assertThat(cluster.copies(TARGET)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(between.seen()).hasSize(2);
    }

    @Test
    void a_wait_that_does_not_end_in_time_is_not_begun_and_is_said() {
        between.always(busy(429, "60"));
        assertThat(trouble()).contains("is overloaded and turned the request away").contains("(429)")
                .contains("the server has received too many requests")
                .endsWith("It asks to be left alone for 60 s");
        assertThat(pauses).isEmpty();
        assertThat(between.seen()).hasSize(1);
    }

    @Test
    void waiting_has_an_end() {
        between.always(busy(429, "1"));
        assertThat(trouble()).contains("is overloaded").contains("left alone for 1 s");
        assertThat(between.seen()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "soon", "-1", "Fri, 28 Nov 2026 06:00:00 GMT", "99999999999999999999"})
    void an_answer_that_names_no_time_is_tried_again_a_little(String retryAfter) {
        between.always(busy(503, retryAfter));
        assertThat(trouble()).contains("failed").doesNotContain("left alone");
        assertThat(pauses).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(between.seen()).hasSize(3);
    }

    /** It is promised that each namespace is listed once a minute at most, whatever comes of it. */
    @Test
    void the_watchers_list_is_sent_once_and_left_to_the_next_minute() {
        for (OnRequest trouble : List.of(busy(429, "1"), busy(503, "0"), Between.answer(502, "text/html", "<html>"), Between.half("{"))) {
            int before = between.seen().size();
            between.on(request -> between.seen().size() == before + 1, trouble);
            try (KubernetesCluster cluster = cluster()) {
                assertThat(catchThrowableOfType(UnavailableException.class, () -> cluster.pending(Between.CONTEXT, "gitlab-cny")))
                        .isNotNull();
            }
            assertThat(between.seen()).hasSize(before + 1);
        }
        assertThat(pauses).isEmpty();
        assertThat(between.seen()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void a_delete_is_sent_once_all_the_same(String retryAfter) {
        for (int code : List.of(429, 503, 408)) {
            int before = between.seen().size();
            between.always(busy(code, retryAfter));
            try (KubernetesCluster cluster = cluster()) {
                var trouble = catchThrowableOfType(UnavailableException.class, () -> cluster.delete(TARGET, RECORD));
                assertThat(trouble.why()).contains("It is not known whether the delete happened");
            }
            assertThat(between.seen()).hasSize(before + 1);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_delete_whose_connection_breaks_is_sent_once() {
        between.always(Between.silence());
        try (KubernetesCluster cluster = cluster()) {
            assertThat(catchThrowableOfType(UnavailableException.class, () -> cluster.delete(TARGET, RECORD)).why())
                    .contains("the connection broke");
        }
        assertThat(between.seen()).hasSize(1);
    }
}
