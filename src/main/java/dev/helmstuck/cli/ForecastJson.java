package dev.helmstuck.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.helmstuck.forecast.Conflict;
import dev.helmstuck.forecast.Deploy;
import dev.helmstuck.forecast.Died;
import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.forecast.Moment;
import dev.helmstuck.forecast.PartlyKnown;
import dev.helmstuck.forecast.Untold;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Fact;

/**
 * A forecast as the value of the key {@code forecast}; the schema is {@code check.schema.json}. A list that could not be told as a whole is
 * absent, with the reason in {@code unknown}. Status and revision are null if no record is left.
 */
@JsonInclude(Include.ALWAYS)
record ForecastJson(String helmStatus, Integer helmRevision, @JsonInclude(Include.NON_NULL) DiedJson died,
        @JsonInclude(Include.NON_NULL) Repeated ifRepeated, @JsonInclude(Include.NON_NULL) Reverted ifReverted, List<String> unknown) {

    /** Nothing could be told. */
    static ForecastJson unavailable(Fact.Unavailable<?> missing) {
        return new ForecastJson(null, null, null, null, null, List.of("everything: " + missing.source() + ": " + missing.why()));
    }

    static ForecastJson of(Forecast forecast) {
        return new ForecastJson(forecast.helmStatus().map(ReleaseStatus::word).orElse(null), forecast.helmRevision().orElse(null),
                died(forecast.died(), forecast.remarks()), repeated(forecast.ifRepeated()), reverted(forecast.ifReverted()),
                forecast.unknown().stream().map(Untold::line).toList());
    }

    /** What is odd about the history is evidence too. */
    private static DiedJson died(Died died, List<String> remarks) {
        return new DiedJson(died.couldBe().stream().map(Moment::word).toList(), died.hook().orElse(null),
                Stream.concat(died.evidence().stream(), remarks.stream()).toList());
    }

    private static Repeated repeated(Deploy deploy) {
        return new Repeated(told(deploy.dryRunLists()), told(deploy.reallyChanges()), told(deploy.rolls()), told(deploy.rerunsHooks()),
                deploy.serverSide() ? "server-side" : "client-side", conflicts(deploy), deploy.fails());
    }

    private static Reverted reverted(Deploy deploy) {
        return new Reverted(told(deploy.dryRunLists()), told(deploy.reallyChanges()), told(deploy.orphans()), told(deploy.fieldsLeft()),
                conflicts(deploy), deploy.fails());
    }

    private static Map<String, List<String>> conflicts(Deploy deploy) {
        Map<String, List<String>> conflicts = new TreeMap<>();
        deploy.conflicts().forEach((object, fields) -> conflicts.put(object, fields.stream().map(Conflict::path).distinct().toList()));
        return conflicts;
    }

    private static <T> T told(PartlyKnown<T> told) {
        return told.complete() ? told.known() : null;
    }

    @JsonInclude(Include.ALWAYS)
    private record DiedJson(List<String> couldBe, String hook, List<String> evidence) {}

    /** {@code fails} is there only if the deploy would fail otherwise than by conflicts. */
    @JsonInclude(Include.NON_NULL)
    private record Repeated(List<String> dryRunLists, List<String> reallyChanges, List<String> rolls, List<String> rerunsHooks,
            String applies,
            Map<String, List<String>> conflicts, @JsonInclude(Include.NON_EMPTY) Map<String, String> fails) {}

    /** {@code conflicts} and {@code fails} are there only if the deploy would fail on them. */
    @JsonInclude(Include.NON_NULL)
    private record Reverted(List<String> dryRunLists, List<String> reallyChanges, List<String> orphans,
            Map<String, List<String>> fieldsLeft,
            @JsonInclude(Include.NON_EMPTY) Map<String, List<String>> conflicts,
            @JsonInclude(Include.NON_EMPTY) Map<String, String> fails) {}
}
