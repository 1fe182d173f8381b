package dev.helmstuck.slack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.ports.Signals;
import jakarta.inject.Singleton;

/** Lets the Slack adapter wait for nothing, and remembers how long it would have waited. */
public final class HurriedSlack extends AbstractModule {
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final Map<Duration, Runnable> during = new ConcurrentHashMap<>();
    private final long began = System.nanoTime();
    private final Duration timeout;

    /** With the usual time-out. */
    public HurriedSlack() {
        this(Duration.ofSeconds(8));
    }

    /** With another time-out for a call. */
    public HurriedSlack(Duration timeout) {
        this.timeout = timeout;
    }

    @Provides
    @Singleton
    SlackWire wire(SlackSettings settings, Signals signals) {
        return new SlackWire(settings, (int) timeout.toMillis(), signals);
    }

    @Override
    protected void configure() {
        bind(Waiting.class).toInstance(new Waiting() {
            @Override
            public void pause(Duration duration) {
                waits.add(duration);
                Optional.ofNullable(during.remove(duration)).ifPresent(Runnable::run);
            }

            @Override
            public Duration elapsed() {
                return Duration.ofNanos(System.nanoTime() - began);
            }
        });
    }

    /** Happens while it would wait exactly so long, once. */
    public void during(Duration wait, Runnable happens) {
        during.put(wait, happens);
    }

    /** What it would have waited for, in order. */
    public List<Duration> waits() {
        return List.copyOf(waits);
    }
}
