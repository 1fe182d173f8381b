package dev.helmstuck.forecast;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Baseline;

/**
 * What happened to a stuck deploy, and what the next one will do once the stuck record is deleted (runbook: "understand what Helm will
 * show"). Nothing in it is a Secret's content.
 *
 * @param helmStatus what {@code helm status} will say; empty if no record is left
 * @param helmRevision of which revision
 * @param died where the stuck operation died
 * @param ifRepeated what the same deploy does
 * @param ifReverted what a deploy of the newest revision below that was deployed does; if there never was one, that nothing is deployed
 * @param remarks what is odd about the history, and what it means for the next deploy
 * @param unknown each part that could not be told, and why
 * @param baseline what it can be held against later
 */
public record Forecast(Optional<ReleaseStatus> helmStatus, Optional<Integer> helmRevision, Died died, Deploy ifRepeated, Deploy ifReverted,
        List<String> remarks, List<Untold> unknown, Baseline baseline) {

    public Forecast {
        remarks = List.copyOf(remarks);
        unknown = List.copyOf(unknown);
    }
}
