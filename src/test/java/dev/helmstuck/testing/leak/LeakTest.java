package dev.helmstuck.testing.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.util.Modules;
import dev.helmstuck.cli.BotModule;
import dev.helmstuck.gitlab.ImpatientGitlab;
import dev.helmstuck.kubernetes.ImpatientCluster;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.People;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Tone;
import dev.helmstuck.simulator.World;
import dev.helmstuck.slack.HurriedSlack;
import dev.helmstuck.testing.FakeClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production's adapters, wired as in production, after thousands of faulty calls: no thread, socket or memory stays behind. */
class LeakTest {
    private static final int AT_ONCE = 32;
    private static final int WARM_UP = 500;
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    @TempDir
    Path dir;

    /** What the process holds on to. */
    private record Held(Map<String, Long> threads, long sockets, long megabytes) {

        static Held now() {
            System.gc();
            Map<String, Long> threads = Thread.getAllStackTraces().keySet().stream()
                    .collect(Collectors.groupingBy(thread -> thread.getName().replaceAll("[0-9]+", "#"), Collectors.counting()));
            Runtime runtime = Runtime.getRuntime();
            return new Held(threads, openSockets(), (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }

        private static long openSockets() {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return open.filter(Held::isSocket).count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isSocket(Path descriptor) {
            try {
                return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
            } catch (IOException closedMeanwhile) {
                return false;
            }
        }

        long allThreads() {
            return threads.values().stream().mapToLong(Long::longValue).sum();
        }

        boolean within(Held before) {
            return allThreads() <= before.allThreads() + 8 && sockets <= before.sockets() + 20 && megabytes <= before.megabytes() + 10;
        }

        @Override
        public String toString() {
            return allThreads() + " threads, " + sockets + " sockets, " + megabytes + " MB";
        }
    }

    @Test
    void a_thousand_faulty_calls_of_each_system_leave_nothing_behind() throws Exception {
        storm(1_000);
    }

    @Test
    @Tag("long")
    void ten_thousand_faulty_calls_of_each_system_leave_nothing_behind() throws Exception {
        storm(10_000);
    }

    private void storm(int calls) throws Exception {
        FakeClock clock = new FakeClock(Instant.parse("2026-11-21T06:14:00Z"));
        try (FaultyServer server = new FaultyServer(); World world = world(server)) {
            Injector injector = Guice.createInjector(Modules.override(new BotModule(world.settings())).with(new HurriedSlack(TIMEOUT),
                    new ImpatientGitlab(TIMEOUT), new ImpatientCluster(TIMEOUT), new AbstractModule() {
                        @Override
                        protected void configure() {
                            bind(java.time.Clock.class).toInstance(clock);
                            bind(Sleeper.class).toInstance(duration -> {});
                        }
                    }));
            ConfiguredTarget entry = injector.getInstance(Catalog.class).target(World.TARGET).orElseThrow();
            Pipelines pipelines = injector.getInstance(Pipelines.class);
            Cluster cluster = injector.getInstance(Cluster.class);
            People people = injector.getInstance(People.class);
            Conversation conversation = injector.getInstance(Conversation.class);
            leavesNothing("GitLab", server, calls, number -> pipelines.jobsSince(entry.target().ci().getFirst().project(), Instant.EPOCH));
            leavesNothing("Kubernetes", server, calls, number -> {
                // so that the client is made anew again and again
                if (number % 20 == 0) clock.advance(Duration.ofSeconds(61));
                if (number % 2 == 0) {
                    var unused = cluster.releases(entry.target());
                } else {
                    var unused = cluster.revision(entry.target(), "sh.helm.release.v1.gitlab-cny.v1234");
                }
            });
            leavesNothing("Slack", server, calls, number -> {
                if (number % 2 == 0) {
                    var unused = people.person("U0ALICE");
                } else {
                    var unused = conversation.post(new Conversation.Draft("key", "C" + number, Optional.empty(), false,
                            Report.of(Tone.NEUTRAL, "faulty")));
                }
            });
        }
    }

    private World world(FaultyServer server) throws IOException {
        Path kubeconfig = Files.writeString(dir.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: faulty, cluster: {server: "%s"}}]
                users: [{name: faulty, user: {token: "t"}}]
                contexts: [{name: faulty, context: {cluster: faulty, user: faulty}}]
                """.formatted(server.url()));
        World world = new World(dir, kubeconfig, "faulty", "gitlab-cny", "gitlab-cny");
        return world.with("SLACK_API_URL", server.url() + "/api/").with("GITLAB_URL", server.url().toString());
    }

    /** One call, told its number. */
    private interface Calling {
        void call(int number);
    }

    private static void leavesNothing(String system, FaultyServer server, int calls, Calling calling) throws Exception {
        int asked = server.requests();
        AtomicInteger refused = new AtomicInteger();
        call(WARM_UP, calling, refused);
        Held before = settled(Held.now());
        call(calls, calling, refused);
        Held after = settled(before);
        System.out.println(system + ": " + before + " after " + WARM_UP + " faulty calls; " + after + " after " + calls + " more ("
                + (server.requests() - asked) + " requests)");
        assertThat(refused).as("calls that ended as UnavailableException").hasValue(WARM_UP + calls);
        assertThat(after.within(before)).as(system + ": " + before + " became " + after + "\n" + before.threads() + "\n" + after.threads())
                .isTrue();
    }

    private static void call(int calls, Calling calling, AtomicInteger refused) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int number = 0; number < calls; number++) {
                int mine = number;
                all.add(callers.submit(() -> {
                    try {
                        calling.call(mine);
                    } catch (UnavailableException expected) {
                        refused.incrementAndGet();
                    }
                }));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    /** Idle threads and connections end after a moment of their own. */
    private static Held settled(Held before) throws InterruptedException {
        Held now = Held.now();
        for (int waited = 0; waited < 20 && !now.within(before); waited++) {
            Thread.sleep(500);
            now = Held.now();
        }
        return now;
    }
}
