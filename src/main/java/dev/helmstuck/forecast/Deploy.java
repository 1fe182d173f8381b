package dev.helmstuck.forecast;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one deploy would do. Objects are named {@code Kind/name}, with the namespace before it if it is not the release's.
 *
 * @param revision whose manifest would be deployed; empty if there is nothing to deploy
 * @param dryRunLists the objects that helm-diff lists: the manifest of the newest record left against that of the deploy
 * @param reallyChanges the objects whose content the deploy changes in the cluster
 * @param rolls the workloads whose generation grows
 * @param rerunsHooks the hooks that run
 * @param hooksTaken hooks that do not run although Helm comes to them: their Jobs are still there, and Helm 4 takes them as they are
 * @param serverSide whether Helm 4 would apply it by server-side apply; Helm 3 never does
 * @param conflicts on which a server-side apply fails, per object; no dry run shows them
 * @param fails why the deploy would fail, per object, conflicts apart
 * @param orphans the objects with the release's marks that afterwards no manifest names, so that nothing ever prunes them
 * @param fieldsLeft the fields that stay although the deployed manifest does not have them, per object
 * @param customsLeft what custom resources keep of another revision, new fields and old ones' values: merged client-side they are changed
 *     only where two manifests differ
 * @param changes what really changes, object by object, for a person
 */
public record Deploy(Optional<Integer> revision, PartlyKnown<List<String>> dryRunLists, PartlyKnown<List<String>> reallyChanges,
        PartlyKnown<List<String>> rolls,
        PartlyKnown<List<String>> rerunsHooks, List<String> hooksTaken, boolean serverSide, Map<String, List<Conflict>> conflicts,
        Map<String, String> fails,
        PartlyKnown<List<String>> orphans, PartlyKnown<Map<String, List<String>>> fieldsLeft, Map<String, List<String>> customsLeft,
        List<ObjectChange> changes) {

    /** Whether what it does not change is in the cluster already; a deploy that fails changes nothing either. */
    public boolean isThere() {
        return reallyChanges.complete() && fails.isEmpty() && conflicts.isEmpty();
    }

    /** All that an object keeps of another revision, by its paths. */
    public List<String> kept(String object) {
        return Stream.of(fieldsLeft().known(), customsLeft).flatMap(all -> all.getOrDefault(object, List.of()).stream()).distinct()
                .toList();
    }

    /** The objects that keep anything. */
    public Set<String> keepers() {
        return Stream.of(fieldsLeft().known(), customsLeft).flatMap(all -> all.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
