package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.concurrent.Executor;

import dev.helmstuck.flow.engine.Queue;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the chat delivers, maybe several times: each has an effect once, and that is a poke at most. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Remediations remediations;
    private final Queue queue;
    private final Executor background;
    private final Clock clock;

    @Inject
    Deliveries(Remediations remediations, Queue queue, Executor background, Clock clock) {
        this.remediations = remediations;
        this.queue = queue;
        this.background = background;
        this.clock = clock;
    }

    boolean first(String key) {
        return remediations.first(key, clock.instant());
    }

    void reaction(String eventId, MessageRef message) {
        inBackground("a reaction", () -> {
            if (first("event:" + eventId)) remediations.byMessage(message).ifPresent(remediation -> queue.poke(remediation.id()));
        });
    }

    void connected() {
        inBackground("a reconnect", () -> remediations.unfinished().forEach(remediation -> queue.poke(remediation.id())));
    }

    private void inBackground(String what, Runnable work) {
        background.execute(() -> {
            try {
                work.run();
            } catch (UnavailableException database) {
                // nothing is lost: the reactions are read again from the message itself
                LOG.warn("{} is looked up later: {}", what, database.why());
            }
        });
    }
}
