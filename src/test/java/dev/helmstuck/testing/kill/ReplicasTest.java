package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.helmstuck.cli.Bot;
import dev.helmstuck.config.Settings;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.store.Cable;
import dev.helmstuck.store.PostgresServer;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two bots share one PostgreSQL, and Slack hands each event to a random one. Whichever comes to the fatal moment first is killed there,
 * or loses the database and lives on: the other one takes over, and there is one delete and one last message.
 */
@Tag("long")
class ReplicasTest {
    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** Past a lease, and past the wait between two looks at the reactions. */
    private static final Duration LATER = Duration.ofSeconds(65);

    @TempDir
    Path dir;

    /** What happens to the replica that passes the fatal moment. */
    private enum Fate {
        KILLED,
        CUT_OFF,
        SILENCED
    }

    private record ReplicasPlayed(List<String> moments, Set<Integer> actors, Optional<String> struck) {}

    @Test
    void whichever_of_two_is_killed_or_cut_off_the_other_ends_it_with_one_delete_and_one_last_message() throws Exception {
        ReplicasPlayed undisturbed = play(Fate.KILLED, -1);
        List<String> moments = undisturbed.moments();
        assertThat(moments).contains("before delete", "after delete", "before backUp", "after backUp");
        List<Future<ReplicasPlayed>> plays = new ArrayList<>();
        try (ExecutorService lives = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int moment : chosen(moments, 3))
                plays.add(lives.submit(() -> play(Fate.KILLED, moment)));
            for (int moment : chosen(moments, 9))
                plays.add(lives.submit(() -> play(Fate.CUT_OFF, moment)));
            for (int moment : chosen(moments, 17))
                plays.add(lives.submit(() -> play(Fate.SILENCED, moment)));
        }
        Set<Integer> actors = new HashSet<>(undisturbed.actors());
        List<String> struck = new ArrayList<>();
        for (Future<ReplicasPlayed> play : plays) {
            actors.addAll(play.get().actors());
            play.get().struck().ifPresent(struck::add);
        }
        assertThat(actors).as("bots that acted").hasSize(2);
        assertThat(struck).as("plays in which a bot came to the fatal moment").hasSizeGreaterThan(plays.size() / 2);
        System.out.println(
                "two replicas, " + plays.size() + " plays, each with one delete and one last message; struck " + struck.size() + ": "
                        + struck);
    }

    /** Every so many moments, and always around the delete. */
    private static List<Integer> chosen(List<String> moments, int every) {
        List<Integer> chosen = new ArrayList<>();
        for (int moment = 0; moment < moments.size(); moment++)
            if (moment % every == 1 || moments.get(moment).endsWith("delete")) chosen.add(moment);
        return chosen;
    }

    private ReplicasPlayed play(Fate fate, int fatal) throws Exception {
        Path place = Files.createDirectories(dir.resolve(fate + "-" + fatal));
        String database = PostgresServer.database();
        Time time = new Time();
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC());
                World world = Scene.stuck(place, cluster);
                Cable first = new Cable(PostgresServer.port());
                Cable second = new Cable(PostgresServer.port())) {
            Scene scene = new Scene(world);
            Fates fates = new Fates(fate, fatal, List.of(first, second));
            List<Bot> replicas = List.of(replica(0, world, fates, database, first, time),
                    replica(1, world, fates, database, second, time));
            try {
                replicas.forEach(world::start);
                assertThat(world.slack().connections().awaitOpen(2, Duration.ofSeconds(10))).isTrue();
                world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
                approve(scene, fates);
                if (fates.struck().isPresent()) {
                    // the connection of a killed process is closed by its machine, and Slack hands it nothing more
                    if (fate == Fate.KILLED) replicas.get(fates.victim()).close();
                    // what a living one had begun ends within its lease; nothing can hold back a message that is on its way to Slack
                    assertThat(world.slack().await(LEASE, fates::idle)).as("idle").isTrue();
                    time.pass(LATER);
                    if (!world.slack().await(Duration.ofSeconds(4), () -> !scene.messages().isEmpty())) {
                        // struck before the command was written down: the person types it again
                        world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
                        world.slack().await(Duration.ofSeconds(4), () -> !scene.messages().isEmpty());
                        // which may have gone to the one without a database; it says so, and the person types it once more
                        if (scene.messages().isEmpty())
                            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
                    }
                    scene.sayYesOnceAsked(PATIENCE, () -> false);
                    world.slack().await(PATIENCE, scene::closed);
                    // a reaction that went to the one without a database is found in the message
                    if (!scene.closed()) time.pass(LATER);
                    // the one that was cut off comes back, and finds that there is nothing left to do
                    if (fate == Fate.CUT_OFF || fate == Fate.SILENCED) {
                        (fates.victim() == 0 ? first : second).mend();
                        time.pass(LATER);
                    }
                }
                String where = fate + " at " + fatal + " " + fates.struck() + " " + fates.passed();
                assertThat(world.slack().await(PATIENCE, scene::closed)).as(where + "\n" + scene.transcript())
                        .isTrue();
                world.slack().await(Duration.ofSeconds(2), () -> scene.broadcasts().size() > 1);
                world.with("DATABASE_URL", PostgresServer.url(database));
                scene.assertResolvedOnce(cluster, where + "\n" + scene.transcript());
                return new ReplicasPlayed(fates.passed(), fates.actors(), fates.struck());
            } finally {
                replicas.forEach(Bot::close);
            }
        }
    }

    private static void approve(Scene scene, Fates fates) {
        scene.sayYesOnceAsked(PATIENCE, () -> fates.struck().isPresent());
        scene.world().slack().await(PATIENCE, () -> fates.struck().isPresent() || scene.closed());
    }

    /** The production bot, its database behind its own cable, that does not wait between its two looks. */
    private static Bot replica(int number, World world, Fates fates, String database, Cable cable, Time time) {
        Settings settings = world.with("DATABASE_URL", PostgresServer.url(database, cable.port())).settings();
        return new Bot(settings, Ports.around(TestBots.unhurried(settings, time.clock()), fates.around(number)));
    }

    /** The time of all replicas: the machine's, moved on by the test so that leases run out. */
    private static final class Time {
        private volatile Duration ahead = Duration.ZERO;

        synchronized void pass(Duration more) {
            ahead = ahead.plus(more);
        }

        Clock clock() {
            InstantSource now = () -> Instant.now().plus(ahead);
            return now.withZone(ZoneOffset.UTC);
        }
    }

    /** Counts the moments of all replicas together and strikes the one that passes the fatal moment; the others cannot be struck. */
    private static final class Fates {
        private static final Set<String> MARKS = Set.of("open", "save", "post", "posted", "backUp", "delete");

        private final Fate fate;
        private final int fatal;
        private final List<Cable> cables;
        private final List<String> passed = Collections.synchronizedList(new ArrayList<>());
        private final Set<Integer> actors = Collections.synchronizedSet(new HashSet<>());
        private final List<AtomicInteger> underWay = List.of(new AtomicInteger(), new AtomicInteger());
        private volatile Optional<String> struck = Optional.empty();
        private volatile int victim = -1;

        Fates(Fate fate, int fatal, List<Cable> cables) {
            this.fate = fate;
            this.fatal = fatal;
            this.cables = cables;
        }

        Ports.Around around(int replica) {
            return (method, arguments, real) -> {
                if (!MARKS.contains(method.getName())) return call(replica, real);
                underWay.get(replica).incrementAndGet();
                try {
                    moment(replica, "before " + method.getName());
                    try {
                        return call(replica, real);
                    } finally {
                        moment(replica, "after " + method.getName());
                    }
                } finally {
                    underWay.get(replica).decrementAndGet();
                }
            };
        }

        private Object call(int replica, Ports.Real real) throws Throwable {
            if (dead(replica)) throw new Mortal.ProcessKilled("dead");
            return real.call();
        }

        /** Whether nothing of the struck one is under way, or it is dead. */
        boolean idle() {
            return dead(victim) || underWay.get(victim).get() == 0;
        }

        private boolean dead(int replica) {
            return fate == Fate.KILLED && replica == victim;
        }

        private synchronized void moment(int replica, String name) {
            if (dead(replica)) throw new Mortal.ProcessKilled("dead");
            passed.add(name);
            actors.add(replica);
            if (passed.size() - 1 != fatal) return;
            victim = replica;
            struck = Optional.of(fate + " bot " + replica + " " + name);
            switch (fate) {
                case KILLED -> throw new Mortal.ProcessKilled(name);
                case CUT_OFF -> cables.get(replica).cut();
                case SILENCED -> cables.get(replica).silence();
            }
        }

        Optional<String> struck() {
            return struck;
        }

        int victim() {
            return victim;
        }

        Set<Integer> actors() {
            return Set.copyOf(actors);
        }

        List<String> passed() {
            return List.copyOf(passed);
        }
    }
}
