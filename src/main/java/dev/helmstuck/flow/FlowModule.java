package dev.helmstuck.flow;

import java.util.concurrent.Executor;

import com.google.inject.AbstractModule;
import dev.helmstuck.flow.engine.Background;
import dev.helmstuck.flow.engine.Timer;
import dev.helmstuck.flow.intake.Reception;
import dev.helmstuck.ports.Inbox;

/** Binds the ways in. */
public final class FlowModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Inbox.class).to(Reception.class);
        bind(Executor.class).to(Background.class);
        bind(Timer.class);
        bind(Gather.class);
    }
}
