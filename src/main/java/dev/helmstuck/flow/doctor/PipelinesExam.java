package dev.helmstuck.flow.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import dev.helmstuck.doctor.GitlabToken;
import dev.helmstuck.doctor.IncidentSymptoms;
import dev.helmstuck.doctor.PipelineSymptoms;
import dev.helmstuck.doctor.Point;
import dev.helmstuck.doctor.ProjectFacts;
import dev.helmstuck.doctor.RecentJobs;
import dev.helmstuck.doctor.ServerFacts;
import dev.helmstuck.doctor.Symptom;
import dev.helmstuck.doctor.TokenAnswer;
import dev.helmstuck.doctor.TokenSymptoms;
import dev.helmstuck.ports.PipelinesProbe;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Target;

/** The ops GitLab: what all targets share, and each target's projects, of which each is read once however many targets it has. */
final class PipelinesExam {
    private static final Duration BACK = Duration.ofDays(30);
    private static final String ROLE = "give GITLAB_TOKEN's owner the role Developer in the project";

    private final PipelinesProbe probe;
    private final Looks looks;
    private final Clock clock;
    private final Map<String, FutureTask<Fact<RecentJobs>>> jobs = new ConcurrentHashMap<>();
    private final FutureTask<Fact<ServerFacts>> server;

    PipelinesExam(PipelinesProbe probe, Looks looks, Clock clock) {
        this.probe = probe;
        this.looks = looks;
        this.clock = clock;
        this.server = new FutureTask<>(() -> looks.ask(probe::server));
    }

    /** What all targets share. Where GitLab does not answer, that is all that is said. */
    List<Symptom> shared() {
        return once(server).either(facts -> {
            List<Symptom> found = new ArrayList<>(facts.answers(Point.VERSION, "GitLab"));
            found.addAll(looks.each(List.of(GitlabToken.values()),
                    token -> looks.look(Point.TOKEN, "set a valid " + token.name() + ", or mend the way to its GitLab",
                            () -> probe.token(token), answer -> token(token, answer))));
            return found;
        }, missing -> List.of(Symptom.unknown(Point.VERSION, missing, "mend GITLAB_URL or GITLAB_TOKEN, or the way there")));
    }

    /** What a token that is not accepted would see is not asked. */
    private List<Symptom> token(GitlabToken token, TokenAnswer answer) {
        List<Symptom> found = new ArrayList<>(List.of(TokenSymptoms.of(token, answer, clock.instant())));
        if (token == GitlabToken.GITLAB_INCIDENT_TOKEN && !(answer instanceof TokenAnswer.NotAccepted))
            found.addAll(looks.look(Point.INCIDENTS, "mend GITLAB_INCIDENT_URL or GITLAB_INCIDENT_PROJECT, or the way there",
                    probe::incidents, IncidentSymptoms::of));
        return found;
    }

    /** Of one target; nothing if GitLab does not answer at all. */
    List<Symptom> of(Target target) {
        if (once(server) instanceof Fact.Unavailable<ServerFacts>) return List.of();
        return looks.each(target.ci(), ci -> project(target, ci));
    }

    private List<Symptom> project(Target target, Ci ci) {
        PipelineSymptoms symptoms = new PipelineSymptoms(target, ci);
        Fact<Optional<ProjectFacts>> project = looks.ask(() -> probe.project(ci.project()));
        List<Symptom> found = new ArrayList<>(
                project.either(symptoms::project, missing -> List.of(Symptom.unknown(Point.PROJECT, missing, ROLE))));
        if (found.stream().anyMatch(one -> one.severity().isBad())) return found;
        Supplier<List<Symptom>> patterns = () -> once(jobs.computeIfAbsent(ci.project(), path -> new FutureTask<>(
                () -> looks.ask(() -> probe.recentJobs(path, since())))))
                .either(symptoms::jobs, missing -> List.of(Symptom.unknown(Point.JOBS, missing, ROLE)));
        Supplier<List<Symptom>> groups = () -> looks.each(ci.resourceGroups(), key -> looks.look(Point.GROUP, ROLE,
                () -> probe.group(ci.project(), key), answer -> List.of(symptoms.group(key, answer))));
        found.addAll(looks.together(List.of(patterns, groups)));
        return found;
    }

    private Instant since() {
        return clock.instant().minus(BACK);
    }

    private static <T> T once(FutureTask<T> question) {
        question.run();
        try {
            return question.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }
}
