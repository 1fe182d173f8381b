package dev.helmstuck.gitlab;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import dev.helmstuck.ports.Incidents;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.PipelinesProbe;
import dev.helmstuck.ports.Reruns;

/** GitLab behind {@link Pipelines}; needs {@link dev.helmstuck.config.GitlabSettings} and {@link java.time.Clock} and {@link dev.helmstuck.ports.Sleeper} bound elsewhere. */
public final class GitlabModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(GitlabCalls.class).in(Singleton.class);
        bind(Incidents.class).to(GitlabIncidents.class).in(Singleton.class);
        bind(Reruns.class).to(GitlabReruns.class).in(Singleton.class);
        bind(PipelinesProbe.class).to(GitlabProbe.class).in(Singleton.class);
        bind(Pipelines.class).to(GitlabPipelines.class).in(Singleton.class);
    }
}
