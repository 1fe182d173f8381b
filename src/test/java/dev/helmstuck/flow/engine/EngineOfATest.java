package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

import dev.helmstuck.flow.steps.Steps;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.People;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Signals;

/** The real engine, without the time that an injector takes. */
public record EngineOfATest(Queue queue, Timer timer, SweepBoard sweeps) {
    public static final Duration LEASE = Leases.TIME;
    public static final Duration PATIENCE = Patience.TIME;

    public static EngineOfATest of(Catalog catalog, Remediations store, Conversation chat, People people, Steps steps, Executor background,
            Clock clock) {
        Leases leases = new Leases(store, clock);
        Threads threads = new Threads(store, chat);
        Publisher publisher = new Publisher(store, chat, threads, leases, clock);
        DatabaseOutage outage = new DatabaseOutage(store, publisher, background, clock);
        Views views = new Views(catalog, people, threads, store);
        Display display = new Display(publisher, views, outage, background, clock);
        Queue queue = new Queue(new Driver(new Saving(store, new Signals()), steps, display, leases, clock), outage, background, clock);
        SweepBoard sweeps = new SweepBoard(store, new SweepViews(store, views, threads), publisher, background, clock);
        return new EngineOfATest(queue, new Timer(store, queue, new Timer.Boards(display, sweeps), outage, clock), sweeps);
    }

    /** The real threads. */
    public static Background background() {
        return new Background();
    }

    public void tick() {
        timer.tick();
    }
}
