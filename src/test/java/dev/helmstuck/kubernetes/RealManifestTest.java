package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.helmstuck.release.Manifest;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.release.ManifestText;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.Ran;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests are read as kubectl reads them, which is the library that Helm reads them with (sigs.k8s.io/yaml). */
@NeedsRealCluster
class RealManifestTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void every_plain_scalar_is_what_kubectl_takes_it_for() throws IOException {
        List<String> scalars = List.of("yes", "Off", "y", "N", "ON", "True", "tRue", "''", "~", "NULL", "none", "0755", "0o17", "0x1F",
                "0b11",
                "-0b11", "08", "1_000", "+5", "1e3", "1.0", "1.50", ".5", "-.5", "1.", "0.1e-2", "190:20:30", "2026-11-28",
                "2026-11-28T00:00:00Z", "1.2.3", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
                "99999999999999999999", "1e999", "=", "0x", "-x", "_1", "0_1", "+0x1f", "-0", "1e-7", "123456789012345678901", "0.1", "1E5",
                "-1.", "+.5", "00", "0b2", "0o8", "!!str 5", "!!int '7'", "!!float 3", "!!bool 'yes'", "! 3", "!odd 3", "\"\\u00e9\"",
                "'it''s'");
        StringBuilder yaml = new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n");
        for (int i = 0; i < scalars.size(); i++)
            yaml.append("  k").append(i).append(": ").append(scalars.get(i)).append('\n');
        assertSame(yaml.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{1: a, on: b, x: 1, x: 2, 1.5: c, -3: d, true: e}", "{a: &x {k: 1, l: 2}, b: *x, c: {k: 9, <<: *x, l: 3}}",
            "{a: &x {k: 1}, b: &y {k: 2, m: 3}, c: {<<: [*x, *y]}, '<<': 4}", "{a: [1, [2, {b: 3}]], c: {}}"})
    void keys_merges_and_nesting_are_what_kubectl_takes_them_for(String data) throws IOException {
        assertSame("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + "  " + data + "\n");
    }

    @Test
    void documents_and_lists_are_taken_apart_as_kubectl_does_it() throws IOException {
        assertSame("""
                # first
                ---
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: "1"}}
                --- # a comment
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: b}
                data:
                  cert: |
                    ---BEGIN
                    x
                ---
                ---
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "namespace": "default"}}
                """);
    }

    /** What kubectl cannot read either we must not read; else every value is the same. */
    private void assertSame(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("manifest.yaml"), yaml);
        Ran kubectl = RealCluster.shared().kubectl("create", "--dry-run=client", "--validate=false", "-o", "json", "-f", file.toString());
        Manifest manifest = Manifest.of(new ManifestText.RenderedYaml(yaml));
        assertThat(manifest.problems().isEmpty()).as(manifest.problems() + kubectl.output()).isEqualTo(kubectl.exit() == 0);
        if (kubectl.exit() != 0) return;
        // kubectl writes one object after another, or a list of them
        List<JsonNode> theirs = new ArrayList<>();
        for (JsonNode node : JSON.readerFor(JsonNode.class).<JsonNode>readValues(kubectl.stdout()).readAll()) {
            if (node.path("kind").asText().equals("List")) node.path("items").forEach(theirs::add);
            else
                theirs.add(node);
        }
        assertThat(manifest.objects()).hasSameSizeAs(theirs);
        for (int i = 0; i < theirs.size(); i++) {
            ManifestObject ours = manifest.objects().get(i);
            assertThat(ours.name()).isEqualTo(theirs.get(i).path("metadata").path("name").asText());
            JsonNode data = JSON.readTree(JSON.writeValueAsString(ours.content())).path("data");
            assertThat(data.equals(RealManifestTest::compare, theirs.get(i).path("data"))).as(data + "\n" + theirs.get(i).path("data"))
                    .isTrue();
        }
    }

    /** Go writes a large float without its exponent. */
    private static int compare(JsonNode one, JsonNode other) {
        boolean same = (one.isDouble() || other.isDouble())
                ? one.isNumber() && other.isNumber() && Double.compare(one.doubleValue(), other.doubleValue()) == 0
                : one.equals(other);
        return same ? 0 : 1;
    }
}
