package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.config.Targets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code config}: whether the configuration is right, and what applies. Asks nobody but the environment and the files. */
@Command(name = "config", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = "Says whether environment, .env and targets file are right for serve: every problem at once, with file, line, key, what was found and what is expected. Connects to nothing.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0: it is right, or printed", "2: wrong usage or configuration", "1: unexpected error"})
final class ConfigCommand implements Callable<Integer> {

    @ParentCommand
    private HelmStuckCommand main;

    @Spec
    private CommandSpec spec;

    @Option(names = "--print", description = "print what applies to each target, as a targets file without inheritance in which each value says where it comes from; of tokens only whether they are set")
    private boolean print;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "with --print: only this target, group, environment or cluster")
    private String name;

    @Override
    public Integer call() {
        if (name != null && !print) throw new ParameterException(spec.commandLine(), "NAME goes with --print");
        // what is printed needs no token
        Settings settings = Settings.read(main.environment(), main.workingDirectory(),
                print ? Set.of(Part.TARGETS) : EnumSet.allOf(Part.class));
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Targets targets = settings.targets();
        PrintWriter out = spec.commandLine().getOut();
        if (print && name == null) printVariables(settings, out);
        if (print) out.print(targets.applied().yaml(wanted(targets)::contains));
        else
            out.printf("The configuration is right: %d target%s, %d group%s.%n", targets.targets().size(), plural(targets.targets().size()),
                    targets.groups().size(), plural(targets.groups().size()));
        out.flush();
        return 0;
    }

    private Set<String> wanted(Targets targets) {
        if (name == null) return targets.targets().keySet();
        List<String> meant = targets.meant(name).stream().map(entry -> entry.target().name()).toList();
        if (meant.isEmpty()) throw CheckCommand.unknown(targets.names(), name, spec);
        return meant.stream().collect(Collectors.toSet());
    }

    private static void printVariables(Settings settings, PrintWriter out) {
        out.println("# From the environment and .env:");
        settings.variables().forEach(line -> out.println("#   " + line));
        out.println();
    }

    private static String plural(int count) {
        return count == 1 ? "" : "s";
    }
}
