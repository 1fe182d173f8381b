package dev.helmstuck;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.config.Targets;
import dev.helmstuck.flow.Catalog;
import jakarta.inject.Inject;

/** The targets file as the flow sees it. */
final class ConfiguredCatalog implements Catalog {
    private final Targets targets;

    @Inject
    ConfiguredCatalog(Targets targets) {
        this.targets = targets;
    }

    @Override
    public Optional<Entry> target(String name) {
        return targets.find(name).map(entry -> new Entry(entry.target(), entry.policy()));
    }

    @Override
    public Optional<List<String>> group(String name) {
        return Optional.ofNullable(targets.groups().get(name));
    }

    @Override
    public List<String> targets() {
        return List.copyOf(targets.targets().keySet());
    }

    @Override
    public List<String> groups() {
        return List.copyOf(targets.groups().keySet());
    }
}
