package dev.helmstuck.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.helmstuck.release.ManifestObject;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

/** The built-in defaults are those that the real API server fills in, so that another Kubernetes shows here. */
@NeedsRealCluster
class DefaultsTest {
    private static final Path SAMPLES = Path.of("src/test/resources/forecast/defaulted.yaml");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);
    private static final Kubernetes KUBERNETES = Kubernetes.builtIn();
    /** What the API server allots rather than fills in, and its marks on some kinds: a manifest never has them, and every merge keeps them. */
    private static final Set<String> ALLOTTED = Set.of("spec.clusterIP", "spec.clusterIPs", "spec.ipFamilies", "spec.ipFamilyPolicy",
            "spec.ports[80/TCP].nodePort", "DaemonSet metadata", "PersistentVolume metadata", "PersistentVolumeClaim metadata",
            "Namespace metadata", "Namespace spec", "Job metadata", "Job spec.selector", "Job spec.template.metadata");
    /** Of what cannot be created by itself, is not yet switched on, or is filled in only with all around it. */
    private static final Set<String> NO_SAMPLE = Set.of("EphemeralContainer", "FileKeySelector", "unschedulable",
            "CustomResourceConversion");
    private static final String REFUSED = "refused";

    @Test
    void what_the_api_server_fills_in_makes_no_difference() throws IOException {
        Map<String, List<String>> differ = new TreeMap<>();
        for (ManifestObject sample : samples()) {
            Shape root = KUBERNETES.schema().root(sample.apiVersion(), sample.kind());
            Map<String, Object> stored = stored(sample.content());
            assertThat(stored).as("%s", sample).doesNotContainKey(REFUSED);
            List<String> paths = new ArrayList<>(Comparison.of(KUBERNETES.schema(), KUBERNETES.normal(sample.content(), root),
                    KUBERNETES.normal(stored, root), root).stream().map(Difference::path).toList());
            paths.removeIf(path -> ALLOTTED.contains(path) || ALLOTTED.contains(sample.kind() + " " + path));
            if (!paths.isEmpty()) differ.put(sample.kind() + "/" + sample.name(), paths);
        }
        assertThat(differ).as("fields that the API server fills in and defaults.txt does not know").isEmpty();
    }

    @Test
    void a_default_that_is_said_is_stored_as_one_that_is_not() throws IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> proven = new TreeSet<>();
        for (ManifestObject sample : samples()) {
            Map<String, Object> silent = stored(sample.content());
            assertThat(silent).as("%s", sample).doesNotContainKey(REFUSED);
            Shape root = KUBERNETES.schema().root(sample.apiVersion(), sample.kind());
            for (Default one : defaults()) {
                Map<String, Object> said = Tree.copy(sample.content());
                if (!say(said, root, one)) continue;
                Map<String, Object> stored = stored(said);
                // such an object cannot be
                if (stored.containsKey(REFUSED)) continue;
                proven.add(one.words());
                if (!same(stored, silent)) wrong.add(sample.kind() + "/" + sample.name() + ": " + one.words());
            }
        }
        assertThat(wrong).as("defaults that the API server does not have").isEmpty();
        Set<String> unproven = new TreeSet<>(defaults().stream().map(Default::words).toList());
        unproven.removeAll(proven);
        unproven.removeIf(words -> NO_SAMPLE.stream().anyMatch(words::contains));
        assertThat(unproven).as("defaults of which " + SAMPLES + " has no sample").isEmpty();
    }

    /** A line of the table; the type is a struct's. */
    private record Default(String type, String field, Object value) {
        String words() {
            return type + " " + field + " " + value;
        }
    }

    private static List<Default> defaults() throws IOException {
        List<Default> defaults = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/main/resources/dev/helmstuck/forecast/defaults.txt"))) {
            if (line.isBlank() || line.startsWith("#")) continue;
            String[] words = line.split(" ", 3);
            Object value = JSON.readValue(words[2], Object.class);
            for (String type : words[0].equals("*") ? typesWith(words[1]) : List.of(words[0]))
                defaults.add(new Default(type, words[1], value));
        }
        return defaults;
    }

    /** Where a field lies that means the same in every struct. */
    private static List<String> typesWith(String field) {
        return switch (field) {
            case "hostIPC", "hostNetwork", "hostPID" -> List.of("core.v1.PodSpec");
            case "initialDelaySeconds" -> List.of("core.v1.Probe");
            case "minReadySeconds" -> List.of("apps.v1.DeploymentSpec", "apps.v1.StatefulSetSpec", "apps.v1.DaemonSetSpec");
            case "paused" -> List.of("apps.v1.DeploymentSpec");
            case "publishNotReadyAddresses" -> List.of("core.v1.ServiceSpec");
            case "readOnly" -> List.of("core.v1.VolumeMount", "core.v1.NFSVolumeSource", "core.v1.PersistentVolumeClaimVolumeSource");
            case "stdin", "stdinOnce", "tty" -> List.of("core.v1.Container");
            case "chapAuthDiscovery", "chapAuthSession" -> List.of("core.v1.ISCSIVolumeSource", "core.v1.ISCSIPersistentVolumeSource");
            case "sslEnabled" -> List.of("core.v1.ScaleIOVolumeSource");
            case "globalDefault" -> List.of("scheduling.v1.PriorityClass");
            default -> List.of("no struct is known to have it");
        };
    }

    /** Says the default in every struct of its type; false if the object has none that leaves it out. */
    private static boolean say(Object value, Shape shape, Default one) {
        boolean said = false;
        if (value instanceof List<?>) {
            for (Object element : Tree.list(value))
                said |= say(element, KUBERNETES.schema().element(shape), one);
        } else if (value instanceof Map<?, ?>) {
            // a CronJob keeps what it says of its Jobs, and fills nothing in
            if (shape.of().equals("batch.v1.JobTemplateSpec")) return false;
            Map<String, Object> map = Tree.map(value);
            for (var field : map.entrySet())
                said |= say(field.getValue(), KUBERNETES.schema().field(shape, field.getKey()), one);
            if (!shape.isMap() && shape.of().equals(one.type()) && !map.containsKey(one.field())) {
                map.put(one.field(), one.value());
                said = true;
            }
        }
        return said;
    }

    private static boolean same(Map<String, Object> one, Map<String, Object> other) {
        return withoutDates(one).equals(withoutDates(other));
    }

    private static Map<String, Object> withoutDates(Map<String, Object> object) {
        Map<String, Object> copy = Tree.copy(object);
        copy.remove("status");
        drop(copy, "uid", "metadata");
        drop(copy, "creationTimestamp", "metadata");
        drop(copy, "managedFields", "metadata");
        drop(copy, "clusterIP", "spec");
        drop(copy, "clusterIPs", "spec");
        Tree.list(Tree.at(copy, "spec", "ports").orElse(List.of())).forEach(port -> drop(port, "nodePort"));
        // a Job has its uid in them
        drop(copy, "selector", "spec");
        drop(copy, "labels", "metadata");
        drop(copy, "labels", "spec", "template", "metadata");
        return copy;
    }

    private static void drop(Object object, String field, String... path) {
        Tree.at(object, path).ifPresent(map -> Tree.map(map).keySet().removeIf(field::equals));
    }

    private static List<ManifestObject> samples() throws IOException {
        return Yaml.manifest(Files.readString(SAMPLES, UTF_8)).objects();
    }

    /** What the API server would store; nothing stays. */
    private static Map<String, Object> stored(Map<String, Object> object) throws IOException {
        String version = Tree.text(object, "apiVersion");
        Schema.TypedKind kind = KUBERNETES.schema().kind(version, Tree.text(object, "kind")).orElseThrow();
        String place = kind.namespaced() ? "/namespaces/default" : "";
        String path = (version.contains("/") ? "/apis/" : "/api/") + version + place + "/" + kind.plural() + "?dryRun=All";
        try {
            String answer = RealCluster.shared().client().raw(path, "POST", JSON.writeValueAsString(object));
            return JSON.readValue(answer, new TypeReference<LinkedHashMap<String, Object>>() {
            });
        } catch (KubernetesClientException refused) {
            return new LinkedHashMap<>(Map.of(REFUSED, refused.getMessage()));
        }
    }
}
