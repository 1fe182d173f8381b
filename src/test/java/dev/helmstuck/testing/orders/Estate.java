package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.Some;

/**
 * The configured targets as one process has read them. Each has a cluster and a project of its own; all are in one group.
 *
 * @param all in the file's order
 */
record Estate(List<ConfiguredTarget> all) implements Catalog {
    static final String GROUP = "gprd";
    static final String FIRST = Some.target().name();
    /** The usual one, and those that a sweep means besides. */
    static final List<Target> TARGETS = List.of(Some.target(), another("gitlab-zonal-b"), another("gitlab-zonal-c"));

    private static Target another(String name) {
        return new Target(name, "gprd", "gke-" + name, name, "gitlab-cny", List.of(new Ci(Some.PROJECT + "-" + name,
                Pattern.compile("^gprd-cny:(upgrade|auto-deploy)$"), Optional.empty(), List.of(), Duration.ofHours(1), true)));
    }

    @Override
    public Optional<ConfiguredTarget> target(String asked) {
        return all.stream().filter(entry -> entry.target().name().equals(asked)).findFirst();
    }

    @Override
    public Optional<List<String>> group(String asked) {
        return Optional.of(targetNames()).filter(names -> asked.equals(GROUP) && names.size() > 1);
    }

    @Override
    public List<String> targetNames() {
        return all.stream().map(entry -> entry.target().name()).toList();
    }

    @Override
    public List<String> groupNames() {
        return Stream.of(GROUP).filter(name -> group(name).isPresent()).toList();
    }
}
