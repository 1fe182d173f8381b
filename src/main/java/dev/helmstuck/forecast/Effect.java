package dev.helmstuck.forecast;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a deploy does to one object.
 *
 * @param what the outcome
 * @param after the object as it then is; empty if it then is not there, or if that cannot be told
 * @param differences from what it is now, if it is changed
 * @param conflicts on which a server-side apply of it is refused
 * @param why it is refused or unknown, else empty
 * @param passing what it is for a moment, as the manifest has it twice: a workload then rolls there and back
 */
record Effect(ObjectId id, What what, Optional<Map<String, Object>> after, List<Difference> differences, List<Conflict> conflicts,
        String why, List<Difference> passing) {

    /** The outcomes. */
    enum What {
        CREATED,
        CHANGED,
        SAME,
        REMOVED,
        /** Nothing removes it, as its policy says keep, or as the deploy fails before. */
        STAYS,
        /** The API server refuses the change. */
        REFUSED,
        /** It could not be looked at. */
        UNKNOWN
    }

    Effect {
        differences = List.copyOf(differences);
        conflicts = List.copyOf(conflicts);
        passing = List.copyOf(passing);
    }

    Effect(ObjectId id, What what, Optional<Map<String, Object>> after, List<Difference> differences, List<Conflict> conflicts,
            String why) {
        this(id, what, after, differences, conflicts, why, List.of());
    }

    /** The same after it was this for a moment. */
    Effect after(List<Difference> moment) {
        return new Effect(id, what, after, differences, conflicts, why, moment);
    }

    static Effect of(ObjectId id, What what, Optional<Map<String, Object>> after) {
        return new Effect(id, what, after, List.of(), List.of(), "");
    }

    /** Whether its content is another afterwards. */
    boolean isReal() {
        return what == What.CREATED || what == What.CHANGED || what == What.REMOVED;
    }

    /** Objects may be Secrets. */
    @Override
    public String toString() {
        return "Effect[" + id + " " + what + " " + differences + conflicts + why + "]";
    }
}
