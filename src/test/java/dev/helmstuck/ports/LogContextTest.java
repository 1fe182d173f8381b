package dev.helmstuck.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** A line belongs to the remediation that is worked on, on whatever thread. */
class LogContextTest {
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    private void look() {
        seen.add(String.valueOf(MDC.get(LogContext.REMEDIATION)));
    }

    @Test
    void it_holds_for_the_work_and_no_longer() {
        LogContext.of("r1", () -> {
            look();
            LogContext.of("r2", this::look).run();
            look();
        }).run();
        look();
        assertThat(seen).containsExactly("r1", "r2", "r1", "null");
    }

    @Test
    void it_is_gone_after_work_that_failed() {
        try {
            LogContext.of("r1", () -> {
                throw new IllegalStateException("no");
            }).run();
        } catch (IllegalStateException expected) {
            look();
        }
        assertThat(seen).containsExactly("null");
    }

    @Test
    void threads_that_work_for_it_know_it() {
        LogContext.of("r1", () -> {
            try (ExecutorService threads = Executors.newThreadPerTaskExecutor(LogContext.carried(Thread.ofVirtual().factory()))) {
                threads.execute(this::look);
            }
        }).run();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(LogContext.carried(Thread.ofVirtual().factory()))) {
            threads.execute(this::look);
        }
        assertThat(seen).containsExactly("r1", "null");
    }
}
