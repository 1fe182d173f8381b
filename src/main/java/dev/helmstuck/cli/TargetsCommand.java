package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.config.Targets;
import dev.helmstuck.runbook.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code targets}: what is configured. */
@Command(name = "targets", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = "Lists the targets and groups of the targets file, and so checks it.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0: listed", "2: wrong usage or configuration", "1: unexpected error"})
final class TargetsCommand implements Callable<Integer> {

    @ParentCommand
    private HelmStuckCommand main;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = Settings.read(main.environment(), main.workingDirectory(), Set.of(Part.TARGETS));
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Targets targets = settings.targets();
        PrintWriter out = spec.commandLine().getOut();
        targets.targets().values().forEach(entry -> {
            Target target = entry.target();
            out.printf("%s: release %s in namespace %s of cluster %s%s%n", target.name(), target.release(), target.namespace(),
                    target.cluster(), target.drill() ? ", to practise on: a drill" : "");
            target.patterns().forEach(pattern -> out.printf("  jobs %s of %s write %s%n", pattern.names().pattern(), pattern.project(),
                    pattern.writes()));
        });
        targets.groups().forEach((name, members) -> out.printf("%s: group of %s%n", name, String.join(", ", members)));
        out.flush();
        return 0;
    }
}
