package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.helmstuck.testing.cluster.NeedsRealCluster;
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
    private static final Set<String> SOME = Set.of("hook not begun, HELM_3", "between two objects, HELM_3",
            "last write lost, HELM_4_SERVER",
            "atomic, rollback applied, HELM_4_CLIENT");
    private static final Jury JURY = new Jury(JudgedChart.SMALL);

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
        JURY.judge(way, flavour);
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everything")
    void every_statement_is_true(Way way, Flavour flavour) {
        JURY.judge(way, flavour);
    }

    @AfterAll
    static void print() {
        JURY.print();
    }
}
