package dev.helmstuck.report;

import java.util.List;

import dev.helmstuck.forecast.SomeForecasts;
import dev.helmstuck.testing.Some;

/** Forecasts as a message of their own. */
public final class ForecastMessages {
    private ForecastMessages() {}

    public static List<Said> all() {
        return List.of(new Said("forecast, all was applied", ForecastReport.of(Some.target(), SomeForecasts.allApplied())),
                new Said("forecast, nothing was applied", ForecastReport.of(Some.target(), SomeForecasts.nothingApplied())),
                new Said("forecast, partly unknown", ForecastReport.of(Some.target(), SomeForecasts.partlyUnknown())),
                new Said("forecast, a custom resource that a revert does not touch",
                        ForecastReport.of(Some.target(), SomeForecasts.customResource())),
                new Said("forecast, an odd history", ForecastReport.of(Some.target(), SomeForecasts.oddHistory())),
                new Said("forecast of a release that is not stuck", ForecastReport.notStuck(Some.target())));
    }
}
