package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The forecast is judged as in {@link ForecastJudgeTest}, on charts of the size and shape of well-known public ones. */
@NeedsRealCluster
class LargerChartsTest {
    private static final Set<String> WAYS = Set.of("before applying, no hook", "hook done, nothing applied", "in the hook after",
            "between two objects", "before the removals", "in the wait", "both last writes refused", "last write lost",
            "atomic, rollback half", "atomic, rollback applied", "install, half", "rollback by hand, half", "edited by hand");
    private static final List<JudgedChart> CHARTS = List.of(JudgedChart.WEB_APPLICATION, JudgedChart.OPERATOR, JudgedChart.MONITORING);
    private static final Map<JudgedChart, Jury> JURIES = new EnumMap<>(JudgedChart.class);

    static List<Object[]> everything() {
        String only = System.getProperty("forecast.only", ".*");
        List<Object[]> rows = new ArrayList<>();
        for (JudgedChart chart : CHARTS) {
            for (Way way : Way.all()) {
                if (!WAYS.contains(way.name())) continue;
                for (Flavour flavour : Flavour.values()) {
                    if ((chart + ", " + way + ", " + flavour).matches(only)) rows.add(new Object[]{chart, way, flavour});
                }
            }
        }
        return rows;
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("everything")
    void every_statement_is_true(JudgedChart chart, Way way, Flavour flavour) {
        JURIES.computeIfAbsent(chart, Jury::new).judge(way, flavour);
    }

    @AfterAll
    static void print() {
        JURIES.values().forEach(Jury::print);
    }
}
