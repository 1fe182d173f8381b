package dev.helmstuck.kubernetes;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Target;

/**
 * One client per cluster, made at its first use and made anew when it is {@link #MAX_AGE} old, so that a changed kubeconfig, a
 * renewed service account token and a credential plugin's next token are taken up.
 */
final class Clients implements AutoCloseable {
    static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final Optional<Path> kubeconfig;
    private final InCluster inCluster;
    private final Timeouts timeouts;
    private final Clock clock;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    Clients(Optional<Path> kubeconfig, InCluster inCluster, Timeouts timeouts, Clock clock) {
        this.kubeconfig = kubeconfig;
        this.inCluster = inCluster;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /** As the account that reads. */
    Api of(Target target) {
        return of(target.cluster());
    }

    /** As the account that writes: backup, delete (its rehearsal too) and restore; nothing else asks for it. */
    Api deleter(Target target) {
        return of(target.deleter().orElseGet(target::cluster));
    }

    /** As the account that reads, by the name of its context. */
    Api of(String cluster) {
        return slots.computeIfAbsent(cluster, Slot::new).api();
    }

    private Api connect(String cluster) {
        Access access = cluster.equals(Target.IN_CLUSTER) ? inCluster.access() : fromKubeconfig(cluster);
        try {
            return new Api(new Wire(access, agent(), timeouts));
        } catch (Exception unusable) {
            // No cause: a message about a key or a certificate may quote it.
            throw ClusterErrors
                    .of("cluster " + cluster + " cannot be connected to: the CA, certificate, key or proxy that is configured for it "
                            + "cannot be used (" + unusable.getClass().getSimpleName() + ")");
        }
    }

    private Access fromKubeconfig(String cluster) {
        Path file = kubeconfig.orElseThrow(
                () -> ClusterErrors
                        .of("KUBECONFIG is not set, so there is no context \"" + cluster + "\"; set it, or say in-cluster in the target"));
        // A credential plugin runs in here, and nothing else would bound it.
        FutureTask<Access> reading = new FutureTask<>(() -> new Kubeconfig(file).access(cluster));
        Thread.ofVirtual().name("kubeconfig-" + cluster).start(reading);
        try {
            return reading.get(timeouts.whole().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hanging) {
            reading.cancel(true);
            throw ClusterErrors
                    .of("the credential plugin of context \"" + cluster + "\" gave nothing within " + timeouts.whole().toSeconds() + " s");
        } catch (InterruptedException stopping) {
            reading.cancel(true);
            Thread.currentThread().interrupt();
            throw ClusterErrors.of("cluster " + cluster + " is not waited for any longer");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnavailableException known) throw known;
            throw new IllegalStateException("reading the kubeconfig failed: " + failed.getCause().getClass().getName());
        }
    }

    private static String agent() {
        return "helm-stuck/" + Optional.ofNullable(Clients.class.getPackage().getImplementationVersion()).orElse("dev");
    }

    @Override
    public void close() {
        slots.values().forEach(Slot::close);
    }

    /**
     * A cluster's client, once there is one. Somebody may still be waiting on the one that is replaced, so it is closed with the next
     * replacement: its threads end in no other way.
     */
    private final class Slot {
        private final String cluster;
        private final ReentrantLock lock = new ReentrantLock();
        private Optional<Api> api = Optional.empty();
        private Optional<Api> replaced = Optional.empty();
        private Instant made = Instant.MIN;

        Slot(String cluster) {
            this.cluster = cluster;
        }

        /** @throws UnavailableException if there is no way to this cluster */
        Api api() {
            lock.lock();
            try {
                if (api.isEmpty() || made.plus(MAX_AGE).isBefore(clock.instant())) {
                    Api fresh = connect(cluster);
                    replaced.ifPresent(Api::close);
                    replaced = api;
                    api = Optional.of(fresh);
                    made = clock.instant();
                }
                return api.get();
            } finally {
                lock.unlock();
            }
        }

        void close() {
            lock.lock();
            try {
                replaced.ifPresent(Api::close);
                api.ifPresent(Api::close);
                replaced = Optional.empty();
                api = Optional.empty();
            } finally {
                lock.unlock();
            }
        }
    }
}
