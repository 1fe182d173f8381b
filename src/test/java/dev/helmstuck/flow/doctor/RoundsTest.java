package dev.helmstuck.flow.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.store.Store;
import dev.helmstuck.testing.FakeClock;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When doctor makes its rounds; what it says there is in DoctorTest. */
class RoundsTest {
    @TempDir
    Path dir;

    @Test
    void it_looks_at_the_start_and_once_a_day() {
        FakeClock clock = new FakeClock();
        try (ClusterSimulator cluster = ClusterSimulator.start(clock);
                World world = new World(dir, cluster.kubeconfig(dir, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny",
                        clock)) {
            world.targets(world.targets() + "doctor: { channel: " + World.CHANNEL + " }\n");
            Injector injector = Guice.createInjector(TestBots.unhurried(world.settings(), clock));
            Rounds rounds = injector.getInstance(Rounds.class);
            try {
                assertThat(asksSlack(world, rounds)).as("at the start").isTrue();
                assertThat(asksSlack(world, rounds)).as("at once again").isFalse();
                clock.advance(Duration.ofHours(23));
                assertThat(asksSlack(world, rounds)).as("after 23 h").isFalse();
                clock.advance(Duration.ofHours(1));
                assertThat(asksSlack(world, rounds)).as("after 24 h").isTrue();
                clock.advance(Duration.ofHours(23));
                assertThat(asksSlack(world, rounds)).as("23 h after that").isFalse();
            } finally {
                rounds.stop();
                injector.getInstance(Store.class).close();
            }
        }
    }

    /** Every round asks Slack whose token it is. */
    private static boolean asksSlack(World world, Rounds rounds) {
        int before = world.slack().calls("auth.test").size();
        rounds.tick();
        return world.slack().calls("auth.test").size() > before;
    }
}
