package dev.helmstuck.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** The shipped alerts and dashboard, and whether what they ask for is what the bot really tells. */
public final class MonitoringFiles {
    private static final Path FOLDER = Path.of("manifests/components/monitoring");
    private static final Pattern SERIES = Pattern.compile("^([a-z_]+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:helmstuck|jvm|process)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring) \\(([^)]*)\\)");

    private MonitoringFiles() {}

    /** The alerts, in order. */
    public static List<JsonNode> alerts() {
        return list(read(new ObjectMapper(new YAMLFactory()), "rules.yaml").at("/groups/0/rules"));
    }

    /** The dashboard's panels, in order. */
    public static List<JsonNode> panels() {
        return list(read(new ObjectMapper(), "dashboard.json").path("panels"));
    }

    /** Every expression of both. */
    public static List<String> expressions() {
        return Stream.concat(alerts().stream().map(alert -> alert.path("expr").asText()),
                panels().stream().flatMap(panel -> list(panel.path("targets")).stream()).map(target -> target.path("expr").asText()))
                .toList();
    }

    /** What of these expressions is not on this page: metrics, labels, and values of labels whose words are ours. */
    public static List<String> unknown(List<String> expressions, String page) {
        Map<String, Map<String, Set<String>>> told = told(page);
        List<String> unknown = new ArrayList<>();
        for (String expression : expressions) {
            Set<String> labels = new HashSet<>();
            List<MatchResult> selectors = SELECTOR.matcher(expression).results().toList();
            if (selectors.isEmpty()) unknown.add("no metric in " + expression);
            for (MatchResult selector : selectors) {
                Map<String, Set<String>> has = told.get(selector.group(1));
                if (has == null) unknown.add(selector.group(1));
                if (has == null) continue;
                labels.addAll(has.keySet());
                LABEL.matcher(selector.group(2) == null ? "" : selector.group(2)).results()
                        .forEach(label -> unknown.addAll(missing(selector.group(1), has, label)));
            }
            GROUPING.matcher(expression).results().flatMap(group -> Arrays.stream(group.group(1).split(", ?")))
                    .filter(label -> !labels.contains(label)).forEach(label -> unknown.add(label + " in " + expression));
        }
        return unknown;
    }

    private static List<String> missing(String metric, Map<String, Set<String>> has, MatchResult label) {
        if (!has.containsKey(label.group(1))) return List.of(metric + "{" + label.group(1) + "}");
        return Arrays.stream(label.group(3).split("\\|")).filter(value -> !has.get(label.group(1)).contains(value))
                .map(value -> metric + "{" + label.group(1) + "=" + value + "}").toList();
    }

    /** Each metric with its labels and their values. */
    private static Map<String, Map<String, Set<String>>> told(String page) {
        Map<String, Map<String, Set<String>>> told = new HashMap<>();
        page.lines().map(SERIES::matcher).filter(series -> series.matches()).forEach(series -> {
            Map<String, Set<String>> labels = told.computeIfAbsent(series.group(1), name -> new HashMap<>());
            LABEL.matcher(series.group(2) == null ? "" : series.group(2)).results()
                    .forEach(label -> labels.computeIfAbsent(label.group(1), name -> new HashSet<>()).add(label.group(3)));
        });
        return told;
    }

    private static JsonNode read(ObjectMapper mapper, String file) {
        try {
            return mapper.readTree(FOLDER.resolve(file).toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }
}
