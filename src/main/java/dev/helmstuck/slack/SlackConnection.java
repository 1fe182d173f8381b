package dev.helmstuck.slack;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.ports.StoppedException;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bot's connection to Slack, in either mode, from {@link #start} to {@link #close}.
 *
 * <p>An outage never ends the process: {@link SlackStatus} tells it, and the connection is tried again until it stands.
 */
@Singleton
public final class SlackConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlackConnection.class);
    private static final int EVERY_SECONDS = 5;
    private static final int CLOSING_SECONDS = 1;

    private final BotIdentity ourselves;
    private final SlackStatus status;
    private final SlackListeners listeners;
    private final SlackWire wire;
    private final StoppableWaiting pause;
    private final Optional<SlackSocket> socket;
    private final ScheduledExecutorService keeper = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("slack-connection").daemon().factory());
    private final Wakes wakes = new Wakes(keeper, this::tend);
    private boolean introduced;

    @Inject
    SlackConnection(SlackSettings settings, SlackApi api, SlackWire wire, BotIdentity ourselves, SlackListeners listeners,
            SlackStatus status,
            StoppableWaiting pause) {
        this.ourselves = ourselves;
        this.status = status;
        this.listeners = listeners;
        this.wire = wire;
        this.pause = pause;
        this.socket = switch (settings) {
            case SlackSettings.Socket mode -> Optional
                    .of(new SlackSocket(api, wire, mode.appToken(), listeners, status, pause, wakes::in));
            case SlackSettings.Http mode -> Optional.empty();
        };
    }

    /** Connects, and keeps it so; returns after the first try, whatever came of it. */
    public void start() {
        tend();
        ScheduledFuture<?> unused = keeper.scheduleWithFixedDelay(this::tend, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void tend() {
        try {
            introduce();
            socket.ifPresent(SlackSocket::tend);
        } catch (StoppedException e) {
            LOG.debug("Closing: {}", e.getMessage());
        } catch (RuntimeException | Error e) { // or the executor would never call again
            LOG.error("The connection to Slack could not be tended; trying again", e);
        }
    }

    private void introduce() {
        if (introduced) {
            return;
        }
        try {
            LOG.info("Connected to Slack as {}", ourselves.account().userId());
            introduced = true;
            status.account(Optional.empty());
        } catch (UnavailableException e) {
            LOG.warn("Slack does not say who the bot is: {}", e.why());
            status.account(Optional.of(e.why()));
            return;
        }
        if (socket.isEmpty()) {
            status.delivery(Optional.empty());
            listeners.connected();
        }
    }

    /** Takes nothing more in: what came in is finished. What is still to be said can be, until {@link #hangUp}. */
    @Override
    public void close() {
        keeper.shutdown();
        try {
            // a call that hangs takes longer than a stop may; a link that it opens later is closed at once
            if (!keeper.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The connection to Slack is still being tended; closing all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.ifPresent(SlackSocket::close);
    }

    /** Says nothing more either, and waits for nothing. */
    public void hangUp() {
        pause.stop();
        wire.close();
    }
}
