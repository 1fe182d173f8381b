package dev.helmstuck.gitlab;

import java.time.Duration;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.ports.Reruns;
import dev.helmstuck.ports.Signals;
import jakarta.inject.Singleton;

/** Lets the GitLab adapter lose patience sooner. */
public final class ImpatientGitlab extends AbstractModule {
    private final Duration timeout;

    public ImpatientGitlab(Duration timeout) {
        this.timeout = timeout;
    }

    @Provides
    @Singleton
    GitlabCalls calls(GitlabSettings settings, Signals signals) {
        return new GitlabCalls(settings, (int) timeout.toMillis(), signals);
    }

    @Provides
    @Singleton
    Reruns reruns(GitlabSettings settings, GitlabErrors errors, Signals signals) {
        return new GitlabReruns(settings, errors, (int) timeout.toMillis(), signals);
    }
}
