package dev.helmstuck.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Target;

/**
 * One client per cluster, made at its first use and made anew when it is {@link #MAX_AGE} old or its credentials expire, so that a
 * changed kubeconfig, a renewed service account token and a credential plugin's next token are taken up.
 */
final class Clients implements AutoCloseable {
    static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final ClusterSettings settings;
    private final InCluster inCluster;
    private final Timeouts timeouts;
    private final Means means;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    Clients(ClusterSettings settings, InCluster inCluster, Timeouts timeouts, Clock clock, Sleeper sleeper) {
        this(settings, inCluster, timeouts, new Means(clock, sleeper));
    }

    Clients(ClusterSettings settings, InCluster inCluster, Timeouts timeouts, Means means) {
        this.settings = settings;
        this.inCluster = inCluster;
        this.timeouts = timeouts;
        this.means = means;
    }

    /** As the account that reads. */
    Api of(Target target) {
        return of(target.cluster());
    }

    /** As the account that writes: backup, delete (its rehearsal too) and restore; nothing else asks for it. */
    Api deleter(Target target) {
        return of(target.deleter().orElseGet(target::cluster));
    }

    /** What our clock shows. */
    Instant now() {
        return means.clock().instant();
    }

    /** Waits, without a client. */
    void pause(Duration time) {
        means.sleeper().pause(time);
    }

    /** What is wrong with the way to these targets, as far as the files tell: no server is asked and no credential plugin run. */
    List<String> problems(Collection<Target> targets) {
        return targets.stream().flatMap(Clients::clusters).distinct().sorted().map(this::problem).flatMap(Optional::stream).toList();
    }

    private static Stream<String> clusters(Target target) {
        return Stream.concat(Stream.of(target.cluster()), target.deleter().stream());
    }

    private Optional<String> problem(String cluster) {
        try {
            if (cluster.equals(Target.IN_CLUSTER)) {
                var unused = inCluster.access();
            } else {
                kubeconfig(cluster).check(cluster);
            }
            return Optional.empty();
        } catch (UnavailableException unusable) {
            return Optional.of("cluster " + cluster + " cannot be used: " + unusable.why());
        }
    }

    /** As the account that reads, by the name of its context. */
    Api of(String cluster) {
        return slots.computeIfAbsent(cluster, Slot::new).api();
    }

    private Api connect(Access access) {
        return new Api(new Wire(access, agent(), timeouts, means));
    }

    private Access access(String cluster) {
        if (cluster.equals(Target.IN_CLUSTER)) return inCluster.access();
        return kubeconfig(cluster).access(cluster, timeouts.whole());
    }

    private Kubeconfig kubeconfig(String cluster) {
        if (settings.kubeconfigs().isEmpty()) {
            throw ClusterErrors
                    .of("KUBECONFIG is not set, so there is no context \"" + cluster + "\"; set it, or say in-cluster in the target");
        }
        return new Kubeconfig(settings);
    }

    private static String agent() {
        return "helm-stuck/" + Optional.ofNullable(Clients.class.getPackage().getImplementationVersion()).orElse("dev");
    }

    @Override
    public void close() {
        slots.values().forEach(Slot::close);
    }

    /** A cluster's client, once there is one. */
    private final class Slot {
        private final String cluster;
        private final ReentrantLock lock = new ReentrantLock();
        private Optional<Api> api = Optional.empty();
        private Instant until = Instant.MIN;

        Slot(String cluster) {
            this.cluster = cluster;
        }

        /** @throws UnavailableException if there is no way to this cluster */
        Api api() {
            await();
            try {
                Instant now = means.clock().instant();
                if (api.isEmpty() || !now.isBefore(until)) {
                    Access access = access(cluster);
                    Api fresh = connect(access);
                    api.ifPresent(Api::close); // whoever still waits on it is not disturbed
                    api = Optional.of(fresh);
                    until = access.until().filter(now.plus(MAX_AGE)::isAfter).orElse(now.plus(MAX_AGE));
                }
                return api.get();
            } finally {
                lock.unlock();
            }
        }

        /** A credential plugin may be running for somebody else; whoever waits for it may be told to stop. */
        private void await() {
            try {
                if (lock.tryLock(timeouts.whole().toMillis(), TimeUnit.MILLISECONDS)) return;
                throw ClusterErrors
                        .of("the credentials of context \"" + cluster + "\" did not come within " + timeouts.whole().toSeconds() + " s");
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw ClusterErrors.of("cluster " + cluster + " is not waited for any longer");
            }
        }

        void close() {
            lock.lock();
            try {
                api.ifPresent(Api::close);
                api = Optional.empty();
            } finally {
                lock.unlock();
            }
        }
    }
}
