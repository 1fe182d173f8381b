package dev.helmstuck.ports;

import java.util.Map;
import java.util.concurrent.ThreadFactory;

import org.slf4j.MDC;

/**
 * Which remediation a line of the log belongs to: set where one is worked on, and carried to each thread that works for it. What the log
 * makes of it is the log's own business (as JSON it is in every line).
 */
public final class LogContext {
    /** The key of the remediation's id. */
    public static final String REMEDIATION = "remediation";

    private LogContext() {}

    /** The same work, whose lines belong to this remediation. */
    public static Runnable of(String remediation, Runnable work) {
        return () -> {
            String before = MDC.get(REMEDIATION);
            MDC.put(REMEDIATION, remediation);
            try {
                work.run();
            } finally {
                if (before == null) MDC.remove(REMEDIATION);
                if (before != null) MDC.put(REMEDIATION, before);
            }
        };
    }

    /** Threads whose lines belong to what the thread that makes them is about. For pools that live no longer than that. */
    public static ThreadFactory carried(ThreadFactory threads) {
        return work -> {
            Map<String, String> context = MDC.getCopyOfContextMap();
            return threads.newThread(context == null ? work : () -> {
                MDC.setContextMap(context);
                work.run();
            });
        };
    }
}
