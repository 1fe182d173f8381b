package dev.helmstuck.gitlab;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Ci;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What these tests ask, and of whom. */
final class Asked {

    static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    static final String PROJECT = "gitlab-com/gl-infra/k8s-workloads/gitlab-com";
    static final String TOKEN = "glpat-very-secret";

    private Asked() {}

    static Ci ci(String... resourceGroups) {
        return of(PROJECT, resourceGroups);
    }

    static Ci of(String project, String... resourceGroups) {
        return new Ci(project, Pattern.compile("^gprd-cny:(upgrade|auto-deploy)$"), Optional.of(Pattern.compile("^gprd:")),
                Arrays.asList(resourceGroups), Duration.ofHours(1), true);
    }

    static Pipelines pipelines(URI url, String token, PatientTime time) {
        return pipelines(url, token, time, 10_000);
    }

    static Pipelines pipelines(URI url, String token, PatientTime time, int millis) {
        GitlabSettings settings = new GitlabSettings(url, new Token(token), Optional.empty());
        return new GitlabPipelines(new GitlabCalls(settings, millis, new Signals()), new GitlabErrors(settings), time, time);
    }

    static String unavailable(ThrowingCallable call) {
        UnavailableException unavailable = catchThrowableOfType(UnavailableException.class, call);
        return unavailable == null ? "it answered" : unavailable.source() + ": " + unavailable.why();
    }
}
