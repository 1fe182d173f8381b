package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.CheckupReport;
import dev.helmstuck.flow.doctor.Doctor;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code doctor}: would all of it work? Needs the whole configuration of {@code serve}, and changes nothing anywhere. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = {
        "Looks at everything that a remediation would need, before the incident: accounts and Roles, the admission policy, records, CI jobs,",
        "tokens, Slack scopes, channels and approvers, the database. Says what to mend, and how. Changes nothing anywhere."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0: all of it would work, notes aside", "1: something would not, or could not be looked at",
                "2: wrong usage or configuration, unknown target"})
final class DoctorCommand implements Callable<Integer> {

    @ParentCommand
    private HelmStuckCommand main;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "a target, group, environment or cluster of the targets file; without it every target")
    private String name;

    @Option(names = "--all", description = "look at every target, as without a NAME")
    private boolean all;

    @Option(names = "--json", description = "print exactly one JSON document on standard output")
    private boolean json;

    @Override
    public Integer call() {
        if (all && name != null) throw new ParameterException(spec.commandLine(), "name a target, or several, or say --all");
        Settings settings = Settings.read(main.environment(), main.workingDirectory(), EnumSet.allOf(Part.class));
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Injector injector = Guice.createInjector(new DoctorModule(settings));
        Catalog catalog = injector.getInstance(Catalog.class);
        List<ConfiguredTarget> targets = name == null ? catalog.all() : catalog.meant(name);
        if (targets.isEmpty()) throw CheckCommand.unknown(catalog.names(), name, spec);
        Checkup checkup = injector.getInstance(Doctor.class).examine(targets);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? CheckupJson.of(checkup) : TerminalText.of(CheckupReport.of(checkup)).stripTrailing());
        out.flush();
        return checkup.exitCode();
    }
}
