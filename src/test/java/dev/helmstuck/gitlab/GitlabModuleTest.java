package dev.helmstuck.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import dev.helmstuck.simulator.gitlab.GitlabSimulator;
import org.junit.jupiter.api.Test;

/** The production wiring. */
final class GitlabModuleTest {

    @Test
    void it_wires_one_gitlab() {
        try (GitlabSimulator gitlab = GitlabSimulator.start()) {
            gitlab.project(Asked.PROJECT).job("gprd-cny:auto-deploy").startedAt(Instant.now());
            gitlab.faults().once(new GitlabFault.StatusAnswer(503, Optional.empty()));
            Injector injector = Guice.createInjector(new GitlabModule(), new AbstractModule() {
                @Override
                protected void configure() {
                    bind(GitlabSettings.class).toInstance(new GitlabSettings(gitlab.url(), new Token(gitlab.token()), Optional.empty()));
                    bind(Clock.class).toInstance(Clock.systemUTC());
                    bind(Sleeper.class).toInstance(duration -> {});
                }
            });

            assertThat(injector.getInstance(Pipelines.class).deploys(Asked.PROJECT, List.of()).active()).hasSize(1);
            assertThat(injector.getInstance(Pipelines.class)).isSameAs(injector.getInstance(Pipelines.class));
        }
    }
}
