package dev.helmstuck.flow.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Clock;

import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Signals;
import org.junit.jupiter.api.Test;

class QueueTest {

    @Test
    void an_error_of_the_machine_in_one_round_does_not_keep_the_next_one_from_beginning() {
        Remediations store = (Remediations) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Remediations.class},
                (proxy, method, arguments) -> {
                    throw new OutOfMemoryError("planted");
                });
        Clock clock = Clock.systemUTC();
        Queue queue = new Queue(new Driver(new Saving(store, new Signals()), null, null, new Leases(store, clock), clock),
                new DatabaseOutage(store, null, Runnable::run, clock), Runnable::run, clock);
        assertThatThrownBy(() -> queue.poke("a")).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> queue.poke("a")).as("it is not taken for being worked on").isInstanceOf(OutOfMemoryError.class);
    }
}
