package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the API server once gave a Service keeps to it, even if an update leaves it out (Kubernetes {@code patchAllocatedValues}). */
final class Allocated {
    private static final List<String> FIELDS = List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort");

    private Allocated() {}

    /** The changed Service with what the live one was given. */
    static Map<String, Object> kept(ObjectId id, Map<String, Object> live, Map<String, Object> changed) {
        if (!id.group().isEmpty() || !id.kind().equals("Service")) return changed;
        Map<String, Object> old = Tree.map(live.get("spec"));
        Map<String, Object> spec = new LinkedHashMap<>(Tree.map(changed.get("spec")));
        if (Objects.equals(spec.get("type"), "ExternalName")) return changed;
        FIELDS.stream().filter(field -> Tree.isNothing(spec.get(field)) || "".equals(spec.get(field)))
                .filter(old::containsKey).forEach(field -> spec.put(field, old.get(field)));
        if (!Objects.equals(spec.getOrDefault("type", "ClusterIP"), "ClusterIP")) {
            spec.put("ports", ports(Tree.list(old.get("ports")), Tree.list(spec.get("ports"))));
        }
        Map<String, Object> kept = new LinkedHashMap<>(changed);
        kept.put("spec", spec);
        return kept;
    }

    private static List<Object> ports(List<Object> live, List<Object> changed) {
        List<Object> ports = new ArrayList<>();
        for (Object port : changed) {
            Map<String, Object> kept = new LinkedHashMap<>(Tree.map(port));
            live.stream().map(Tree::map)
                    .filter(old -> Tree.text(old, "name").equals(Tree.text(port, "name")) && old.containsKey("nodePort"))
                    .findFirst().ifPresent(old -> kept.putIfAbsent("nodePort", old.get("nodePort")));
            ports.add(kept);
        }
        return ports;
    }
}
