package dev.helmstuck.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.Assertions;

/** Configurations for the tests of this package, in a directory of their own. */
final class Configs {

    static final String SMALLEST = """
            policy:
              approvers: { groups: [S0614TZR7] }
            targets:
              gitlab-cny:
                environment: gprd-cny
                cluster: in-cluster
                namespace: gitlab-cny
                release: gitlab-cny
                ci: { project: group/project, jobs: '^upgrade$', helmTimeout: 1h }
            """;

    private final Path directory;
    private final Map<String, String> environment = new LinkedHashMap<>();

    Configs(Path directory) {
        this.directory = directory;
    }

    Configs set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Configs file(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    Configs targets(String yaml) {
        return file("helm-stuck.yaml", yaml);
    }

    Settings read(Part first, Part... more) {
        return read(EnumSet.of(first, more));
    }

    Settings read(Set<Part> parts) {
        return Settings.read(environment, directory, parts);
    }

    /** The lines of the problems, of which there must be some, without the numbers of the file's lines. */
    List<String> problems(Part first, Part... more) {
        return numbered(first, more).stream().map(line -> line.replaceFirst("^(\\S+\\.yaml):\\d+: ", "$1: ")).toList();
    }

    /** The lines of the problems as they are. */
    List<String> numbered(Part first, Part... more) {
        ConfigException thrown = Assertions.catchThrowableOfType(ConfigException.class, () -> read(first, more));
        Assertions.assertThat(thrown).as("no problem was found").isNotNull();
        Assertions.assertThat(thrown).hasMessage(String.join("\n", thrown.problems().stream().map(Problem::line).toList()));
        return thrown.problems().stream().map(Problem::line).toList();
    }
}
