package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Copies;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.AlignedTable;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Table;
import dev.helmstuck.runbook.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code backups [TARGET]}: lists the copies of deleted records, and removes old ones when it is told to. */
@Command(name = "backups", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = {
        "Lists the copies of deleted release records, newest first: what restore can put back.",
        "Removes old ones with --older-than and --remove, as the account of the target's own context: use a kubeconfig of yours, for the bot's accounts may not."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0: listed, or all of them removed", "1: one was not removed, or the cluster does not answer",
                "2: wrong usage or configuration, unknown target"})
final class BackupsCommand implements Callable<Integer> {
    /** What may still be wanted tonight is not to go by a slip of the finger. */
    private static final Duration YOUNGEST = Duration.ofDays(1);
    private static final String REMOVED = "removed";
    private static final String GONE = "gone before";
    private static final Set<String> AWAY = Set.of(REMOVED, GONE);

    @ParentCommand
    private HelmStuckCommand main;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "TARGET", description = "a target of the targets file; all if not given")
    private Optional<String> target;

    @Option(names = "--older-than", paramLabel = "AGE", converter = Ages.class, description = "only those that are older, 1d at least: 30d, 48h")
    private Optional<Duration> olderThan;

    @Option(names = "--remove", description = "remove those that are older than --older-than; without it they are only listed")
    private boolean remove;

    private record CopyOf(Target target, Copy copy) {}

    @Override
    public Integer call() {
        if (remove && (olderThan.isEmpty() || target.isEmpty()))
            throw new ParameterException(spec.commandLine(), "--remove needs a TARGET and --older-than");
        if (olderThan.filter(age -> age.compareTo(YOUNGEST) < 0).isPresent())
            throw new ParameterException(spec.commandLine(), "--older-than takes 1d at least");
        Settings settings = Settings.read(main.environment(), main.workingDirectory(), Set.of(Part.TARGETS, Part.CLUSTER));
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Injector injector = Guice.createInjector(new RestoreModule(settings));
        Copies copies = injector.getInstance(Copies.class);
        List<CopyOf> found = found(injector.getInstance(Catalog.class), copies);
        return remove ? remove(copies, found) : list(found);
    }

    private List<CopyOf> found(Catalog catalog, Copies copies) {
        Optional<Instant> before = olderThan.map(age -> Clock.systemUTC().instant().minus(age));
        List<String> names = target.map(List::of).orElseGet(catalog::targetNames);
        return names.stream().map(name -> CheckCommand.find(catalog, name, spec).target())
                .flatMap(each -> copies.copies(each).stream().map(copy -> new CopyOf(each, copy)))
                .filter(each -> before.filter(moment -> !each.copy().created().isBefore(moment)).isEmpty()).toList();
    }

    private int list(List<CopyOf> found) {
        PrintWriter out = spec.commandLine().getOut();
        if (found.isEmpty()) {
            out.println("no copies" + target.map(name -> " of " + name).orElse("")
                    + olderThan.map(age -> " older than " + Formats.duration(age)).orElse(""));
        } else {
            List<List<String>> rows = found.stream().map(each -> List.of(each.target().name(), each.copy().self().name(),
                    "" + each.copy().revision(), Formats.moment(each.copy().created()),
                    each.copy().remediation().isEmpty() ? "-" : each.copy().remediation(), size(each.copy().bytes()))).toList();
            AlignedTable.rows(new Table(List.of("TARGET", "COPY", "REVISION", "RECORD DELETED", "REMEDIATION", "SIZE"), rows))
                    .forEach(out::println);
            if (olderThan.isPresent())
                out.println(
                        found.size() + (found.size() == 1 ? " copy" : " copies") + " would be removed. Nothing is; add --remove to do it.");
        }
        out.flush();
        return 0;
    }

    private static String size(long bytes) {
        return bytes < 1024 ? bytes + " B" : (bytes + 1023) / 1024 + " KiB";
    }

    private int remove(Copies copies, List<CopyOf> found) {
        List<String> kept = new ArrayList<>();
        for (CopyOf each : found) {
            String object = each.target().name() + " " + each.target().cluster() + "/" + each.target().namespace() + "/"
                    + each.copy().self().name() + " uid=" + each.copy().self().uid() + " resourceVersion="
                    + each.copy().self().resourceVersion();
            String result = result(copies, each);
            if (!AWAY.contains(result)) kept.add(each.copy().self().name());
            spec.commandLine().getOut().println(each.copy().self().name() + ": " + result);
            spec.commandLine().getOut().flush();
            StoreOnTerminal.writeDown(main, spec.commandLine().getErr(), "backup removal", object, result);
        }
        if (found.isEmpty()) return list(found);
        return kept.isEmpty() ? 0 : HelmStuckCommand.FAILED;
    }

    private static String result(Copies copies, CopyOf each) {
        try {
            return switch (copies.remove(each.target(), each.copy())) {
                case DeleteAnswer.Done() -> REMOVED;
                case DeleteAnswer.Gone() -> GONE;
                case DeleteAnswer.Changed(String message) -> "not removed, it is another one now: " + message;
                case DeleteAnswer.Forbidden(String message) -> "not removed: " + message
                        + ". The bot's accounts may not; use a kubeconfig of yours with manifests/target/copies.";
                case DeleteAnswer.Held held -> "marked for deletion, kept by " + held.words();
            };
        } catch (UnavailableException unknown) {
            return "not known whether it is removed: " + unknown.why();
        }
    }
}
