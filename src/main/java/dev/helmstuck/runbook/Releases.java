package dev.helmstuck.runbook;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.Payload;
import dev.helmstuck.release.Revision;

/**
 * The release's records in one namespace at one instant.
 *
 * @param revisions all of them as metadata, in any order
 * @param top the payload of the highest revision; empty only if there are no revisions
 * @param below the payload of the next lower one; empty only if there is none
 * @param configMaps the records of this release in ConfigMaps, where Helm's other storage driver keeps them
 * @param otherReleases names of other releases in the namespace, for a better "no records"
 */
public record Releases(List<Revision> revisions, Optional<Payload> top, Optional<Payload> below, ConfigMaps configMaps,
        List<String> otherReleases) {

    public Releases {
        revisions = newestFirst(revisions);
        otherReleases = List.copyOf(otherReleases);
    }

    /**
     * The records in ConfigMaps; a Helm sees those of its own driver only.
     *
     * @param top the payload of the highest; empty only if there are none
     */
    public record ConfigMaps(List<Revision> revisions, Optional<Payload> top) {
        /** There are none, as with Helm's own default. */
        public static final ConfigMaps NONE = new ConfigMaps(List.of(), Optional.empty());

        public ConfigMaps {
            revisions = newestFirst(revisions);
        }
    }

    private static List<Revision> newestFirst(List<Revision> revisions) {
        return revisions.stream().sorted(Comparator.comparingInt(Revision::number).reversed()).toList();
    }

    /** The highest revision by number; Helm's lock looks at this one only. */
    public Optional<Revision> highest() {
        return revisions.stream().findFirst();
    }

    /** The revision that Helm will see as the newest once the highest is gone. */
    public Optional<Revision> next() {
        return revisions.stream().skip(1).findFirst();
    }
}
