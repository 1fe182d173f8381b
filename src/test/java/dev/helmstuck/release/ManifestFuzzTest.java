package dev.helmstuck.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text as a manifest: an answer in words of its own, of values that are bounded. */
class ManifestFuzzTest {

    @FuzzTest
    void any_text_gets_an_answer(byte[] text) {
        Manifest manifest = Manifest.of(new ManifestText.RenderedYaml(new String(text, UTF_8)));
        manifest.objects().forEach(object -> bounded(object.content(), 0));
        assertThat(manifest.problems()).allSatisfy(problem -> assertThat(problem.words()).matches("(the|document [0-9]+ of the) manifest"
                + "( \\([A-Za-z0-9._/@ -]+\\))?: [a-zA-Z0-9 ,.]+"));
    }

    private static void bounded(Object value, int depth) {
        assertThat(depth).isLessThanOrEqualTo(YamlDocument.MAX_DEPTH);
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, one) -> {
                assertThat(key).isInstanceOf(String.class);
                bounded(one, depth + 1);
            });
            case List<?> list -> list.forEach(one -> bounded(one, depth + 1));
            case null -> {
            }
            default -> assertThat(value).isInstanceOfAny(String.class, Long.class, Double.class, Boolean.class);
        }
    }
}
