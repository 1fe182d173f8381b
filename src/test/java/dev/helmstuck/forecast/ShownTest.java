package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a change may be shown. */
class ShownTest {
    private static final ObjectId WEB = new ObjectId("apps", "Deployment", "ns", "web");

    @ParameterizedTest
    @CsvSource({"spec.replicas,3", "spec.template.spec.containers[main].image,registry.example.com/group/web:v18.6.1",
            "spec.template.spec.containers[main].image,r.io/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "metadata.labels.app.kubernetes.io/version,18.6.1", "spec.template.spec.containers[main].env[COLOR].value,blue"})
    void a_plain_short_value_is_shown(String path, String value) {
        assertThat(shown(path, value)).contains(value);
    }

    @ParameterizedTest
    @CsvSource({"data.password,hunter2", "data.API_TOKEN,x", "spec.template.spec.containers[main].env[DB_PASS].value,x",
            "spec.template.spec.containers[main].env[A].valueFrom.secretKeyRef.name,x",
            "spec.template.metadata.annotations.checksum/config,ab",
            "data.url,postgres://u:p@h/d", "data.x,Zk8s0qPw3LmX7vRt"})
    void what_may_be_a_secret_is_only_said_to_have_changed(String path, String value) {
        assertThat(shown(path, value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "<@U123>", "`code`", "a*b"})
    void what_a_chat_could_take_for_something_else_is_not_shown(String value) {
        assertThat(shown("data.x", value)).isEmpty();
    }

    @Test
    void what_is_long_is_not_shown() {
        assertThat(shown("data.x", "a".repeat(121))).isEmpty();
        assertThat(shown("data.x", "a".repeat(120))).isPresent();
    }

    @Test
    void a_list_or_a_map_is_not_shown() {
        assertThat(Shown.of(WEB, List.of(new Difference("spec.x", Optional.of(List.of("a")), Optional.empty()))).getFirst()).isEqualTo(
                new ObjectChange.Detail("spec.x", ObjectChange.Detail.HIDDEN, ""));
    }

    @Test
    void of_a_secret_nothing_is_shown_not_even_where() {
        assertThat(Shown.of(new ObjectId("", "Secret", "ns", "a"), List.of(new Difference("data.x", Optional.of("a"), Optional.of("b")))))
                .isEmpty();
    }

    @Test
    void images_come_first_then_versions_and_no_more_than_eight() {
        List<Difference> many = java.util.stream.Stream.of("a", "b", "c", "d", "e", "f", "g", "metadata.labels.helm.sh/chart", "h",
                "spec.template.spec.containers[main].image").map(path -> new Difference(path, Optional.of("1"), Optional.of("2"))).toList();
        assertThat(Shown.of(WEB, many)).extracting(ObjectChange.Detail::path).startsWith("spec.template.spec.containers[main].image",
                "metadata.labels.helm.sh/chart", "a").hasSize(8);
    }

    private static Optional<String> shown(String path, String value) {
        return Optional.of(Shown.of(WEB, List.of(new Difference(path, Optional.empty(), Optional.of(value)))).getFirst().after())
                .filter(shown -> !shown.equals(ObjectChange.Detail.HIDDEN));
    }
}
