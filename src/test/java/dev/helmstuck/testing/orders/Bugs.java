package dev.helmstuck.testing.orders;

import java.util.Optional;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** The flow logs an error where it catches what must not happen; here that fails the sequence. Nothing else is logged. */
final class Bugs extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final ThreadLocal<Ground> GROUND = new ThreadLocal<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.helmstuck.flow");
    private final Level level = logger.getLevel();

    Bugs() {
        setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        start();
        logger.setLevel(Level.ERROR);
        logger.setAdditive(false);
        logger.addAppender(this);
    }

    /** What this thread logs from now on belongs there. */
    static void tellTo(Ground ground) {
        GROUND.set(ground);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Optional<Throwable> thrown = event.getThrowableProxy() instanceof ThrowableProxy proxy
                ? Optional.of(proxy.getThrowable())
                : Optional.empty();
        if (GROUND.get() == null || thrown.filter(Killed::isBehind).isPresent()) return;
        GROUND.get().violated("logged as an error: " + event.getFormattedMessage() + thrown.map(it -> ": " + it).orElse(""),
                thrown.orElse(null));
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(level);
        GROUND.remove();
    }
}
