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
 * @param configMapRecords how many Helm records of this release lie in ConfigMaps (another storage driver)
 * @param otherReleases names of other releases in the namespace, for a better "no records"
 */
public record Releases(List<Revision> revisions, Optional<Payload> top, Optional<Payload> below, int configMapRecords,
        List<String> otherReleases) {

    public Releases {
        revisions = revisions.stream().sorted(Comparator.comparingInt(Revision::number).reversed()).toList();
        otherReleases = List.copyOf(otherReleases);
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
