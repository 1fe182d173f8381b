package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The forecast is judged as in {@link ForecastJudgeTest}, in ways and with things in a chart that are seldom. */
@NeedsRealCluster
class RareChartTest {
    private static final Jury JURY = new Jury(JudgedChart.RARE);

    static List<Object[]> everything() {
        String only = System.getProperty("forecast.only", ".*");
        List<Object[]> rows = new ArrayList<>();
        for (Way way : RareWays.all()) {
            for (Flavour flavour : Flavour.values()) {
                if (way.flavours().contains(flavour) && (way + ", " + flavour).matches(only)) rows.add(new Object[]{way, flavour});
            }
        }
        return rows;
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
