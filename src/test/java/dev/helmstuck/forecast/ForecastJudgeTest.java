package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real Helm leaves a release stuck, the bot foretells, the record is deleted, and then the same deploy, and in a twin the revert, is really
 * run. Every statement must be true and none may be left open.
 */
@NeedsRealCluster
class ForecastJudgeTest {
    private static final Path CHART = Path.of("src/test/resources/charts/forecast");
    private static final Set<String> SOME = Set.of("hook not begun, HELM_3", "between two objects, HELM_3",
            "last write lost, HELM_4_SERVER",
            "atomic, rollback applied, HELM_4_CLIENT");
    private static final List<String> TABLE = new ArrayList<>();

    /** All, or with {@code -Dforecast.only=REGEX} those of this name. */
    static List<Object[]> everything() {
        return rows(System.getProperty("forecast.only", ".*"));
    }

    private static List<Object[]> rows(String only) {
        List<Object[]> rows = new ArrayList<>();
        for (Way way : Way.all()) {
            for (Flavour flavour : Flavour.values()) {
                if (way.flavours().contains(flavour) && (way + ", " + flavour).matches(only)) rows.add(new Object[]{way, flavour});
            }
        }
        return rows;
    }

    /** One of each kind of moment, and the one in which the dry run is empty although the deploy rolls; for every build. */
    static List<Object[]> some() {
        return rows(".*").stream().filter(row -> SOME.contains(row[0] + ", " + row[1])).toList();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("some")
    void every_statement_of_some_is_true(Way way, Flavour flavour) {
        judge(way, flavour);
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everything")
    void every_statement_is_true(Way way, Flavour flavour) {
        judge(way, flavour);
    }

    private static void judge(Way way, Flavour flavour) {
        Verdict verdict = new Verdict();
        ForecastStage repeated = new ForecastStage(RealCluster.shared(), flavour, CHART);
        way.leave().accept(repeated);
        Forecast forecast = repeated.foretell();
        verdict.same("died", Set.copyOf(way.couldBe()), Set.copyOf(forecast.died().couldBe()));
        verdict.same("unknown", List.of(), forecast.unknown());
        Truth truth = Truth.of(repeated, repeated.attempted());
        verdict.deploy("repeated", truth, forecast, forecast.ifRepeated());
        row(way, flavour, forecast, truth, "repeated", forecast.ifRepeated());
        if (!repeated.deployed().isEmpty()) {
            ForecastStage reverted = new ForecastStage(RealCluster.shared(), flavour, CHART);
            way.leave().accept(reverted);
            Forecast twin = reverted.foretell();
            Truth back = Truth.of(reverted, reverted.deployed());
            verdict.deploy("reverted", back, twin, twin.ifReverted());
            verdict.left(back, twin.ifReverted());
            row(way, flavour, twin, back, "reverted", twin.ifReverted());
        }
        assertThat(verdict.wrong).as("%s, %s: %s", way, flavour.words(), forecast.died().evidence()).isEmpty();
    }

    private static void row(Way way, Flavour flavour, Forecast forecast, Truth truth, String deploy, Deploy foretold) {
        TABLE.add(String.join(" | ", way.name(), flavour.words(), forecast.died().couldBe().stream().map(Moment::word).toList().toString(),
                truth.status(), deploy, "lists " + foretold.dryRunLists().known(), "changes " + foretold.reallyChanges().known(),
                "rolls " + foretold.rolls().known(), "hooks " + foretold.rerunsHooks().known(),
                "orphans " + foretold.orphans().known() + " left " + foretold.fieldsLeft().known(),
                foretold.conflicts().isEmpty() ? "" : "conflicts " + foretold.conflicts()));
    }

    @AfterAll
    static void print() throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/forecast.txt"), TABLE);
        TABLE.forEach(System.out::println);
    }

    /** What was foretold beside what happened. */
    private static final class Verdict {
        private final List<String> wrong = new ArrayList<>();

        void same(String what, Object truth, Object foretold) {
            if (!truth.equals(foretold)) wrong.add(what + ": is " + truth + ", foretold " + foretold);
        }

        void deploy(String which, Truth truth, Forecast forecast, Deploy foretold) {
            String status = forecast.helmStatus().map(it -> it.word() + " " + forecast.helmRevision().orElseThrow()).orElse("not found");
            same(which + " status", truth.status(), status);
            same(which + " lists", truth.lists(), told(which + " lists", foretold.dryRunLists()));
            same(which + " changes", truth.changes(), told(which + " changes", foretold.reallyChanges()));
            same(which + " rolls", truth.rolls(), told(which + " rolls", foretold.rolls()));
            same(which + " hooks", truth.reruns(), told(which + " hooks", foretold.rerunsHooks()));
            boolean fails = !foretold.conflicts().isEmpty() || !foretold.fails().isEmpty();
            same(which + " fails", truth.deploy().exit() != 0, fails);
            if (fails != (truth.deploy().exit() != 0)) wrong.add(truth.deploy().output());
        }

        void left(Truth truth, Deploy foretold) {
            same("orphans", truth.orphans(), told("orphans", foretold.orphans()));
            Map<String, Set<String>> unexpected = new TreeMap<>();
            Map<String, List<String>> said = foretold.fieldsLeft().known();
            truth.left().forEach((name, paths) -> {
                Set<String> rest = new TreeSet<>(paths);
                rest.removeIf(path -> said.getOrDefault(name, List.of()).stream().anyMatch(one -> isBelow(one, path)));
                if (!rest.isEmpty()) unexpected.put(name, rest);
            });
            if (!unexpected.isEmpty()) wrong.add("fields left that were not foretold: " + unexpected);
            said.forEach((name, paths) -> paths.stream()
                    .filter(one -> truth.left().getOrDefault(name, Set.of()).stream().noneMatch(path -> isBelow(one, path)))
                    .forEach(one -> wrong.add("foretold as left, and is not: " + name + " " + one)));
        }

        private static boolean isBelow(String field, String path) {
            return path.equals(field) || path.startsWith(field + ".") || path.startsWith(field + "[");
        }

        private Set<String> told(String what, PartlyKnown<List<String>> told) {
            if (!told.complete()) wrong.add(what + " is not told");
            return new TreeSet<>(told.known());
        }
    }
}
