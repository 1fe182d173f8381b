package dev.helmstuck.ports;

import java.util.List;

import dev.helmstuck.runbook.Target;

/** Makes the release of a drill's target stuck, so that people can practise on it. */
public interface Drills {

    /**
     * Takes away what earlier drills left, and makes a release of two revisions, the second {@code pending-upgrade}. Nothing is touched that a
     * drill has not made. Killed half-way it leaves what the next one takes away.
     *
     * @param target a drill: any other one is an {@link IllegalArgumentException}
     * @throws UnavailableException if the cluster did not answer before anything was changed
     */
    DrillAnswer make(Target target);

    /** What became of a drill. */
    sealed interface DrillAnswer {
        /** The release is stuck, by this record. */
        record DrillMade(String stuck) implements DrillAnswer {}

        /** Nothing was touched: these objects are there, and no drill has made them. */
        record InTheWay(List<String> objects) implements DrillAnswer {
            public InTheWay {
                objects = List.copyOf(objects);
            }
        }

        /**
         * The cluster does not let it.
         *
         * @param why in the API server's words
         * @param unready whether namespace or Roles are missing, so that they have to be made
         * @param made what was made before that; the next drill takes it away
         */
        record DrillRefused(String why, boolean unready, List<String> made) implements DrillAnswer {
            public DrillRefused {
                made = List.copyOf(made);
            }
        }
    }
}
