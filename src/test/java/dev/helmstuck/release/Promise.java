package dev.helmstuck.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What the decoder promises for every input whatsoever: an answer, in bounded memory, in words of its own. */
final class Promise {
    private static final long MEMORY = 64L * 1024 * 1024;
    private static final int LONGEST = RecordDecoder.MAX_TEXT + 1;

    /** Every reason there is: what is not among them may hold something of the payload. */
    private static final Set<String> SKIPPED = Set.of("it is not base64", "it is empty", "it is not the JSON of a release",
            "its gzip data is damaged or cut short", "its JSON is not an object", "something follows its JSON",
            "something follows its gzip data");
    private static final Set<String> DOUBTS = Set.of("it unzips to more than 64 MiB",
            "it is nested too deeply or holds an oversized number or name", "its JSON is null", "its JSON has no usable name",
            "its JSON has no usable namespace", "its JSON has no usable version", "a field of its JSON is written in upper case",
            "its JSON has no usable info.status", "its info.status is none that Helm 3 or 4 knows", "its JSON has no usable hooks",
            "it has more hooks than I read");

    private static final JsonMapper OTHER_PARSER = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Promise() {}

    /** Decodes and holds the answer against what is promised of every answer. */
    static Payload kept(byte[] release) {
        Payload payload = RecordDecoder.decode(release);
        long before = allocated();
        // the second time no class is loaded and instrumented, which would count too
        assertThat(RecordDecoder.decode(release)).isEqualTo(payload);
        assertThat(allocated() - before).as("bytes allocated").isLessThan(MEMORY + 16L * release.length);
        switch (payload) {
            case Payload.Undecodable(String reason) -> assertThat(SKIPPED).contains(reason);
            case Payload.Doubtful(String reason) -> assertThat(DOUBTS).contains(reason);
            case Payload.Decoded(ReleaseRecord record) -> {
                assertThat(record.version()).isPositive();
                for (String text : new String[]{record.name(), record.namespace(), record.description(), record.appVersion()})
                    assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(LONGEST);
                assertThat(record.hooks()).allSatisfy(hook -> assertThat(hook.name().length() + hook.kind().length() + hook.path().length())
                        .isLessThanOrEqualTo(6 * LONGEST));
                assertThat(record.hooks().stream().mapToLong(hook -> length(hook.manifest())).sum() + length(record.manifest()))
                        .isLessThanOrEqualTo(RecordDecoder.MAX_MANIFEST);
                assertThat(record.chart().codePointCount(0, record.chart().length())).isLessThanOrEqualTo(2 * LONGEST + 1);
            }
        }
        return payload;
    }

    private static long length(ManifestText manifest) {
        return manifest instanceof ManifestText.RenderedYaml(String text) ? text.length() : 0;
    }

    /** A parser that keeps everything reads the same in this JSON, if no key is there twice. */
    static void sameAsTheWholeTree(byte[] json, ReleaseRecord record) {
        tree(json).ifPresent(tree -> {
            assertThat(tree.path("version").isInt()).isTrue();
            assertThat(tree.path("version").intValue()).isEqualTo(record.version());
            assertThat(tree.at("/info/status").textValue()).isEqualTo(record.status().word());
            assertThat(cut(tree.path("name"))).isEqualTo(record.name());
            assertThat(cut(tree.path("namespace"))).isEqualTo(record.namespace());
        });
    }

    private static Optional<JsonNode> tree(byte[] json) {
        try {
            return Optional.of(OTHER_PARSER.readTree(new String(json, StandardCharsets.UTF_8)));
        } catch (IOException aKeyTwice) {
            assertThat(aKeyTwice).hasMessageContaining("Duplicate");
            return Optional.empty();
        }
    }

    private static String cut(JsonNode node) {
        String text = node.textValue();
        return text.codePointCount(0, text.length()) < LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, RecordDecoder.MAX_TEXT)) + "…";
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
