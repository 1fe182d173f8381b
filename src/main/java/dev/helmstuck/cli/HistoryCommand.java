package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.replies.OverviewReply;
import dev.helmstuck.report.thread.RecordFile;
import dev.helmstuck.report.thread.Surroundings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code history [TARGET]}: what the bot's database tells of the past. Needs neither Slack, GitLab nor a cluster. */
@Command(name = "history", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = "How the last remediations ended, the audit trail, or the record of one as Markdown. Reads the bot's database only.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0: printed", "1: the database is out of reach, or holds no such record", "2: wrong usage or configuration"})
final class HistoryCommand implements Callable<Integer> {
    private static final int MOST = 20;
    private static final int MOST_READ = 500;

    @ParentCommand
    private HelmStuckCommand main;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "TARGET", description = "only of this target; one that is no longer configured will do")
    private Optional<String> target;

    @ArgGroup
    private Printout printout = new Printout();

    @Option(names = "--since", paramLabel = "AGE", converter = Ages.class, description = "only what is not older: 30d, 12h, 45m")
    private Optional<Duration> since;

    @Option(names = "--id", paramLabel = "ID", description = "with --markdown: of this remediation, however old; the newest if not given")
    private Optional<String> id;

    private static final class Printout {
        @Option(names = "--json", description = "the audit trail, oldest first: one JSON object a line with at, remediation, actor, action, object, result")
        private boolean json;

        @Option(names = "--markdown", description = "the record of a remediation, as it lies in its thread")
        private boolean markdown;
    }

    @Override
    public Integer call() {
        if (id.isPresent() && !printout.markdown) throw new ParameterException(spec.commandLine(), "--id goes with --markdown");
        Settings settings = Settings.read(main.environment(), main.workingDirectory(), Set.of(Part.TARGETS, Part.STORE));
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Instant from = since.map(age -> Clock.systemUTC().instant().minus(age)).orElse(Instant.EPOCH);
        return StoreOnTerminal.ask(settings, store -> {
            if (printout.json) return print(store.auditSince(target, from).stream().map(AuditJson::of).toList());
            if (printout.markdown) return markdown(settings, store, from);
            return print(List
                    .of(TerminalText.of(OverviewReply.history(ended(store.newest(target, MOST_READ).stream(), from).limit(MOST).toList()))
                            .stripTrailing()));
        });
    }

    private static Stream<Remediation> ended(Stream<Remediation> all, Instant from) {
        return all.filter(it -> it.state().ended() && !it.opened().isBefore(from));
    }

    private int markdown(Settings settings, Remediations store, Instant from) {
        Stream<Remediation> all = id
                .map(one -> ended(store.find(one).stream().filter(it -> target.isEmpty() || target.get().equals(it.target())), from))
                .orElseGet(() -> ended(store.newest(target, MOST_READ).stream(), from));
        Optional<Remediation> chosen = all.filter(RecordFile::isWorthIt).findFirst();
        if (chosen.isEmpty()) {
            spec.commandLine().getErr().println("no remediation " + id.map(it -> it + " ").orElse("")
                    + target.map(it -> "of " + it + " ").orElse("") + "that has ended and found something stuck is stored");
            spec.commandLine().getErr().flush();
            return HelmStuckCommand.FAILED;
        }
        Remediation it = chosen.get();
        Ending ending = it.state().end().orElseThrow();
        return print(List.of(RecordFile.markdown(it, around(settings, it, ending)
                .with(store.auditOf(it.id()).stream().map(AuditRow::deed).toList()), ending).stripTrailing()));
    }

    private static Surroundings around(Settings settings, Remediation remediation, Ending ending) {
        return Optional.ofNullable(settings.targets().targets().get(remediation.target())).map(ConfiguredTarget::target)
                .map(known -> new Surroundings(known, Optional.empty(), List.of(), Optional.empty()))
                .orElseGet(() -> Surroundings.forgotten(remediation, ending));
    }

    private int print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
        return 0;
    }
}
