package dev.helmstuck.runbook;

import java.util.ArrayList;
import java.util.List;

/** The cluster's nodes, if the bot's account may look at them: the ClusterRole for that may be left out. */
public sealed interface Nodes {

    /** All of them. */
    record Seen(List<ClusterNode> nodes) implements Nodes {
        public Seen {
            nodes = List.copyOf(nodes);
        }
    }

    /** The API server forbids it; {@code why} in its words, with what would help. */
    record Withheld(String why) implements Nodes {}

    /**
     * A node.
     *
     * @param cordoned whether new pods are kept away from it
     * @param pressures in Kubernetes' words: MemoryPressure, DiskPressure, PIDPressure, NetworkUnavailable
     */
    record ClusterNode(String name, boolean ready, boolean cordoned, List<String> pressures) {
        public ClusterNode {
            pressures = List.copyOf(pressures);
        }

        /** What is wrong with it; empty if nothing is. A cordon is somebody's wish. */
        public String trouble() {
            List<String> all = new ArrayList<>(pressures);
            if (!ready) all.addFirst("not ready");
            return String.join(", ", all);
        }
    }
}
