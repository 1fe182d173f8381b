package dev.helmstuck.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.testing.RunningClock;
import org.junit.jupiter.api.Test;

/** That the database is lost is said where something is still open, by what is known of it, also of what other processes did. */
class DatabaseOutageTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private final RunningClock clock = new RunningClock();
    private final List<Remediation> stored = new ArrayList<>();
    private final Set<String> inThread = new HashSet<>();
    private final List<Draft> posted = new ArrayList<>();
    private final Remediations store = fake(Remediations.class, (method, first) -> switch (method) {
        case "unfinished" -> List.copyOf(stored);
        case "postings" -> List.of();
        default -> throw new AssertionError(method);
    });
    private final Conversation chat = fake(Conversation.class, (method, first) -> switch (method) {
        case "find" -> Optional.of(new MessageRef("C1", "2")).filter(found -> inThread.contains(((Draft) first).key()));
        case "post" -> new MessageRef("C1", "3");
        default -> throw new AssertionError(method);
    });
    private final Publisher publisher = new Publisher(store, chat, new Threads(store, chat), new Leases(store, clock), clock);
    private final DatabaseOutage outage = new DatabaseOutage(store, publisher, Runnable::run, clock);
    private final Remediation open = Remediation.open("r1", "gitlab-cny", new Requester("U0ALICE", "alice", "alice@example.com"), "C1",
            Optional.of("1"), NOON);

    private <T> T fake(Class<T> port, BiFunction<String, Object, Object> answer) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (proxy, method, arguments) -> {
            Object said = answer.apply(method.getName(), arguments == null ? "" : arguments[0]);
            if (method.getName().equals("post")) {
                ((Runnable) arguments[1]).run();
                posted.add((Draft) arguments[0]);
            }
            return said;
        }));
    }

    /** This process works on it: it knows its thread. */
    private void seen() {
        stored.add(open);
        outage.saw(open);
        var unused = publisher.agree(open, List.of(), false);
    }

    private void lost() {
        UnavailableException silent = new UnavailableException("database", "connection refused");
        outage.lost(silent);
        clock.advance(Duration.ofSeconds(6));
        outage.lost(silent);
    }

    @Test
    void an_open_thread_is_told() {
        seen();
        assertThat(outage.unfinished()).containsExactly(open);
        lost();
        assertThat(posted).singleElement().satisfies(it -> assertThat(it.key()).startsWith("r1/database-lost:"));
    }

    @Test
    void a_thread_that_another_process_has_finished_is_left_alone() {
        seen();
        stored.clear();
        assertThat(outage.unfinished()).isEmpty();
        lost();
        assertThat(posted).isEmpty();
    }

    @Test
    void a_thread_that_another_process_finishes_while_this_one_has_no_database_is_left_alone() {
        seen();
        inThread.add("r1/last");
        lost();
        assertThat(posted).isEmpty();
    }

    @Test
    void what_is_said_of_it_is_where_another_process_has_brought_it() {
        seen();
        stored.set(0, open.on(new Event.GaveUp("planted", false), List.of(), NOON));
        assertThat(outage.unfinished()).hasSize(1);
        lost();
        assertThat(posted).singleElement().satisfies(it -> assertThat(it.report().toString()).contains("It had ended"));
    }
}
