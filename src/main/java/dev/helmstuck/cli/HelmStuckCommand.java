package dev.helmstuck.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.helmstuck.config.ConfigException;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.ports.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line. Translates errors once; its environment is handed in.
 *
 * <p>Exit code 2 is wrong usage or configuration everywhere; each sub-command lists its others in its help.
 */
@Command(name = "helm-stuck", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = {
        "Diagnoses and repairs a Helm release stuck in pending-*, with two people.",
        "Settings come from the environment, .env and the targets file; see .env.example."}, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "2: wrong usage or configuration", "others: see `helm-stuck COMMAND --help`"})
public final class HelmStuckCommand implements Runnable {
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final String VERSION = "--version";
    private static final List<Subcommand> COMMANDS = List.of(new Subcommand("serve", ServeCommand::new),
            new Subcommand("check", CheckCommand::new),
            new Subcommand("doctor", DoctorCommand::new), new Subcommand("forecast", ForecastCommand::new),
            new Subcommand("targets", TargetsCommand::new),
            new Subcommand("config", ConfigCommand::new), new Subcommand("restore", RestoreCommand::new),
            new Subcommand("backups", BackupsCommand::new),
            new Subcommand("history", HistoryCommand::new));

    private final Map<String, String> environment;
    private final Path workingDirectory;

    @Spec
    private CommandSpec spec;

    HelmStuckCommand(Map<String, String> environment, Path workingDirectory) {
        this.environment = environment;
        this.workingDirectory = workingDirectory;
    }

    /** Runs the command line in this environment; returns the exit code. */
    public static int run(Map<String, String> environment, Path workingDirectory, String... args) {
        Optional<String> only = Stream.of(args).limit(1)
                .filter(first -> first.equals(VERSION) || COMMANDS.stream().anyMatch(known -> known.name.equals(first))).findFirst();
        return line(environment, workingDirectory, only).execute(args);
    }

    /** The command line in this environment. */
    public static CommandLine line(Map<String, String> environment, Path workingDirectory) {
        return line(environment, workingDirectory, Optional.empty());
    }

    /** With this command alone, if it is known which one is meant: to read the annotations of all takes a fifth of a second of CPU. */
    private static CommandLine line(Map<String, String> environment, Path workingDirectory, Optional<String> only) {
        CommandLine line = new CommandLine(new HelmStuckCommand(environment, workingDirectory));
        COMMANDS.stream().filter(known -> only.isEmpty() || known.name.equals(only.get()))
                .forEach(known -> line.addSubcommand(known.make.get()));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        return line;
    }

    private static int failed(Exception failure, CommandLine command) {
        return switch (failure) {
            case ConfigException wrong -> say(command, wrong.getMessage(), USAGE);
            case UnavailableException silent -> say(command, silent.source() + ": " + silent.why(), FAILED);
            case RuntimeException wrapped when wrapped.getCause() instanceof UnavailableException silent ->
                say(command, silent.source() + ": " + silent.why(), FAILED);
            default -> {
                failure.printStackTrace(command.getErr());
                yield FAILED;
            }
        };
    }

    private static int say(CommandLine command, String words, int code) {
        command.getErr().println(words);
        command.getErr().flush();
        return code;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "a COMMAND is needed: serve, check, doctor, forecast, targets, config, restore, backups or history");
    }

    Map<String, String> environment() {
        return environment;
    }

    Path workingDirectory() {
        return workingDirectory;
    }

    static Version version() {
        String version = Optional.ofNullable(HelmStuckCommand.class.getPackage().getImplementationVersion()).orElse("dev");
        return new Version(version.contains("+") ? version : commit().map(commit -> version + "+" + commit).orElse(version));
    }

    /** What the build left of the git clone that it was made from. */
    private static Optional<String> commit() {
        try (InputStream left = HelmStuckCommand.class.getResourceAsStream("commit")) {
            return left == null
                    ? Optional.empty()
                    : Optional.of(new String(left.readAllBytes(), StandardCharsets.UTF_8).strip()).filter(known -> !known.isEmpty());
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private record Subcommand(String name, Supplier<Object> make) {}

    /** {@code --version}. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = version().text();
            return new String[]{"helm-stuck " + version + (version.contains("+") ? "" : " (commit unknown)")};
        }
    }
}
