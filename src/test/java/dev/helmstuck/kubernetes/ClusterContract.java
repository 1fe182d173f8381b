package dev.helmstuck.kubernetes;

import org.junit.jupiter.api.Nested;

/** All that holds of a cluster, be it a real one or the simulator. */
abstract class ClusterContract {

    abstract Place place();

    @Nested
    class RecordsAre extends RecordsContract {
        @Override
        Place place() {
            return ClusterContract.this.place();
        }
    }

    @Nested
    class TheDeleteIs extends DeleteContract {
        @Override
        Place place() {
            return ClusterContract.this.place();
        }
    }

    @Nested
    class BackupsAre extends BackupContract {
        @Override
        Place place() {
            return ClusterContract.this.place();
        }
    }

    @Nested
    class WorkloadsAre extends WorkloadsContract {
        @Override
        Place place() {
            return ClusterContract.this.place();
        }
    }

    @Nested
    class LiveObjectsAre extends LiveContract {
        @Override
        Place place() {
            return ClusterContract.this.place();
        }
    }
}
