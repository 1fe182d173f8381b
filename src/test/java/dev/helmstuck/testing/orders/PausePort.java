package dev.helmstuck.testing.orders;

import java.time.Duration;

import dev.helmstuck.ports.Sleeper;

/** Waiting: the clock moves on, mostly the timer ticks, and whatever else happens meanwhile. */
record PausePort(Replica replica) implements Sleeper {

    @Override
    public void pause(Duration duration) {
        replica.between("a pause of " + duration, duration);
        // a frozen process does not keep its leases
        if (!replica.ground.chance.of(replica.ground.mood.race())) replica.timer.tick();
    }
}
