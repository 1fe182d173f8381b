package dev.helmstuck.release;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in every shape Helm writes, and in the shapes that nobody should be able to hurt us with. */
class RecordDecoderTest {
    /** Stands in every hostile payload; no reason may ever hold it. */
    private static final String CANARY = "hunter2-canary";

    private static final String HELM_3 = """
            {"name":"gitlab-cny","info":{"first_deployed":"2026-01-02T03:04:05.123456789Z",
             "last_deployed":"2026-11-21T09:00:00.000000001+01:00","deleted":"","description":"Preparing upgrade",
             "status":"pending-upgrade","notes":"password: hunter2-canary"},
             "chart":{"metadata":{"name":"gitlab","version":"9.6.1","appVersion":"v18.6.1","dependencies":[{"name":"redis","version":"1"}]},
              "lock":null,"templates":[{"name":"templates/x.yaml","data":"aHVudGVy"}],"values":{"name":"inner","info":{"status":"failed"}}},
             "config":{"name":"user","status":"deployed","password":"hunter2-canary"},
             "manifest":"apiVersion: v1\\nkind: Secret\\n","hooks":[{"name":"migrations","last_run":{"phase":"Running","started_at":""}}],
             "version":1234,"namespace":"gitlab-cny"}""";

    private static final String HELM_4 = """
            {"name":"gitlab-cny","info":{"first_deployed":"2026-01-02T03:04:05Z","last_deployed":"2026-11-21T08:00:00Z",
             "status":"pending-rollback","description":"Rollback to 1232","rollback_revision":1232},
             "chart":{"metadata":{"name":"gitlab","version":"9.6.1"}},"manifest":"","version":1234,"namespace":"gitlab-cny",
             "apply_method":"ssa"}""";

    @Test
    void a_record_of_helm_3_decodes_to_its_few_fields() {
        assertThat(decode(HELM_3)).isEqualTo(new Payload.Decoded(new ReleaseRecord("gitlab-cny", "gitlab-cny", 1234,
                ReleaseStatus.PENDING_UPGRADE, "Preparing upgrade", "gitlab-9.6.1", "v18.6.1",
                Optional.of(Instant.parse("2026-01-02T03:04:05.123456789Z")),
                Optional.of(Instant.parse("2026-11-21T08:00:00.000000001Z")), Optional.empty(), ApplyMethod.UNSAID,
                new ManifestText.RenderedYaml("apiVersion: v1\nkind: Secret\n"),
                List.of(new Hook("", "migrations", "", List.of(), 0, List.of(),
                        Optional.of(new Hook.LastRun(Optional.empty(), Optional.empty(), Hook.Phase.RUNNING)),
                        new ManifestText.RenderedYaml(""))))));
    }

    @Test
    void a_record_of_helm_4_decodes_without_the_fields_that_it_leaves_out() {
        assertThat(decode(HELM_4)).isEqualTo(new Payload.Decoded(new ReleaseRecord("gitlab-cny", "gitlab-cny", 1234,
                ReleaseStatus.PENDING_ROLLBACK, "Rollback to 1232", "gitlab-9.6.1", "",
                Optional.of(Instant.parse("2026-01-02T03:04:05Z")), Optional.of(Instant.parse("2026-11-21T08:00:00Z")), Optional.empty(),
                ApplyMethod.SERVER_SIDE, new ManifestText.RenderedYaml(""), List.of())));
    }

    @Test
    void plain_json_without_gzip_decodes_as_helm_still_reads_it() {
        assertThat(RecordDecoder.decode(base64(HELM_3.getBytes(UTF_8)))).isEqualTo(decode(HELM_3));
    }

    @ParameterizedTest
    @EnumSource
    void every_status_of_helm_is_known_by_its_word(ReleaseStatus status) {
        assertThat(decoded(HELM_3.replace("pending-upgrade", status.word())).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "Pending-Upgrade", "PENDING_UPGRADE", "", "deployed ", "hunter2-canary"})
    void a_status_that_helm_does_not_know_is_undecodable(String status) {
        assertThat(reason(HELM_3.replace("\"pending-upgrade\"", "\"" + status + "\""))).contains("info.status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-2147483648", "2147483648", "1099511627776", "5.0", "1e3", "\"1234\"", "null", "true", "[1234]",
            "{\"v\":1234}"})
    void a_version_that_is_no_positive_int_is_undecodable(String version) {
        assertThat(reason(HELM_3.replace("\"version\":1234", "\"version\":" + version))).isEqualTo("its JSON has no usable version");
    }

    @Test
    void the_highest_int_is_a_version() {
        assertThat(decoded(HELM_3.replace("\"version\":1234", "\"version\":2147483647")).version()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void a_number_of_a_million_digits_is_undecodable_wherever_it_is() {
        String huge = "9".repeat(1_000_000);
        assertThat(reason(HELM_3.replace("\"version\":1234", "\"version\":" + huge))).isNotEmpty();
        assertThat(reason(HELM_3.replace("\"version\":1234", "\"version\":1e" + huge))).isNotEmpty();
        assertThat(reason(HELM_3.replace("\"lock\":null", "\"lock\":" + huge))).contains("oversized number");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"name\":\"gitlab-cny\"           | its JSON has no usable name",
            "\"namespace\":\"gitlab-cny\"      | its JSON has no usable namespace",
            "\"status\":\"pending-upgrade\"    | its JSON has no usable info.status"})
    void a_needed_field_of_the_wrong_type_is_missing(String field, String reason) {
        String key = field.substring(0, field.indexOf(':') + 1);
        for (String value : new String[]{"null", "1", "1.5", "true", "[]", "{}", "[\"hunter2-canary\"]",
                "{\"status\":\"hunter2-canary\"}"}) {
            assertThat(reason(HELM_3.replace(field, key + value))).as(value).isEqualTo(reason);
        }
        assertThat(reason(HELM_3.replace(field, "\"other\":1"))).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "true", "\"hunter2-canary\"", "[]", "[{\"status\":\"pending-upgrade\"}]"})
    void an_info_that_is_no_object_holds_no_status(String info) {
        assertThat(reason("{\"name\":\"r\",\"namespace\":\"n\",\"version\":1,\"info\":" + info + "}"))
                .isEqualTo("its JSON has no usable info.status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"x\"", "[]", "{}", "{\"metadata\":null}", "{\"metadata\":[]}",
            "{\"metadata\":{\"name\":1,\"version\":{},\"appVersion\":[]}}"})
    void what_is_only_shown_may_have_any_type_and_is_then_not_shown(String chart) {
        ReleaseRecord record = decoded("""
                {"name":"r","namespace":"n","version":7,"info":{"status":"deployed","description":{"a":1},"last_deployed":12},"chart":%s}
                """.formatted(chart));
        assertThat(record)
                .isEqualTo(new ReleaseRecord("r", "n", 7, ReleaseStatus.DEPLOYED, "", "?-?", "", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-45T00:00:00Z", "2026-11-21", "+1000000000-01-01T00:00:00Z"})
    void a_time_that_is_none_is_left_out(String time) {
        String json = HELM_3.replace("2026-11-21T09:00:00.000000001+01:00", time);
        assertThat(decoded(json).lastDeployed()).isEmpty();
    }

    @Test
    void a_long_text_is_cut_between_characters() {
        String description = decoded(HELM_3.replace("Preparing upgrade", "\uD83D\uDE00".repeat(100_000))).description();
        assertThat(description).hasSize(2 * RecordDecoder.MAX_TEXT + 1).endsWith("\uD83D\uDE00…");
    }

    @Test
    void a_text_of_just_the_bound_is_whole() {
        String most = "x".repeat(RecordDecoder.MAX_TEXT);
        assertThat(decoded(HELM_3.replace("Preparing upgrade", most)).description()).isEqualTo(most);
        assertThat(decoded(HELM_3.replace("Preparing upgrade", most + "y")).description()).isEqualTo(most + "…");
    }

    @Test
    void json_of_just_the_bound_decodes_and_of_one_byte_more_does_not() {
        int blanks = RecordDecoder.MAX_JSON_BYTES - HELM_4.getBytes(UTF_8).length;
        assertThat(RecordDecoder.decode(base64(bomb(HELM_4, ' ', blanks)))).isEqualTo(decode(HELM_4));
        assertThat(reason(base64(bomb(HELM_4, ' ', blanks + 1)))).isEqualTo("it unzips to more than 64 MiB");
    }

    @Test
    void an_oversized_manifest_is_not_kept_and_all_else_is() {
        ReleaseRecord large = decoded(HELM_3.replace("kind: Secret", "x".repeat(5 * 1024 * 1024)));
        assertThat(large.manifest()).isEqualTo(new ManifestText.NotReadable(RecordDecoder.TOO_LARGE));
        assertThat(large.with(decoded(HELM_3).manifest()).with(decoded(HELM_3).hooks())).isEqualTo(decoded(HELM_3));
        assertThat(large.hooks()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64 at all: hunter2-canary", "A", "====", "hunter2-canary", "{\"name\":\"hunter2-canary\"}"})
    void what_is_not_base64_is_undecodable(String text) {
        assertThat(reason(text.getBytes(UTF_8))).isEqualTo("it is not base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void line_breaks_in_the_base64_are_skipped_as_go_does_it(String lineBreak) {
        byte[] zipped = gzip(HELM_3.getBytes(UTF_8));
        String wrapped = Base64.getMimeEncoder(76, lineBreak.getBytes(UTF_8)).encodeToString(zipped) + lineBreak;
        assertThat(RecordDecoder.decode(wrapped.getBytes(UTF_8))).isEqualTo(decode(HELM_3));
        String plain = Base64.getEncoder().encodeToString(zipped);
        assertThat(RecordDecoder.decode((plain + lineBreak).getBytes(UTF_8))).isEqualTo(decode(HELM_3));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\u000b", "-", "=="})
    void anything_else_in_the_base64_is_not_skipped_as_go_does_it(String odd) {
        String plain = Base64.getEncoder().encodeToString(gzip(HELM_3.getBytes(UTF_8)));
        assertThat(reason((plain + odd).getBytes(UTF_8))).isEqualTo("it is not base64");
        assertThat(reason((plain.substring(0, 40) + odd + plain.substring(40)).getBytes(UTF_8))).isEqualTo("it is not base64");
    }

    @Test
    void base64_without_its_padding_is_undecodable_as_it_is_for_helm() {
        byte[] json = HELM_4.getBytes(UTF_8);
        String padded = Base64.getEncoder().encodeToString(Arrays.copyOf(json, json.length - json.length % 3 + 1 - 3));
        assertThat(padded).endsWith("==");
        assertThat(reason(padded.substring(0, padded.length() - 2).getBytes(UTF_8))).isEqualTo("it is not base64");
    }

    @Test
    void an_empty_record_is_undecodable() {
        assertThat(reason(new byte[0])).isEqualTo("it is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"hunter2-canary\"", "[]", "[{\"name\":\"hunter2-canary\"}]", "true"})
    void json_that_is_no_object_is_undecodable(String json) {
        assertThat(reason(json)).isEqualTo("its JSON is not an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2-canary", "{", "{\"name\":", "{\"name\":\"hunter2-canary", "{hunter2-canary:1}",
            "{\"a\":hunter2-canary}",
            "{\"hunter2-canary\":1,}", "{\"a\":\"\\qhunter2-canary\"}", "{\"info\":{\"status\":\"deployed\"", "\u0000\u0001\u0002\u0003"})
    void what_is_not_json_is_undecodable(String text) {
        assertThat(reason(text)).isEqualTo("it is not the JSON of a release");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2-canary", "{}", "1", "]", "}"})
    void something_after_the_json_is_undecodable(String garbage) {
        assertThat(reason(HELM_3 + garbage)).isIn("something follows its JSON", "it is not the JSON of a release");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"STATUS\":\"deployed\"", "\"Status\":null", "\"\\u017ftatus\":\"deployed\"", "\"Description\":1"})
    void a_field_in_another_case_is_undecodable_for_helm_would_read_it(String field) {
        assertThat(reason(HELM_3.replace("\"status\":\"pending-upgrade\"", "\"status\":\"pending-upgrade\"," + field)))
                .contains("upper case");
        assertThat(reason(HELM_3.replace("\"version\":1234", "\"version\":1234,\"VERSION\":1235"))).contains("upper case");
        assertThat(reason(HELM_3.replace("\"chart\":", "\"Chart\":"))).contains("upper case");
    }

    @Test
    void the_case_of_what_is_not_read_does_not_matter() {
        assertThat(decode(HELM_3.replace("\"config\":{", "\"Config\":{\"STATUS\":\"x\",\"Name\":1,"))).isEqualTo(decode(HELM_3));
    }

    @Test
    void white_space_after_the_json_is_fine() {
        assertThat(decode(HELM_3 + " \n\t\r\n")).isEqualTo(decode(HELM_3));
    }

    @Test
    void gzip_cut_at_any_byte_is_undecodable() {
        byte[] zipped = gzip(HELM_3.getBytes(UTF_8));
        for (int length = 1; length < zipped.length; length++) {
            assertThat(reason(base64(Arrays.copyOf(zipped, length)))).as("cut at " + length).isNotEmpty();
        }
    }

    @Test
    void gzip_with_any_byte_turned_over_never_throws_and_never_quotes() {
        byte[] zipped = gzip(HELM_3.getBytes(UTF_8));
        // the header's time and operating system are no content; from there on the checksum sees every change
        for (int at = 10; at < zipped.length; at++) {
            byte[] damaged = zipped.clone();
            damaged[at] ^= 0x5a;
            assertThat(reason(base64(damaged))).as("damaged at " + at).isNotEmpty();
        }
    }

    @Test
    void something_after_the_gzip_data_is_undecodable_as_it_is_for_helm() {
        byte[] zipped = gzip(HELM_3.getBytes(UTF_8));
        for (int more : new int[]{1, 7, 8, 9, 18, 19, 40, 70_000}) {
            assertThat(reason(base64(Arrays.copyOf(zipped, zipped.length + more)))).isEqualTo("something follows its gzip data");
        }
        byte[] twice = Arrays.copyOf(gzip(HELM_3.substring(0, 90).getBytes(UTF_8)), 5_000);
        int first = gzip(HELM_3.substring(0, 90).getBytes(UTF_8)).length;
        byte[] rest = gzip(HELM_3.substring(90).getBytes(UTF_8));
        System.arraycopy(rest, 0, twice, first, rest.length);
        assertThat(RecordDecoder.decode(base64(Arrays.copyOf(twice, first + rest.length)))).as("two parts, as gzip allows")
                .isEqualTo(decode(HELM_3));
    }

    @Test
    void noise_never_throws() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(1, 400)];
            random.nextBytes(noise);
            if (i % 2 == 0 && noise.length > 3) System.arraycopy(new byte[]{0x1f, (byte) 0x8b, 8}, 0, noise, 0, 3);
            assertThat(reason(base64(noise))).isNotEmpty();
        }
    }

    @Test
    void what_is_no_utf_8_is_replaced_as_go_does_it() {
        byte[] umlauts = HELM_3.replace("Preparing upgrade", "für alle").getBytes(ISO_8859_1);
        assertThat(RecordDecoder.decode(base64(gzip(umlauts)))).isEqualTo(decode(HELM_3.replace("Preparing upgrade", "f\ufffdr alle")));
        assertThat(reason(base64(gzip(HELM_3.getBytes(UTF_16))))).isEqualTo("it is not the JSON of a release");
    }

    @Test
    void a_key_with_a_byte_that_is_not_utf_8_is_no_other_key() {
        assertThat(decode(HELM_3)).as("the keys are known by now").isInstanceOf(Payload.Decoded.class);
        byte[] json = HELM_3.replace("\"status\":\"pending-upgrade\"", "\"status\":\"deployed\",\"stat\u00ffus\":\"pending-upgrade\"")
                .getBytes(ISO_8859_1);
        assertThat(((Payload.Decoded) RecordDecoder.decode(base64(gzip(json)))).record().status()).isEqualTo(ReleaseStatus.DEPLOYED);
    }

    @Test
    void a_byte_order_mark_is_undecodable_as_it_is_for_helm() {
        assertThat(reason("\ufeff" + HELM_3)).isEqualTo("it is not the JSON of a release");
    }

    @Test
    void a_gzip_bomb_ends_soon_and_in_little_memory() {
        byte[] bomb = base64(bomb("{\"manifest\":\"", 'x', 200L * 1024 * 1024));
        assertThat(bomb.length).as("fits into a Secret").isLessThan(2 * 1024 * 1024);
        assertThat(bounded(bomb, 48)).isEqualTo("it unzips to more than 64 MiB");
    }

    @Test
    void a_gzip_bomb_of_white_space_ends_soon_too() {
        assertThat(bounded(base64(bomb("{", ' ', 200L * 1024 * 1024)), 48)).isEqualTo("it unzips to more than 64 MiB");
    }

    @Test
    void nesting_a_hundred_thousand_deep_is_undecodable_wherever_it_is() {
        String deep = "[".repeat(100_000);
        String objects = "{\"a\":".repeat(100_000);
        for (String where : new String[]{"", "{\"config\":", "{\"info\":", "{\"info\":{\"status\":", "{\"chart\":{\"metadata\":",
                "{\"chart\":{\"metadata\":{\"name\":", "{\"version\":"}) {
            assertThat(reason(where + deep)).as(where).isIn("it is nested too deeply or holds an oversized number or name",
                    "its JSON is not an object");
            assertThat(reason(where + objects)).as(where).contains("nested too deeply");
        }
    }

    @Test
    void half_a_million_different_keys_are_read_in_little_memory() {
        StringBuilder keys = new StringBuilder(12_000_000);
        for (int i = 0; i < 500_000; i++)
            keys.append("\"k").append(i).append("\":0,");
        byte[] many = base64(gzip(HELM_3.replace("\"password\"", keys + "\"password\"").getBytes(UTF_8)));
        keys.setLength(0);
        long before = allocated();
        assertThat(RecordDecoder.decode(many)).isEqualTo(decode(HELM_3));
        assertThat(allocated() - before).as("bytes allocated").isLessThan(200L * 1024 * 1024);
    }

    @Test
    void a_name_of_a_megabyte_is_undecodable() {
        assertThat(reason("{\"" + "n".repeat(1024 * 1024) + "\":1}")).contains("oversized");
    }

    private static String bounded(byte[] release, int megabytes) {
        long before = allocated();
        long began = System.nanoTime();
        String reason = reason(release);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(allocated() - before).as("bytes allocated").isLessThan(megabytes * 1024L * 1024);
        return reason;
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Payload decode(String json) {
        return RecordDecoder.decode(base64(gzip(json.getBytes(UTF_8))));
    }

    private static ReleaseRecord decoded(String json) {
        assertThat(decode(json)).isInstanceOf(Payload.Decoded.class);
        return ((Payload.Decoded) decode(json)).record();
    }

    private static String reason(String json) {
        return reason(base64(gzip(json.getBytes(UTF_8))));
    }

    /** The reason, which never holds the canary, neither as it is nor in base64. */
    private static String reason(byte[] release) {
        String reason = switch (RecordDecoder.decode(release)) {
            case Payload.Decoded decoded -> throw new AssertionError("it decoded: " + decoded);
            case Payload.Undecodable(String why) -> why;
            case Payload.Doubtful(String why) -> why;
        };
        assertThat(reason).doesNotContain(CANARY).doesNotContain("hunter").hasSizeLessThan(100);
        return reason;
    }

    private static byte[] base64(byte[] bytes) {
        return Base64.getEncoder().encode(bytes);
    }

    private static byte[] gzip(byte[] bytes) {
        return zipped(out -> out.write(bytes));
    }

    private static byte[] bomb(String start, char filling, long length) {
        return zipped(out -> {
            out.write(start.getBytes(UTF_8));
            byte[] block = String.valueOf(filling).repeat(1024 * 1024).getBytes(UTF_8);
            for (long left = length; left > 0; left -= block.length)
                out.write(block, 0, (int) Math.min(left, block.length));
        });
    }

    private static byte[] zipped(PackedContent content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            content.to(gzip);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private interface PackedContent {
        void to(OutputStream out) throws IOException;
    }
}
