package dev.helmstuck.flow.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.store.Store;
import dev.helmstuck.testing.FakeClock;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When doctor makes its rounds; what it says there is in DoctorTest. */
class RoundsTest {
    @TempDir
    Path dir;

    private FakeClock clock;
    private ClusterSimulator cluster;
    private World world;
    private Injector injector;
    private Rounds rounds;

    private void begin(Function<World, World> change) {
        clock = new FakeClock();
        cluster = ClusterSimulator.start(clock);
        cluster.load("/records/gitlab-cny.json", clock.instant());
        world = change.apply(new World(dir, cluster.kubeconfig(dir, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny",
                clock));
        injector = Guice.createInjector(TestBots.unhurried(world.settings(), clock));
        rounds = injector.getInstance(Rounds.class);
    }

    @AfterEach
    void end() {
        rounds.stop();
        injector.getInstance(Store.class).close();
        world.close();
        cluster.close();
    }

    @Test
    void it_looks_at_the_start_and_once_a_day_whether_or_not_there_is_a_channel_to_say_it_in() {
        begin(it -> it.doctor(Optional.empty()));
        assertThat(rounds.latest()).isEmpty();
        assertThat(asksSlack()).as("at the start").isTrue();
        assertThat(rounds.latest())
                .hasValueSatisfying(checkup -> assertThat(checkup.isBad()).as("no policy holds the deleter back").isTrue());
        assertThat(world.slack().messages(World.CHANNEL)).isEmpty();
        assertThat(asksSlack()).as("at once again").isFalse();
        clock.advance(Duration.ofHours(23));
        assertThat(asksSlack()).as("after 23 h").isFalse();
        clock.advance(Duration.ofHours(1));
        assertThat(asksSlack()).as("after 24 h").isTrue();
        clock.advance(Duration.ofHours(23));
        assertThat(asksSlack()).as("23 h after that").isFalse();
    }

    @Test
    void what_could_not_be_looked_at_is_looked_at_again_in_an_hour() {
        begin(it -> it.doctor(Optional.empty()).with("GITLAB_TOKEN", "glpat-nobody"));
        assertThat(asksSlack()).isTrue();
        clock.advance(Duration.ofMinutes(59));
        assertThat(asksSlack()).isFalse();
        clock.advance(Duration.ofMinutes(1));
        assertThat(asksSlack()).isTrue();
    }

    @Test
    void what_slack_did_not_take_is_said_in_an_hour() {
        begin(it -> it.doctor(Optional.of(World.CHANNEL)));
        world.slack().faults().always("chat.postMessage", SlackFault.status(500));
        assertThat(asksSlack()).isTrue();
        world.slack().faults().clear();
        clock.advance(Duration.ofHours(1));
        assertThat(asksSlack()).isTrue();
        assertThat(world.slack().messages(World.CHANNEL)).singleElement()
                .satisfies(message -> assertThat(message.text()).contains("to mend"));
        clock.advance(Duration.ofHours(1));
        assertThat(asksSlack()).as("all is said").isFalse();
    }

    @Test
    void it_looks_at_nothing_where_it_is_switched_off() {
        begin(it -> it);
        assertThat(asksSlack()).isFalse();
        assertThat(world.slack().methodsCalled()).isEmpty();
    }

    /** Every round asks Slack whose token it is. */
    private boolean asksSlack() {
        int before = world.slack().calls("auth.test").size();
        rounds.tick();
        return world.slack().calls("auth.test").size() > before;
    }
}
