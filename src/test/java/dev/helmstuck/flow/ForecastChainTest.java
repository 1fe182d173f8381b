package dev.helmstuck.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the forecast adds to a look, counted in calls that wait for one another: every call of the cluster and of GitLab takes the same long
 * time, so a look takes as many of them as its longest chain has. No time is left between the two samples, beside which the lists
 * otherwise run.
 */
class ForecastChainTest {
    private static final Duration CALL = Duration.ofMillis(150);
    private static final double MOST = 1.25;
    /** A busy machine only adds to a time. */
    private static final int MOST_ATTEMPTS = 5;

    @TempDir
    Path dir;

    @Test
    void the_forecast_makes_the_longest_chain_of_calls_at_most_a_quarter_longer_and_lists_each_kind_once() {
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC()); World world = world(cluster)) {
            Injector bot = Guice.createInjector(TestBots.unhurried(world.settings(), Clock.systemUTC()));
            Target target = bot.getInstance(Catalog.class).target(World.TARGET).orElseThrow().target();
            // one that has seen nothing before takes two samples each time
            Supplier<Gather> gather = () -> new Gather(bot.getInstance(Cluster.class), slow(bot.getInstance(Pipelines.class)),
                    Clock.systemUTC(), wait -> {});
            // what is read once and kept, as the versions of an API, is read by then
            DeletePlan plan = gather.get().look(target, Duration.ZERO, finding -> {}).plan().orElseThrow();
            int before = cluster.requests().size();
            var unused = new Foretell(bot.getInstance(Cluster.class)).of(target);
            once(cluster.requests().stream().skip(before).toList());

            cluster.faults().always(request -> true, Fault.delay(CALL));
            Runnable plain = () -> gather.get().lookAgain(target, Duration.ZERO, plan, Optional.empty());
            long without = Math.min(chain(plain), chain(plain));
            long most = (long) Math.floor(without * MOST);
            long with = chain(() -> gather.get().lookAhead(target, Duration.ZERO, finding -> {}));
            for (int attempt = 1; attempt < MOST_ATTEMPTS && with > most; attempt++)
                with = Math.min(with, chain(() -> gather.get().lookAhead(target, Duration.ZERO, finding -> {})));
            System.out.println("the longest chain of calls: " + without + " without the forecast, " + with + " with it");
            assertThat(with).isLessThanOrEqualTo(most);
        }
    }

    private static void once(List<ApiRequest> requests) {
        Map<String, Long> lists = requests.stream().filter(request -> request.verb().equals("list"))
                .filter(request -> !request.query().containsKey("labelSelector"))
                .collect(Collectors.groupingBy(request -> request.kind().orElseThrow() + " in " + request.namespace(), TreeMap::new,
                        Collectors.counting()));
        System.out.println("lists of a forecast: " + lists);
        assertThat(lists).hasSizeGreaterThan(3).allSatisfy((place, count) -> assertThat(count).as(place).isEqualTo(1));
    }

    private World world(ClusterSimulator cluster) {
        Instant stuckSince = Instant.now().minus(Duration.ofMinutes(25));
        cluster.load("/records/gitlab-cny.json", stuckSince);
        World world = new World(dir, cluster.kubeconfig(dir, "gprd-gitlab-gke"), "gprd-gitlab-gke", World.TARGET, World.TARGET);
        world.culprit(stuckSince);
        return world;
    }

    private static long chain(Runnable look) {
        long begun = System.nanoTime();
        look.run();
        return (System.nanoTime() - begun) / CALL.toNanos();
    }

    /** One call of the port is one of GitLab at least. */
    private static Pipelines slow(Pipelines real) {
        return (Pipelines) Proxy.newProxyInstance(Pipelines.class.getClassLoader(), new Class<?>[]{Pipelines.class},
                (proxy, method, all) -> {
                    Thread.sleep(CALL);
                    try {
                        return method.invoke(real, all);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
