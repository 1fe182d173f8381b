package dev.helmstuck.ports;

import java.util.List;

import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.Wanted;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Target;

/** What a forecast compares: older records and live objects. Only reads; of what it gives nothing may be shown as it is. */
public interface Contents {

    /**
     * The payload of one record, which must still be the listed one.
     *
     * @throws UnavailableException also if it was written or deleted meanwhile
     */
    Payload payload(Target target, Revision revision);

    /**
     * The payload that a copy holds, as {@link Cluster#backUp} made it.
     *
     * @param backup the copy's name
     * @throws UnavailableException also if it is not there
     */
    Payload copied(Target target, String backup);

    /** The live objects, one list of each kind in each namespace; what could not be listed is named in the answer. */
    Live live(Target target, List<Wanted> wanted);
}
