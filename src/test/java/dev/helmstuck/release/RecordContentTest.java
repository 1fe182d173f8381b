package dev.helmstuck.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.testing.Canary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifest, hooks and what else of a record is kept for comparing, as Helm 3.21.4 and 4.3.1 wrote them. */
class RecordContentTest {
    private static final String HELM_3 = """
            {"name":"r","info":{"first_deployed":"2026-11-28T00:20:46.365146365Z","last_deployed":"2026-11-28T00:20:46.365146365Z",
             "deleted":"","description":"Install complete","status":"deployed"},
             "manifest":"---\\n# Source: ch/templates/a.yaml\\napiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: settings}\\n",
             "hooks":[{"name":"hook","kind":"ConfigMap","path":"ch/templates/a.yaml","manifest":"kind: ConfigMap\\n",
               "events":["pre-upgrade","pre-install"],"last_run":{"started_at":"2026-11-28T00:20:46.651471484Z",
               "completed_at":"2026-11-28T00:20:46.665105686Z","phase":"Succeeded"},"weight":5,"delete_policies":["before-hook-creation"]},
              {"name":"hook2","kind":"ConfigMap","path":"ch/templates/a.yaml","manifest":"kind: ConfigMap\\n","events":["test"],
               "last_run":{"started_at":"","completed_at":"","phase":""}}],"version":1,"namespace":"a"}""";

    private static final String HELM_4 = HELM_3.replace("\"deleted\":\"\",", "")
            .replace("{\"started_at\":\"\",\"completed_at\":\"\",\"phase\":\"\"}", "{\"phase\":\"\"}")
            .replace("\"namespace\":\"a\"", "\"namespace\":\"a\",\"apply_method\":\"ssa\"");

    @Test
    void both_helms_records_have_manifest_and_hooks() {
        for (String json : List.of(HELM_3, HELM_4)) {
            ReleaseRecord record = decoded(json);
            assertThat(record.manifest()).isInstanceOfSatisfying(ManifestText.RenderedYaml.class,
                    kept -> assertThat(kept.text()).startsWith("---\n# Source: ch/templates/a.yaml\napiVersion: v1\n"));
            assertThat(record.hooks()).containsExactly(
                    new Hook("ConfigMap", "hook", "ch/templates/a.yaml", List.of("pre-upgrade", "pre-install"), 5,
                            List.of("before-hook-creation"),
                            Optional.of(new Hook.LastRun(Optional.of(Instant.parse("2026-11-28T00:20:46.651471484Z")),
                                    Optional.of(Instant.parse("2026-11-28T00:20:46.665105686Z")), Hook.Phase.SUCCEEDED)),
                            new ManifestText.RenderedYaml("kind: ConfigMap\n")),
                    new Hook("ConfigMap", "hook2", "ch/templates/a.yaml", List.of("test"), 0, List.of(), Optional.empty(),
                            new ManifestText.RenderedYaml("kind: ConfigMap\n")));
            assertThat(record.firstDeployed()).contains(Instant.parse("2026-11-28T00:20:46.365146365Z"));
            assertThat(record.deleted()).isEmpty();
        }
    }

    @Test
    void the_apply_method_is_helm_4s_word_or_none() {
        assertThat(decoded(HELM_3).applyMethod()).isEqualTo(ApplyMethod.UNSAID);
        assertThat(decoded(HELM_4).applyMethod()).isEqualTo(ApplyMethod.SERVER_SIDE);
        assertThat(decoded(HELM_4.replace("\"ssa\"", "\"csa\"")).applyMethod()).isEqualTo(ApplyMethod.CLIENT_SIDE);
        for (String odd : List.of("\"\"", "\"SSA\"", "null", "1", "{}"))
            assertThat(decoded(HELM_4.replace("\"ssa\"", odd)).applyMethod()).as(odd).isEqualTo(ApplyMethod.UNSAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"started_at\":\"\",\"completed_at\":\"\",", "\"started_at\":\"0001-01-01T00:00:00Z\",", ""})
    void a_hook_that_never_ran_has_no_last_run_however_helm_writes_no_time(String times) {
        String json = HELM_4.replace("{\"phase\":\"\"}", "{" + times + "\"phase\":\"\"}");
        assertThat(decoded(json).hooks().getLast().lastRun()).isEmpty();
    }

    @Test
    void a_hook_that_runs_has_a_start_and_no_end() {
        String json = HELM_3.replace("\"completed_at\":\"2026-11-28T00:20:46.665105686Z\",\"phase\":\"Succeeded\"",
                "\"completed_at\":\"0001-01-01T00:00:00Z\",\"phase\":\"Running\"");
        assertThat(decoded(json).hooks().getFirst().lastRun()).contains(new Hook.LastRun(
                Optional.of(Instant.parse("2026-11-28T00:20:46.651471484Z")), Optional.empty(), Hook.Phase.RUNNING));
        assertThat(decoded(json.replace("Running", "Resting")).hooks().getFirst().lastRun().orElseThrow().phase())
                .isEqualTo(Hook.Phase.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "1", "\"x\"", "[1]", "[[]]", "[null]", "[{\"name\":1}]", "[{\"events\":\"pre-upgrade\"}]",
            "[{\"events\":[1]}]", "[{\"weight\":\"5\"}]", "[{\"weight\":1.5}]", "[{\"delete_policies\":{}}]"})
    void hooks_of_the_wrong_type_are_undecodable_for_their_number_counts(String hooks) {
        assertThat(decode("{\"name\":\"r\",\"namespace\":\"a\",\"version\":1,\"info\":{\"status\":\"deployed\"},\"hooks\":" + hooks + "}"))
                .isEqualTo(new Payload.Doubtful("its JSON has no usable hooks"));
    }

    @Test
    void a_record_without_hooks_or_manifest_has_none() {
        for (String none : List.of("", ",\"hooks\":null,\"manifest\":null", ",\"hooks\":[],\"manifest\":\"\"")) {
            ReleaseRecord record = decoded(
                    "{\"name\":\"r\",\"namespace\":\"a\",\"version\":1,\"info\":{\"status\":\"deployed\"}" + none + "}");
            assertThat(record.hooks()).isEmpty();
            assertThat(record.manifest()).isEqualTo(new ManifestText.RenderedYaml(""));
        }
        assertThat(decoded("{\"name\":\"r\",\"namespace\":\"a\",\"version\":1,\"info\":{\"status\":\"deployed\"},\"manifest\":[]}")
                .manifest()).isEqualTo(new ManifestText.NotReadable("it is no text"));
    }

    @Test
    void more_hooks_than_any_chart_has_are_undecodable() {
        String hook = "{\"name\":\"h\"},";
        String many = "{\"name\":\"r\",\"namespace\":\"a\",\"version\":1,\"info\":{\"status\":\"deployed\"},\"hooks\":[%s{}]}";
        assertThat(((Payload.Decoded) decode(many.formatted(hook.repeat(999)))).record().hooks()).hasSize(1000);
        assertThat(decode(many.formatted(hook.repeat(1000)))).isEqualTo(new Payload.Doubtful("it has more hooks than I read"));
        String wordy = "{\"events\":[" + "\"\",".repeat(999) + "\"\"]},";
        assertThat(decode(many.formatted(wordy.repeat(100)))).isEqualTo(new Payload.Doubtful("it has more hooks than I read"));
    }

    @Test
    void manifest_and_hooks_together_are_bounded_and_what_is_too_much_is_not_kept() {
        String half = "x".repeat(RecordDecoder.MAX_MANIFEST / 2);
        String json = "{\"name\":\"r\",\"namespace\":\"a\",\"version\":1,\"info\":{\"status\":\"deployed\"},\"manifest\":\"" + half
                + "\",\"hooks\":[{\"manifest\":\"" + half + "\"},{\"manifest\":\"y\"},{\"manifest\":\"" + half + "\"}]}";
        ReleaseRecord record = decoded(json);
        assertThat(record.manifest()).isInstanceOf(ManifestText.RenderedYaml.class);
        assertThat(record.hooks().get(0).manifest()).isInstanceOf(ManifestText.RenderedYaml.class);
        assertThat(record.hooks().get(1).manifest()).isEqualTo(new ManifestText.NotReadable(RecordDecoder.TOO_LARGE));
        assertThat(record.hooks().get(2).manifest()).isEqualTo(new ManifestText.NotReadable(RecordDecoder.TOO_LARGE));
    }

    @Test
    void many_large_manifests_are_read_in_little_memory() {
        String half = "\"" + "x".repeat(3 * 1024 * 1024) + "\"";
        byte[] json = ("{\"name\":\"r\",\"namespace\":\"a\",\"version\":1,\"info\":{\"status\":\"deployed\"},\"hooks\":[{}"
                + (",{\"manifest\":" + half + "}").repeat(20) + "]}").getBytes(UTF_8);
        byte[] release = Base64.getEncoder().encode(json);
        long before = allocated();
        assertThat(((Payload.Decoded) RecordDecoder.decode(release)).record().hooks()).hasSize(21);
        assertThat(allocated() - before - 3L * release.length).as("bytes allocated").isLessThan(64L * 1024 * 1024);
    }

    @Test
    void nothing_of_manifests_is_in_any_text() {
        ReleaseRecord record = decoded(HELM_3.replace("kind: ConfigMap", "kind: ConfigMap\\nx: " + Canary.VALUE));
        assertThat(((ManifestText.RenderedYaml) record.manifest()).text()).contains(Canary.VALUE);
        assertThat(((ManifestText.RenderedYaml) record.hooks().getFirst().manifest()).text()).contains(Canary.VALUE);
        assertThat(record.toString() + new Payload.Decoded(record) + record.hooks() + Manifest.of(record.manifest()))
                .doesNotContain(Canary.VALUE.substring(0, 8));
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Payload decode(String json) {
        return RecordDecoder.decode(Base64.getEncoder().encode(json.getBytes(UTF_8)));
    }

    private static ReleaseRecord decoded(String json) {
        return ((Payload.Decoded) decode(json)).record();
    }
}
