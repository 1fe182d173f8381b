package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.flow.Gather;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.report.DiagnosisReport;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.ForecastReport;
import dev.helmstuck.report.NearestNames;
import dev.helmstuck.runbook.Diagnosis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code check TARGET}: the diagnosis on a terminal. Needs no Slack and deletes nothing. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = "Runs every check of the runbook and prints what it finds. Deletes nothing; needs no Slack.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0: not stuck", "10: stuck, and every check would allow the delete", "11: blocked (Stop or Unknown)",
        "2: wrong usage or configuration, unknown target", "1: unexpected error"})
final class CheckCommand implements Callable<Integer> {

    @ParentCommand
    private HelmStuckCommand main;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TARGET", description = "a target of the targets file")
    private String target;

    @Option(names = "--json", description = "print exactly one JSON document on standard output")
    private boolean json;

    @Override
    public Integer call() {
        Settings settings = Settings.read(main.environment(), main.workingDirectory(), Set.of(Part.TARGETS, Part.CLUSTER, Part.GITLAB));
        PrintWriter out = spec.commandLine().getOut();
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Injector injector = Guice.createInjector(new CheckModule(settings));
        ConfiguredTarget entry = find(injector.getInstance(Catalog.class), target, spec);
        Gather.Ahead ahead = injector.getInstance(Gather.class).lookAhead(entry.target(), entry.policy().sampleGap(), finding -> {
            if (!json) print(out, TerminalText.of(FindingReport.of(finding)));
        });
        Diagnosis diagnosis = ahead.diagnosis();
        if (json) print(out, DiagnosisJson.of(diagnosis, ahead.forecast()));
        else {
            ahead.forecast().either(known -> known.map(it -> ForecastReport.of(entry.target(), it)), ForecastReport::unavailable)
                    .ifPresent(report -> print(out, TerminalText.of(report)));
            print(out, TerminalText.of(DiagnosisReport.verdict(diagnosis)));
        }
        return DiagnosisReport.exitCode(diagnosis.verdict());
    }

    private static void print(PrintWriter out, String text) {
        out.println(text);
        out.flush();
    }

    /** The target of this name, or the usage error that names the nearest ones. */
    static ConfiguredTarget find(Catalog catalog, String name, CommandSpec spec) {
        Optional<ConfiguredTarget> entry = catalog.target(name);
        return entry.orElseThrow(() -> {
            var nearest = NearestNames.nearest(name, catalog.targetNames());
            return new ParameterException(spec.commandLine(), "there is no target '" + name + "'. " + (nearest.isEmpty()
                    ? "Known: " + String.join(", ", catalog.targetNames())
                    : "Did you mean " + String.join(" or ", nearest) + "?"));
        });
    }
}
