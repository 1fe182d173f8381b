package dev.helmstuck.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.helmstuck.release.Sha256;

/**
 * The configuration: those parts of environment, {@code .env} and targets file that a sub-command needs, as they were when
 * they were read; {@link LiveTargets} reads again. An accessor of a part that was not read throws {@link IllegalStateException}.
 */
public final class Settings {

    private final Optional<SlackSettings> slack;
    private final Optional<GitlabSettings> gitlab;
    private final Optional<ClusterSettings> cluster;
    private final Optional<StoreSettings> store;
    private final Optional<HttpSettings> http;
    private final Optional<Targets> targets;
    private final List<String> warnings;
    private final NetworkSettings network;
    private final Variables variables;
    private final Source source;
    private final List<Optional<String>> contents;

    /** What was read, and by whom it is read again. */
    private record Source(Map<String, String> environment, Path workingDirectory, Set<Part> needed) {}

    private Settings(Variables variables, Source source, Problems problems) {
        Path workingDirectory = source.workingDirectory();
        Set<Part> needed = source.needed();
        this.variables = variables;
        this.source = source;
        contents = contents(); // before they are read: a change meanwhile is seen as one
        EnvironmentReader reader = new EnvironmentReader(variables, workingDirectory);
        slack = needed.contains(Part.SLACK) ? reader.slack() : Optional.empty();
        gitlab = needed.contains(Part.GITLAB) ? reader.gitlab() : Optional.empty();
        cluster = needed.contains(Part.CLUSTER) ? reader.cluster() : Optional.empty();
        network = reader.network();
        store = needed.contains(Part.STORE) ? reader.store() : Optional.empty();
        reader.log();
        http = needed.contains(Part.HTTP) ? reader.http() : Optional.empty();
        boolean contexts = !needed.contains(Part.CLUSTER) || variables.value(Variable.KUBECONFIG).isPresent();
        Optional<Targets> read = needed.contains(Part.TARGETS)
                ? targets(variables, workingDirectory, contexts, problems)
                : Optional.empty();
        targets = read.map(all -> gitlab.map(known -> all.of(known.url().toString())).orElse(all));
        List<String> all = new ArrayList<>(UnknownVariables.warnings(variables.names()));
        if (needed.contains(Part.SLACK))
            all.addAll(reader.swappedTokens());
        all.addAll(reader.oddProxies());
        warnings = List.copyOf(all);
    }

    /**
     * Reads the needed parts and no others.
     *
     * @param environment the process's environment, which wins over {@code .env} in the working directory
     * @param workingDirectory where {@code .env} is, and what relative file names start from
     * @throws ConfigException with every problem of all needed parts
     */
    public static Settings read(Map<String, String> environment, Path workingDirectory, Set<Part> needed) {
        Problems problems = new Problems();
        Variables variables = Variables.read(environment, workingDirectory, problems);
        Settings settings = new Settings(variables, new Source(Map.copyOf(environment), workingDirectory, Set.copyOf(needed)), problems);
        if (!problems.isEmpty())
            throw new ConfigException(problems.all());
        return settings;
    }

    public SlackSettings slack() {
        return slack.orElseThrow(notRead(Part.SLACK));
    }

    public GitlabSettings gitlab() {
        return gitlab.orElseThrow(notRead(Part.GITLAB));
    }

    public ClusterSettings cluster() {
        return cluster.orElseThrow(notRead(Part.CLUSTER));
    }

    /** How other systems are reached; whatever parts were read. */
    public NetworkSettings network() {
        return network;
    }

    public StoreSettings store() {
        return store.orElseThrow(notRead(Part.STORE));
    }

    public HttpSettings http() {
        return http.orElseThrow(notRead(Part.HTTP));
    }

    public Targets targets() {
        return targets.orElseThrow(notRead(Part.TARGETS));
    }

    /** Every variable, its value or, of a secret, only whether it is set, and where that comes from; a line each. */
    public List<String> variables() {
        return Stream.of(Variable.values()).map(variables::described).toList();
    }

    /** The same, read anew. */
    Settings again() {
        return read(source.environment(), source.workingDirectory(), source.needed());
    }

    /** The content, as a digest, of each file that was read, when it was; empty where there was none. */
    List<Optional<String>> contentsThen() {
        return contents;
    }

    /** The same as it is now. */
    List<Optional<String>> contents() {
        return List.of(digest(Optional.of(source.workingDirectory().resolve(Variables.DOT_ENV))),
                digest(path(source.workingDirectory(), targetsFile(variables))));
    }

    /** The variables that have another value here. */
    List<String> otherThan(Settings before) {
        return Stream.of(Variable.values()).filter(variable -> !variables.value(variable).equals(before.variables.value(variable)))
                .map(Variable::name).toList();
    }

    private static Optional<String> digest(Optional<Path> file) {
        try {
            return file.filter(Files::isRegularFile).isEmpty()
                    ? Optional.empty()
                    : Optional.of(HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(file.get()))));
        } catch (IOException unreadable) {
            return Optional.of("unreadable");
        }
    }

    private static String targetsFile(Variables variables) {
        return variables.value(Variable.HELM_STUCK_CONFIG).orElse(Variable.HELM_STUCK_CONFIG.fallback());
    }

    /** What looks like a mistake but may be none, one readable line each. */
    public List<String> warnings() {
        return warnings;
    }

    /** Whether this part was read. */
    public boolean has(Part part) {
        return (switch (part) {
            case SLACK -> slack;
            case GITLAB -> gitlab;
            case CLUSTER -> cluster;
            case STORE -> store;
            case HTTP -> http;
            case TARGETS -> targets;
        }).isPresent();
    }

    private static Supplier<IllegalStateException> notRead(Part part) {
        return () -> new IllegalStateException(part + " is not among the parts of the configuration that were read");
    }

    private static Optional<Targets> targets(Variables variables, Path workingDirectory, boolean contexts, Problems problems) {
        String name = targetsFile(variables);
        Optional<Path> file = path(workingDirectory, name).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            String place = path(workingDirectory, name).map(path -> path.toAbsolutePath().normalize().toString()).orElse(name);
            problems.add(variables.source(Variable.HELM_STUCK_CONFIG), Variable.HELM_STUCK_CONFIG.name(), "no file at " + place,
                    "the targets file; set HELM_STUCK_CONFIG to where it is");
            return Optional.empty();
        }
        return new YamlFile(name, problems).read(file.get()).flatMap(tree -> new TargetsReader(name, problems, contexts).read(tree));
    }

    private static Optional<Path> path(Path workingDirectory, String name) {
        try {
            return Optional.of(workingDirectory.resolve(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
