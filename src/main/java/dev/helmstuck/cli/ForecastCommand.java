package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.flow.Foretell;
import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.ForecastReport;
import dev.helmstuck.runbook.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code forecast TARGET}: what happened to a stuck deploy and what the next one will do, on a terminal. Only reads. */
@Command(name = "forecast", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = "Tells what happened to a stuck deploy and what the next one will do once the record is deleted. Only reads; needs neither Slack nor GitLab.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0: not stuck", "10: stuck, and everything could be told", "11: stuck, and a part could not be told",
        "2: wrong usage or configuration, unknown target", "1: the records cannot be read, or an unexpected error"})
final class ForecastCommand implements Callable<Integer> {
    private static final int TOLD = 10;
    private static final int PARTLY_TOLD = 11;

    @ParentCommand
    private HelmStuckCommand main;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TARGET", description = "a target of the targets file")
    private String name;

    @Override
    public Integer call() {
        Settings settings = Settings.read(main.environment(), main.workingDirectory(), Set.of(Part.TARGETS, Part.CLUSTER));
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Injector injector = Guice.createInjector(new RestoreModule(settings));
        Target target = CheckCommand.find(injector.getInstance(Catalog.class), name, spec).target();
        Optional<Forecast> forecast = injector.getInstance(Foretell.class).of(target).either(known -> known, missing -> {
            throw new UnavailableException(missing.source(), missing.why());
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println(TerminalText.of(forecast.map(it -> ForecastReport.of(target, it)).orElseGet(() -> ForecastReport.notStuck(target))));
        out.flush();
        return forecast.map(it -> it.unknown().isEmpty() ? TOLD : PARTLY_TOLD).orElse(0);
    }
}
