package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The forecast is judged as in {@link ForecastJudgeTest}, on a chart whose kinds and fields merge, default, convert or refuse in odd ways. */
@NeedsRealCluster
class OddChartTest {
    private static final Set<String> WAYS = Set.of("before applying, no hook", "hook done, nothing applied", "between two objects",
            "before the removals", "both last writes refused", "last write lost", "rollback by hand, half", "by force, half");
    private static final Jury JURY = new Jury(JudgedChart.ODD);

    static List<Object[]> everything() {
        String only = System.getProperty("forecast.only", ".*");
        List<Object[]> rows = new ArrayList<>();
        for (Way way : Stream.concat(Way.all().stream().filter(one -> WAYS.contains(one.name())), Way.odd().stream()).toList()) {
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
