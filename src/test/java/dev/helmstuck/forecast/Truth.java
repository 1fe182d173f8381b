package dev.helmstuck.forecast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.testing.cluster.Ran;

/**
 * What really happens: the record is deleted and the deploy is run.
 *
 * @param status what {@code helm status} says after the delete, or "not found"
 * @param lists the objects that differ between {@code helm get manifest} and the rendered chart
 * @param left the values that objects have more than after the last deploy that went well, of those that are in the manifest
 * @param others the same, and those that are others than then
 * @param look what the bot tells afterwards of what it foretold
 * @param conflicts on which it failed: per object, the fields and their managers
 */
record Truth(String status, Set<String> lists, Set<String> changes, Set<String> rolls, Set<String> reruns, Set<String> orphans,
        Map<String, Set<String>> left, Map<String, Set<String>> others, Map<String, Set<String>> conflicts, SecondLook look, Ran deploy) {
    /**
     * What becomes of a forecast.
     *
     * @param baseline how the objects were
     * @param undeployed what is told after the delete and before any deploy
     * @param deployed what is told after the deploy
     */
    record SecondLook(Baseline baseline, List<Statement> undeployed, List<Statement> deployed) {}

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Deletes the newest record and deploys these values. */
    static Truth of(ForecastStage stage, List<String> values) {
        stage.letRun();
        stage.settle();
        Baseline baseline = stage.restingBaseline();
        stage.deleteNewest();
        List<Statement> hindsight = stage.lookBack(baseline);
        Optional<JsonNode> status = status(stage);
        Map<String, JsonNode> newest = status.isEmpty() ? Map.of() : manifest(stage, helm(stage, "get", "manifest").succeeded());
        Set<String> lists = differ(newest, rendered(stage, values));
        Snapshot before = stage.snapshot();
        Set<String> runs = stage.runs();
        Ran deploy = status.isEmpty()
                ? stage.run("install", stage.flavour().install(), values.toArray(String[]::new))
                : stage.run("upgrade", List.of("--install", "--timeout", "240s"), values.toArray(String[]::new));
        Snapshot after = stage.snapshot();
        Set<String> reruns = ran(status, status(stage));
        // whatever Helm says: a Job that made no Pod has not run
        Set<String> more = stage.runs();
        more.removeAll(runs);
        if (deploy.exit() == 0) {
            reruns.removeIf(hook -> hook.startsWith("Job/") && more.stream().noneMatch(one -> one.startsWith(hook + " ")));
        }
        Set<String> orphans = new TreeSet<>(after.objects().keySet());
        orphans.removeAll(manifest(stage, helm(stage, "get", "manifest").succeeded()).keySet());
        orphans.removeIf(name -> after.objects().get(name).path("metadata").has("deletionTimestamp"));
        return new Truth(status.map(it -> it.path("info").path("status").asText() + " " + it.path("version").asText()).orElse("not found"),
                lists,
                Snapshot.changes(before, after), Snapshot.rolls(before, after), reruns, orphans,
                left(stage, after, orphans, Snapshot::extras), left(stage, after, orphans, Snapshot::others),
                RealConflicts.of(deploy.stderr(), stage.namespace()),
                new SecondLook(baseline, hindsight, stage.lookBack(baseline)), deploy);
    }

    private static Map<String, Set<String>> left(ForecastStage stage, Snapshot after, Set<String> orphans,
            BiFunction<JsonNode, JsonNode, Set<String>> compare) {
        Map<String, Set<String>> left = new TreeMap<>();
        stage.clean().ifPresent(clean -> after.objects().forEach((name, object) -> {
            if (orphans.contains(name) || !clean.objects().containsKey(name)) return;
            Set<String> extras = compare.apply(clean.objects().get(name), object);
            extras.removeIf(path -> path.startsWith("metadata.deletion"));
            if (!extras.isEmpty()) left.put(name, extras);
        }));
        return left;
    }

    private static Optional<JsonNode> status(ForecastStage stage) {
        Ran ran = helm(stage, "status", "-o", "json");
        try {
            return ran.exit() == 0 ? Optional.of(new ObjectMapper().readTree(ran.stdout())) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hooks of the new record that were begun; none if the deploy did not come so far as to make one. */
    private static Set<String> ran(Optional<JsonNode> before, Optional<JsonNode> after) {
        Set<String> hooks = new TreeSet<>();
        if (after.isEmpty() || after.get().path("version").equals(before.map(it -> it.path("version")).orElse(null))) return hooks;
        for (JsonNode hook : after.get().path("hooks")) {
            String started = hook.path("last_run").path("started_at").asText("");
            if (!started.isEmpty() && !started.startsWith("0001-")) {
                hooks.add(hook.path("kind").asText() + "/" + hook.path("name").asText());
            }
        }
        return hooks;
    }

    /** @param words the verb, one word, or two as in {@code get manifest} */
    private static Ran helm(ForecastStage stage, String... words) {
        List<String> command = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("-") && !command.contains(ForecastStage.RELEASE)) command.add(ForecastStage.RELEASE);
            command.add(word);
        }
        if (!command.contains(ForecastStage.RELEASE)) command.add(ForecastStage.RELEASE);
        command.addAll(List.of("-n", stage.namespace()));
        return stage.cluster().helm(stage.flavour().helm(), command.toArray(String[]::new));
    }

    private static Map<String, JsonNode> rendered(ForecastStage stage, List<String> values) {
        return manifest(stage, stage
                .run("template", List.of("--is-upgrade", "--no-hooks", "--dry-run=server"), values.toArray(String[]::new)).succeeded());
    }

    private static Map<String, JsonNode> manifest(ForecastStage stage, Ran ran) {
        Map<String, JsonNode> objects = new TreeMap<>();
        try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(ran.stdout())) {
            while (documents.hasNext()) {
                objects(documents.next()).filter(object -> !object.isEmpty()).forEach(object -> objects.put(name(stage, object), object));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }

    private static Stream<JsonNode> objects(JsonNode document) {
        if (!document.has("items")) return Stream.of(document);
        // an element of a typed list need not say what it is
        String each = document.path("kind").asText().replaceAll("List$", "");
        return StreamSupport.stream(document.path("items").spliterator(), false)
                .map(one -> one.has("kind") ? one : ((ObjectNode) one).put("kind", each));
    }

    private static String name(ForecastStage stage, JsonNode object) {
        String where = object.path("metadata").path("namespace").asText(stage.namespace());
        return (where.equals(stage.namespace()) ? "" : where + "/") + object.path("kind").asText() + "/"
                + object.path("metadata").path("name").asText();
    }

    private static Set<String> differ(Map<String, JsonNode> old, Map<String, JsonNode> now) {
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> old.containsKey(name) && old.get(name).equals(now.get(name)));
        return names;
    }
}
