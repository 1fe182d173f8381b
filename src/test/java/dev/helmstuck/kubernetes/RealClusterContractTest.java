package dev.helmstuck.kubernetes;

import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.Nested;

/** The contracts on a real API server. */
@NeedsRealCluster
class RealClusterContractTest {

    @Nested
    class RecordsAre extends RecordsContract {
        @Override
        Place place() {
            return new RealPlace();
        }
    }

    @Nested
    class TheDeleteIs extends DeleteContract {
        @Override
        Place place() {
            return new RealPlace();
        }
    }

    @Nested
    class BackupsAre extends BackupContract {
        @Override
        Place place() {
            return new RealPlace();
        }
    }

    @Nested
    class WorkloadsAre extends WorkloadsContract {
        @Override
        Place place() {
            return new RealPlace();
        }
    }
}
