package dev.helmstuck.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Reads shipped YAML as it lies there, and Roles in the words of {@link Recorder#used}. */
final class Rbac {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Rbac() {}

    static List<JsonNode> documents(Path file) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> rules(Path file) {
        List<JsonNode> rules = new ArrayList<>();
        documents(file).stream().filter(one -> one.path("kind").asText().endsWith("Role"))
                .forEach(role -> role.path("rules").forEach(rules::add));
        if (rules.isEmpty()) throw new AssertionError("no rules in " + file);
        return rules;
    }

    /** By Role, every {@code VERB GROUP/RESOURCE} that it grants. */
    static Map<String, SortedSet<String>> granted(Path file) {
        Map<String, SortedSet<String>> granted = new TreeMap<>();
        documents(file).stream().filter(one -> one.path("kind").asText().equals("Role"))
                .forEach(role -> role.path("rules").forEach(rule -> rule.path("apiGroups").forEach(group -> rule.path("resources").forEach(
                        resource -> rule.path("verbs").forEach(verb -> granted.computeIfAbsent(role.path("metadata").path("name").asText(),
                                name -> new TreeSet<>()).add(verb.asText() + " " + group.asText() + "/" + resource.asText()))))));
        return granted;
    }
}
