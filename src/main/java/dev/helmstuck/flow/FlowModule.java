package dev.helmstuck.flow;

import com.google.inject.AbstractModule;

/** Binds the ways in. */
public final class FlowModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Inbox.class).to(Reception.class);
        bind(Background.class);
        bind(Driver.class);
        bind(Watch.class);
        bind(Gather.class);
    }
}
