package dev.helmstuck.kubernetes;

import dev.helmstuck.testing.cluster.NeedsRealCluster;

/** The contracts on a real API server. */
@NeedsRealCluster
class RealClusterContractTest extends ClusterContract {
    @Override
    Place place() {
        return new RealPlace();
    }
}
