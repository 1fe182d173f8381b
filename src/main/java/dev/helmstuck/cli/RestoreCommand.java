package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Cluster.RestoreAnswer;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.NearestNames;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code restore TARGET}: puts a deleted record back from its copy in the cluster, byte for byte. */
@Command(name = "restore", mixinStandardHelpOptions = true, versionProvider = HelmStuckCommand.Versions.class, description = "Puts a deleted release record back from its copy in the cluster: type, labels, annotations, data byte for byte.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0: done, or listed", "1: refused, nothing changed", "2: wrong usage or configuration, unknown target"})
final class RestoreCommand implements Callable<Integer> {

    @ParentCommand
    private HelmStuckCommand main;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TARGET", description = "a target of the targets file")
    private String target;

    @Option(names = "--backup", paramLabel = "NAME", description = "which copy; the newest if not given")
    private Optional<String> backup;

    @Option(names = "--list", description = "only print the names of the copies, newest first, one a line")
    private boolean list;

    @Override
    public Integer call() {
        Settings settings = Settings.read(main.environment(), main.workingDirectory(), Set.of(Part.TARGETS, Part.CLUSTER));
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Injector injector = Guice.createInjector(new RestoreModule(settings));
        Target where = CheckCommand.find(injector.getInstance(Catalog.class), target, spec).target();
        Cluster cluster = injector.getInstance(Cluster.class);
        List<Copy> backups = cluster.copies(where);
        return list ? list(backups, where) : restore(cluster, where, backups);
    }

    private int list(List<Copy> backups, Target where) {
        PrintWriter out = spec.commandLine().getOut();
        backups.forEach(each -> out.println(each.self().name()));
        out.flush();
        if (backups.isEmpty()) refuse("there is no backup of " + where.release() + " in namespace " + where.namespace());
        return 0;
    }

    private int restore(Cluster cluster, Target where, List<Copy> backups) {
        if (backups.isEmpty())
            return refuse("there is no backup of " + where.release() + " in namespace " + where.namespace() + "; nothing was changed");
        Optional<Copy> chosen = backups.stream().filter(each -> backup.isEmpty() || each.self().name().equals(backup.get())).findFirst();
        if (chosen.isEmpty()) {
            List<String> names = backups.stream().map(copy -> copy.self().name()).toList();
            List<String> nearest = NearestNames.nearest(backup.get(), names);
            return refuse("there is no backup '" + backup.get() + "'; nothing was changed. "
                    + (nearest.isEmpty() ? "See --list." : "Did you mean " + String.join(" or ", nearest) + "?"));
        }
        return put(cluster, where, chosen.get());
    }

    /** Whatever comes of it is said, and then written down: a database that does not answer takes its time to say so. */
    private int put(Cluster cluster, Target where, Copy chosen) {
        String object = where.name() + " " + where.cluster() + "/" + where.namespace() + "/" + chosen.record() + " from "
                + chosen.self().name();
        RestoreAnswer answer;
        try {
            answer = cluster.restore(where, chosen);
        } catch (UnavailableException unknown) {
            refuse("It is not known whether " + chosen.record() + " is back, so look before you try again: " + where.helm() + " history "
                    + where.release());
            writeDown(object, "it is not known whether it is back: " + unknown.why());
            throw unknown;
        }
        return switch (answer) {
            case RestoreAnswer.Restored(String secret, String uid) -> {
                back(where, chosen, secret, uid);
                writeDown(object, "back with uid " + uid);
                yield 0;
            }
            case RestoreAnswer.NotRestored(String message) -> {
                int exit = refuse("not restored: " + message + "; nothing was changed");
                writeDown(object, "not restored: " + message);
                yield exit;
            }
        };
    }

    private void back(Target where, Copy chosen, String secret, String uid) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s is back in %s/%s with uid %s, from %s of %s.%nHelm is locked by it again if it is pending: %s history %s%n",
                secret, where.cluster(), where.namespace(), uid, chosen.self().name(), Formats.moment(chosen.created()),
                where.helm(), where.release());
        out.flush();
    }

    private void writeDown(String object, String result) {
        StoreOnTerminal.writeDown(main, spec.commandLine().getErr(), "restore", object, result);
    }

    private int refuse(String words) {
        spec.commandLine().getErr().println(words);
        spec.commandLine().getErr().flush();
        return HelmStuckCommand.FAILED;
    }
}
