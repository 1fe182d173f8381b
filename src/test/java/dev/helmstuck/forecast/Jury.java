package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.testing.cluster.RealCluster;

/**
 * Leaves a release stuck with real Helm, lets the bot foretell, deletes the record, then really deploys the same, and in a twin really
 * reverts, and compares every statement. Keeps a table of what was said.
 */
final class Jury {
    private static final int MAX_NAMES = 12;
    private static final String WRONG = "WRONG ";
    private static final int MAX_PATIENCE = 4;

    private final List<String> table = new ArrayList<>();
    private final JudgedChart chart;

    Jury(JudgedChart chart) {
        this.chart = chart;
    }

    /** Fails on a statement that is not true, and on one that is left open. */
    void judge(Way way, Flavour flavour) {
        Verdict verdict = new Verdict();
        ForecastStage repeated = stuck(way, flavour, 1);
        Forecast forecast = repeated.foretell();
        verdict.same("died", Set.copyOf(way.couldBe()), Set.copyOf(forecast.died().couldBe()));
        verdict.same("unknown", List.of(), forecast.unknown().stream().filter(one -> !one.why().matches(chart.untold())).toList());
        Truth truth = Truth.of(repeated, repeated.attempted());
        verdict.deploy("repeated", truth, forecast, forecast.ifRepeated());
        verdict.secondLook(truth, repeated.namespace());
        row(way, flavour, forecast, truth, "repeated", forecast.ifRepeated());
        if (!repeated.deployed().isEmpty()) {
            ForecastStage reverted = stuck(way, flavour, 1);
            Forecast twin = reverted.foretell();
            Truth back = Truth.of(reverted, reverted.deployed());
            verdict.deploy("reverted", back, twin, twin.ifReverted());
            verdict.secondLook(back, reverted.namespace());
            verdict.left(back, twin.ifReverted(), twin.unknown().stream().map(Untold::why).toList());
            row(way, flavour, twin, back, "reverted", twin.ifReverted());
        }
        if (!verdict.wrong.isEmpty()) table.add(WRONG + way + ", " + flavour + ", " + chart + ": " + verdict.wrong);
        assertThat(verdict.wrong).as("%s, %s: %s", way, flavour.words(), forecast.died().evidence()).isEmpty();
    }

    /** Once more and with more patience, if the machine was so busy that a wait of Helm's ended too early. */
    private ForecastStage stuck(Way way, Flavour flavour, int patience) {
        ForecastStage stage = new ForecastStage(RealCluster.shared(), flavour, chart, patience);
        try {
            way.leave().accept(stage);
            if (!stage.isStuck()) throw new AssertionError(way + ", " + flavour + ": Helm ended, and nothing is stuck");
            return stage;
        } catch (AssertionError e) {
            if (patience >= MAX_PATIENCE) throw e;
            System.out.println("once more with more patience: " + way + ", " + flavour + ": " + e.getMessage());
            return stuck(way, flavour, patience * 4);
        }
    }

    private void row(Way way, Flavour flavour, Forecast forecast, Truth truth, String deploy, Deploy foretold) {
        table.add(String.join(" | ", way.name(), flavour.words(), forecast.died().couldBe().stream().map(Moment::word).toList().toString(),
                truth.status(), deploy, "lists " + names(foretold.dryRunLists().known()),
                "changes " + names(foretold.reallyChanges().known()), "rolls " + names(foretold.rolls().known()),
                "hooks " + foretold.rerunsHooks().known(), "orphans " + names(foretold.orphans().known()),
                "left " + foretold.fieldsLeft().known(), foretold.conflicts().isEmpty() ? "" : "conflicts " + foretold.conflicts()));
    }

    private static String names(List<String> names) {
        return names.size() <= MAX_NAMES ? names.toString() : names.size() + " objects";
    }

    /** Prints what was said, and keeps it. */
    void print() {
        Path file = Path.of("target", "forecast-" + chart.path().getFileName() + ".txt");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        table.forEach(System.out::println);
        long wrong = table.stream().filter(line -> line.startsWith(WRONG)).count();
        System.out.println("chart " + chart.path().getFileName() + ": " + (table.size() - wrong) + " deploys were foretold and run; "
                + (wrong == 0 ? "every statement is true" : wrong + " times one is not true"));
    }

    /** What was foretold beside what happened. */
    private static final class Verdict {
        private final List<String> wrong = new ArrayList<>();

        void same(String what, Object truth, Object foretold) {
            if (!truth.equals(foretold)) wrong.add(what + ": is " + truth + ", foretold " + foretold);
        }

        private void same(String what, Set<String> truth, Set<String> foretold) {
            Set<String> missed = new TreeSet<>(truth);
            missed.removeAll(foretold);
            Set<String> invented = new TreeSet<>(foretold);
            invented.removeAll(truth);
            if (!missed.isEmpty()) wrong.add(what + " that were not foretold: " + missed);
            if (!invented.isEmpty()) wrong.add(what + " that were foretold, and are none: " + invented);
        }

        void deploy(String which, Truth truth, Forecast forecast, Deploy foretold) {
            String status = forecast.helmStatus().map(it -> it.word() + " " + forecast.helmRevision().orElseThrow()).orElse("not found");
            same(which + " status", truth.status(), status);
            same(which + " lists", truth.lists(), told(which + " lists", foretold.dryRunLists()));
            same(which + " changes", truth.changes(), told(which + " changes", foretold.reallyChanges()));
            same(which + " rolls", truth.rolls(), told(which + " rolls", foretold.rolls()));
            same(which + " hooks", truth.reruns(), told(which + " hooks", foretold.rerunsHooks()));
            same(which + " conflicts", truth.conflicts(), RealConflicts.foretold(foretold.conflicts(), truth.conflicts()));
            boolean fails = !foretold.conflicts().isEmpty() || !foretold.fails().isEmpty();
            same(which + " fails", truth.deploy().exit() != 0, fails);
            if (fails != (truth.deploy().exit() != 0)) wrong.add(truth.deploy().output());
        }

        /** Before a deploy all is as it was; after one whatever it changed is seen to be otherwise. */
        void secondLook(Truth truth, String namespace) {
            truth.look().undeployed().stream().filter(one -> one.became() != Became.CAME_TRUE)
                    .forEach(one -> wrong.add("the second look before any deploy: " + one));
            List<String> seen = truth.look().deployed().stream().flatMap(one -> one.seen().stream()).toList();
            truth.look().baseline().objects().stream().map(one -> one.words(namespace)).filter(truth.changes()::contains)
                    .filter(name -> seen.stream().noneMatch(line -> line.startsWith(name + " ") || line.startsWith("…")))
                    .forEach(name -> wrong.add("the second look after the deploy does not see that it changed: " + name));
        }

        /** @param untold why something is not told, of which objects */
        void left(Truth truth, Deploy foretold, List<String> untold) {
            same("orphans", truth.orphans(), told("orphans", foretold.orphans()));
            Map<String, Set<String>> unexpected = new TreeMap<>();
            Map<String, List<String>> said = foretold.fieldsLeft().known();
            truth.left().forEach((name, paths) -> {
                Set<String> rest = new TreeSet<>(paths);
                rest.removeIf(path -> said.getOrDefault(name, List.of()).stream().anyMatch(one -> isBelow(one, path)));
                if (!rest.isEmpty()) unexpected.put(name, rest);
            });
            // what is refused stays wholly as it is
            unexpected.keySet().removeAll(foretold.fails().keySet());
            unexpected.keySet().removeAll(foretold.conflicts().keySet());
            unexpected.keySet().removeIf(name -> untold.stream().anyMatch(why -> why.startsWith(name + ": ")));
            if (!unexpected.isEmpty()) wrong.add("fields left that were not foretold: " + unexpected);
            foretold.customsLeft().forEach((name, paths) -> paths.stream()
                    .filter(one -> truth.others().getOrDefault(name, Set.of()).stream().noneMatch(path -> isBelow(one, path)))
                    .forEach(one -> wrong.add("foretold as kept, and is not: " + name + " " + one)));
            said.forEach((name, paths) -> paths.stream()
                    .filter(one -> truth.others().getOrDefault(name, Set.of()).stream().noneMatch(path -> isBelow(one, path)))
                    .forEach(one -> wrong.add("foretold as left, and is not: " + name + " " + one)));
        }

        /** The truth has a list whose elements have no names as one value. */
        private static boolean isBelow(String field, String path) {
            return path.equals(field) || path.startsWith(field + ".") || path.startsWith(field + "[") || field.startsWith(path + "[");
        }

        private Set<String> told(String what, PartlyKnown<List<String>> told) {
            if (!told.complete()) wrong.add(what + " is not told");
            return new TreeSet<>(told.known());
        }
    }
}
