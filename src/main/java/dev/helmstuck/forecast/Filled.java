package dev.helmstuck.forecast;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the API server fills in from other fields, of all at once (Kubernetes {@code pkg/apis/*}{@code /defaults.go}). */
final class Filled {
    private static final Map<String, Object> PERCENT = Map.of("type", "Percent", "value", 100L, "periodSeconds", 15L);
    private static final Map<String, Object> PODS = Map.of("type", "Pods", "value", 4L, "periodSeconds", 15L);

    private Filled() {}

    /** A container's limits: what is asked for by itself is what is allowed by itself, and that is what is allowed at all. */
    static void limits(Map<String, Object> item) {
        if (!"Container".equals(item.get("type"))) return;
        fill(item, "default", "max");
        fill(item, "defaultRequest", "default");
        fill(item, "defaultRequest", "min");
    }

    private static void fill(Map<String, Object> item, String field, String from) {
        Map<String, Object> both = new LinkedHashMap<>(Tree.map(item.get(from)));
        both.putAll(Tree.map(item.get(field)));
        if (!both.isEmpty()) item.put(field, both);
    }

    /** How often a Job runs: once, unless it says how many run at once. */
    static void job(Map<String, Object> job) {
        if (job.get("parallelism") == null && job.get("completions") == null) job.put("completions", 1L);
        if (job.get("parallelism") == null) job.put("parallelism", 1L);
    }

    /** How an autoscaler scales, once anything is said of it. */
    static void behavior(Map<String, Object> behavior) {
        rules(behavior, "scaleUp", Map.of("stabilizationWindowSeconds", 0L, "selectPolicy", "Max", "policies", List.of(PODS, PERCENT)));
        rules(behavior, "scaleDown", Map.of("selectPolicy", "Max", "policies", List.of(PERCENT)));
    }

    private static void rules(Map<String, Object> behavior, String field, Map<String, Object> defaults) {
        Map<String, Object> rules = new LinkedHashMap<>(defaults);
        rules.putAll(Tree.map(behavior.get(field)));
        behavior.put(field, rules);
    }
}
