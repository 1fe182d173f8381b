package dev.helmstuck.flow;

import java.util.concurrent.Executor;

import com.google.inject.AbstractModule;
import dev.helmstuck.ports.Inbox;

/** Binds the ways in. */
public final class FlowModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Inbox.class).to(Reception.class);
        bind(Executor.class).to(Background.class);
        bind(Driver.class);
        bind(Watch.class);
        bind(Gather.class);
    }
}
