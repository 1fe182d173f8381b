package dev.helmstuck.gitlab;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import dev.helmstuck.flow.Pipelines;

/** GitLab behind {@link Pipelines}; needs {@link dev.helmstuck.config.GitlabSettings} and {@link java.time.Clock} bound elsewhere. */
public final class GitlabModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Pause.class).to(RealPause.class);
        bind(GitlabCalls.class).in(Singleton.class);
        bind(Pipelines.class).to(GitlabPipelines.class).in(Singleton.class);
    }
}
