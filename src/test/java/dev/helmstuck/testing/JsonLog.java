package dev.helmstuck.testing;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.slf4j.LoggerFactory;

/** The bot's log as the shipped {@code logback.xml} writes it where it is told {@code json}, from now until it is closed. */
public final class JsonLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.helmstuck");
    private final LoggerContext shipped = shipped("json");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        private final Encoder<ILoggingEvent> encoder = console(shipped, "json").getEncoder();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
        }
    };

    public JsonLog() {
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    /** The shipped configuration, told this format. */
    public static LoggerContext shipped(String format) {
        LoggerContext context = new LoggerContext();
        context.putProperty("helmstuck.log.format", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new File("src/main/resources/logback.xml"));
        } catch (JoranException wrong) {
            throw new IllegalStateException(wrong);
        }
        return context;
    }

    /** The appender of this name that everything goes to; null if it goes elsewhere. */
    public static ConsoleAppender<ILoggingEvent> console(LoggerContext context, String name) {
        return (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender(name);
    }

    /** The lines so far, each read as what it has to be: one object. */
    public List<JsonNode> lines() {
        return lines.stream().map(JsonLog::object).toList();
    }

    private static JsonNode object(String line) {
        if (line.indexOf('\n') != line.length() - 1) throw new AssertionError("not one line: " + line);
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException odd) {
            throw new AssertionError(line, odd);
        }
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        appender.stop();
        shipped.stop();
        LeftBehind.keep("log", List.copyOf(lines));
    }
}
