package dev.helmstuck;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.util.Modules;
import dev.helmstuck.config.Settings;
import dev.helmstuck.flow.Cluster;
import dev.helmstuck.flow.Conversation;
import dev.helmstuck.flow.Pause;
import dev.helmstuck.flow.Remediations;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.store.Cable;
import dev.helmstuck.store.PostgresServer;
import dev.helmstuck.store.Store;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two bots share one PostgreSQL, and Slack hands each event to a random one. Whichever comes to the fatal moment first is killed there,
 * or loses the database and lives on: the other one takes over, and there is one delete and one last message.
 */
@Tag("long")
class ReplicasTest {
    private static final String SECRET = "sh.helm.release.v1.gitlab-cny.v1234";
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

    private record Played(List<String> moments, Set<Integer> actors, Optional<String> struck) {}

    @Test
    void whichever_of_two_is_killed_or_cut_off_the_other_ends_it_with_one_delete_and_one_last_message() throws Exception {
        Played undisturbed = play(Fate.KILLED, -1);
        List<String> moments = undisturbed.moments();
        assertThat(moments).contains("before delete", "after delete", "before backUp", "after backUp");
        List<Future<Played>> plays = new ArrayList<>();
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
        for (Future<Played> play : plays) {
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

    private Played play(Fate fate, int fatal) throws Exception {
        Path place = Files.createDirectories(dir.resolve(fate + "-" + fatal));
        String database = PostgresServer.database();
        Time time = new Time();
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC());
                World world = world(place, cluster);
                Cable first = new Cable(PostgresServer.port());
                Cable second = new Cable(PostgresServer.port())) {
            world.slack().rateLimits().off();
            Fates fates = new Fates(fate, fatal, List.of(first, second));
            List<Replica> replicas = List.of(replica(0, world, fates, database, first, time),
                    replica(1, world, fates, database, second, time));
            try {
                for (Replica replica : replicas)
                    world.start(replica.bot());
                assertThat(world.slack().connections().awaitOpen(2, Duration.ofSeconds(10))).isTrue();
                world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
                approve(world, fates);
                if (fates.struck().isPresent()) {
                    // the connection of a killed process is closed by its machine, and Slack hands it nothing more
                    if (fate == Fate.KILLED) replicas.get(fates.victim()).close();
                    // what a living one had begun ends within its lease; nothing can hold back a message that is on its way to Slack
                    assertThat(world.slack().await(LEASE, fates::idle)).as("idle").isTrue();
                    time.pass(LATER);
                    if (!world.slack().await(Duration.ofSeconds(4), () -> !world.slack().messages(World.CHANNEL).isEmpty())) {
                        // struck before the command was written down: the person types it again
                        world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
                        world.slack().await(Duration.ofSeconds(4), () -> !world.slack().messages(World.CHANNEL).isEmpty());
                        // which may have gone to the one without a database; it says so, and the person types it once more
                        if (world.slack().messages(World.CHANNEL).isEmpty())
                            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
                    }
                    react(world);
                    world.slack().await(PATIENCE, () -> closed(world));
                    // a reaction that went to the one without a database is found in the message
                    if (!closed(world)) time.pass(LATER);
                    // the one that was cut off comes back, and finds that there is nothing left to do
                    if (fate == Fate.CUT_OFF || fate == Fate.SILENCED) {
                        (fates.victim() == 0 ? first : second).mend();
                        time.pass(LATER);
                    }
                }
                String where = fate + " at " + fatal + " " + fates.struck() + " " + fates.passed();
                assertThat(world.slack().await(PATIENCE, () -> closed(world))).as(where + "\n" + world.slack().transcript(World.CHANNEL))
                        .isTrue();
                world.slack().await(Duration.ofSeconds(2), () -> broadcasts(world).size() > 1);
                world.with("DATABASE_URL", PostgresServer.url(database));
                assertEnd(world, cluster, where);
                return new Played(fates.passed(), fates.actors(), fates.struck());
            } finally {
                replicas.forEach(Replica::close);
            }
        }
    }

    private static void assertEnd(World world, ClusterSimulator cluster, String where) {
        String told = where + "\n" + world.slack().transcript(World.CHANNEL);
        assertThat(broadcasts(world)).as(told).singleElement()
                .satisfies(last -> assertThat(last.text()).contains("resolved, Helm is unlocked"));
        assertThat(cluster.get(Kind.SECRET, "gitlab-cny", SECRET)).as(told).isEmpty();
        assertThat(cluster.requests().stream().filter(request -> request.verb().equals("delete") && !request.dryRun())).as(told).hasSize(1);
        assertThat(cluster.list(Kind.SECRET, "gitlab-cny").stream()
                .filter(secret -> secret.path("type").asText().equals("helm-stuck/release-backup.v1"))).as(told).hasSize(1);
        assertThat(world.slack().messages(World.CHANNEL).stream().filter(message -> message.thread().isEmpty())).as(told).hasSize(1);
    }

    private static void approve(World world, Fates fates) {
        world.slack().await(PATIENCE, () -> fates.struck().isPresent() || request(world).isPresent());
        if (fates.struck().isEmpty()) react(world);
        world.slack().await(PATIENCE, () -> fates.struck().isPresent() || closed(world));
    }

    private static void react(World world) {
        world.slack().await(PATIENCE, () -> request(world).isPresent());
        request(world).filter(request -> !request.reacted("white_check_mark").contains(World.BOB))
                .ifPresent(request -> world.slack().react(World.BOB, World.CHANNEL, request.ts(), "white_check_mark"));
    }

    private static boolean closed(World world) {
        return request(world).filter(request -> request.text().contains("Request closed")).isPresent();
    }

    private static Optional<Message> request(World world) {
        return world.slack().messages(World.CHANNEL).stream()
                .filter(message -> message.texts().getFirst().contains("Delete the record of revision")).findFirst();
    }

    private static List<Message> broadcasts(World world) {
        return world.slack().messages(World.CHANNEL).stream().filter(Message::broadcast).toList();
    }

    private static World world(Path place, ClusterSimulator cluster) {
        Instant stuckSince = Instant.now().minus(Duration.ofMinutes(25));
        cluster.load("/records/gitlab-cny.json", stuckSince);
        World world = new World(place, cluster.kubeconfig(place, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny");
        world.culprit(stuckSince);
        return world;
    }

    /** The production bot, its database behind its own cable, that does not wait between its two looks. */
    private static Replica replica(int number, World world, Fates fates, String database, Cable cable, Time time) {
        Settings settings = world.with("DATABASE_URL", PostgresServer.url(database, cable.port())).settings();
        Clock clock = time.clock();
        Injector unbound = Guice.createInjector(Modules.override(new BotModule(settings)).with(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Clock.class).toInstance(clock);
            }
        }));
        Bot bot = new Bot(settings, Modules.override(new BotModule(settings)).with(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Clock.class).toInstance(clock);
                bind(Pause.class).toInstance(duration -> {});
                bind(Remediations.class).toInstance(fates.bind(number, Remediations.class, unbound.getInstance(Remediations.class)));
                bind(Conversation.class).toInstance(fates.bind(number, Conversation.class, unbound.getInstance(Conversation.class)));
                bind(Cluster.class).toInstance(fates.bind(number, Cluster.class, unbound.getInstance(Cluster.class)));
            }
        }));
        return new Replica(bot, unbound.getInstance(Store.class));
    }

    /** A bot, and the store behind its ports. */
    private record Replica(Bot bot, Store store) implements AutoCloseable {
        @Override
        public void close() {
            bot.close();
            store.close();
        }
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

        <T> T bind(int replica, Class<T> port, T free) {
            return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (proxy, method, arguments) -> {
                if (!MARKS.contains(method.getName())) return invoke(replica, free, method, arguments);
                underWay.get(replica).incrementAndGet();
                try {
                    moment(replica, "before " + method.getName());
                    try {
                        return invoke(replica, free, method, arguments);
                    } finally {
                        moment(replica, "after " + method.getName());
                    }
                } finally {
                    underWay.get(replica).decrementAndGet();
                }
            }));
        }

        private Object invoke(int replica, Object free, Method method, Object[] arguments) throws Throwable {
            if (dead(replica)) throw new Mortal.Killed("dead");
            try {
                return method.invoke(free, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }

        /** Whether nothing of the struck one is under way, or it is dead. */
        boolean idle() {
            return dead(victim) || underWay.get(victim).get() == 0;
        }

        private boolean dead(int replica) {
            return fate == Fate.KILLED && replica == victim;
        }

        private synchronized void moment(int replica, String name) {
            if (dead(replica)) throw new Mortal.Killed("dead");
            passed.add(name);
            actors.add(replica);
            if (passed.size() - 1 != fatal) return;
            victim = replica;
            struck = Optional.of(fate + " bot " + replica + " " + name);
            switch (fate) {
                case KILLED -> throw new Mortal.Killed(name);
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
