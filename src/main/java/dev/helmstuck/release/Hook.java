package dev.helmstuck.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A hook of a revision, as its record holds it (Helm {@code pkg/release/v1/hook.go}). Helm writes {@code lastRun} before it starts a hook;
 * that the hook ended is written only with the start of the next one or with the record's last write.
 *
 * @param kind the kind of its object: a Job mostly, a Pod, or anything else
 * @param name the name of its object
 * @param path the template it comes from
 * @param events when it runs, in Helm's words: {@code pre-upgrade}, {@code post-install}, {@code test} …
 * @param weight hooks of one event run one after another, in ascending order
 * @param deletePolicies in Helm's words; none means {@code before-hook-creation}
 * @param lastRun empty if this revision never started it
 * @param manifest its object's YAML, for parsing, never shown
 */
public record Hook(String kind, String name, String path, List<String> events, int weight, List<String> deletePolicies,
        Optional<LastRun> lastRun, ManifestText manifest) {

    public Hook {
        events = List.copyOf(events);
        deletePolicies = List.copyOf(deletePolicies);
    }

    /** What Helm wrote of a hook's last run; {@code completedAt} is empty while it runs, and for good if Helm died before it wrote it. */
    public record LastRun(Optional<Instant> startedAt, Optional<Instant> completedAt, Phase phase) {}

    /** Helm's word for how far a hook came. */
    public enum Phase {
        /** Also any word that Helm 3 and 4 do not write. */
        UNKNOWN("Unknown"),
        RUNNING("Running"),
        SUCCEEDED("Succeeded"),
        FAILED("Failed");

        private final String word;

        Phase(String word) {
            this.word = word;
        }

        static Phase of(String word) {
            for (Phase phase : values())
                if (phase.word.equals(word)) return phase;
            return UNKNOWN;
        }
    }
}
