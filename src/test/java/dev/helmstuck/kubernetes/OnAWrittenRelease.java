package dev.helmstuck.kubernetes;

import java.nio.file.Path;

import dev.helmstuck.testing.cluster.Helm;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A release that a test writes on the real cluster, anew for each. */
@NeedsRealCluster
abstract class OnAWrittenRelease {
    private final Helm helm;
    @TempDir
    Path folder;
    RealCluster real;
    WrittenRelease release;

    OnAWrittenRelease(Helm helm) {
        this.helm = helm;
    }

    @BeforeEach
    void start() {
        real = RealCluster.shared();
        release = new WrittenRelease(helm, folder);
    }

    @AfterEach
    void end() {
        release.close();
    }
}
