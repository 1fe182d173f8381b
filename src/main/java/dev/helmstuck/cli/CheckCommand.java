package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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

/** {@code check NAME}: the diagnosis on a terminal, of one target or of several. Needs no Slack and deletes nothing. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = "Runs every check of the runbook and prints what it finds. Deletes nothing; needs no Slack.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0: not stuck", "10: stuck, and every check would allow the delete", "11: blocked (Stop or Unknown)",
        "2: wrong usage or configuration, unknown target", "1: unexpected error"})
final class CheckCommand implements Callable<Integer> {

    @ParentCommand
    private HelmStuckCommand main;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "a target, group, environment or cluster of the targets file; several targets are looked at at once, with a verdict for each and the exit code of the worst")
    private String name;

    @Option(names = "--all", description = "look at every target")
    private boolean all;

    @Option(names = "--json", description = "print exactly one JSON document on standard output: for a target an object, for anything else an array of such objects")
    private boolean json;

    @Override
    public Integer call() {
        if (all == (name != null)) throw new ParameterException(spec.commandLine(), "name a target, or several, or say --all");
        Settings settings = Settings.read(main.environment(), main.workingDirectory(), Set.of(Part.TARGETS, Part.CLUSTER, Part.GITLAB));
        PrintWriter out = spec.commandLine().getOut();
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Injector injector = Guice.createInjector(new CheckModule(settings));
        Catalog catalog = injector.getInstance(Catalog.class);
        Gather gather = injector.getInstance(Gather.class);
        if (!all && catalog.target(name).isPresent()) return one(gather, catalog.target(name).get(), out);
        List<ConfiguredTarget> entries = all ? catalog.real() : catalog.meant(name);
        if (entries.isEmpty()) throw unknown(catalog.names(), name, spec);
        return several(gather, entries, out);
    }

    private int one(Gather gather, ConfiguredTarget entry, PrintWriter out) {
        Gather.Ahead ahead = gather.lookAhead(entry.target(), entry.policy().sampleGap(), finding -> {
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

    /** At once, so that all take no longer than the slowest; each verdict is printed as soon as those before it are known. */
    private int several(Gather gather, List<ConfiguredTarget> entries, PrintWriter out) {
        try (ExecutorService looks = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Gather.Ahead>> begun = entries.stream().map(entry -> CompletableFuture
                    .supplyAsync(() -> gather.lookAhead(entry.target(), entry.policy().sampleGap(), finding -> {}), looks)).toList();
            List<Gather.Ahead> seen = new ArrayList<>();
            for (CompletableFuture<Gather.Ahead> look : begun) {
                seen.add(look.join());
                if (!json) print(out, TerminalText.of(DiagnosisReport.verdict(seen.getLast().diagnosis())));
            }
            if (json) print(out, DiagnosisJson.of(seen));
            return seen.stream().mapToInt(look -> DiagnosisReport.exitCode(look.diagnosis().verdict())).max().orElseThrow();
        }
    }

    private static void print(PrintWriter out, String text) {
        out.println(text);
        out.flush();
    }

    /** The target of this name, or the usage error that names the nearest ones. */
    static ConfiguredTarget find(Catalog catalog, String name, CommandSpec spec) {
        return catalog.target(name).orElseThrow(() -> unknown(catalog.targetNames(), name, spec));
    }

    static ParameterException unknown(List<String> known, String name, CommandSpec spec) {
        List<String> nearest = NearestNames.nearest(name, known);
        return new ParameterException(spec.commandLine(), "there is no target '" + name + "'. " + (nearest.isEmpty()
                ? "Known: " + String.join(", ", known)
                : "Did you mean " + String.join(" or ", nearest) + "?"));
    }
}
