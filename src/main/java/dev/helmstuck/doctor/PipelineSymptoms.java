package dev.helmstuck.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.JobPattern;
import dev.helmstuck.runbook.Target;

/** What GitLab said of the projects of a target, judged. */
public final class PipelineSymptoms {
    private static final Pattern DRY_RUN = Pattern.compile("(?i)dry[-_ ]?run|(^|[:_-])diff($|[:_-])");
    private static final int SHOWN = 5;

    private final Target target;
    private final Ci ci;

    public PipelineSymptoms(Target target, Ci ci) {
        this.target = target;
        this.ci = ci;
    }

    /** Of the project itself; empty if GitLab does not show it. */
    public List<Symptom> project(Optional<ProjectFacts> facts) {
        if (facts.isEmpty())
            return List.of(Symptom.problem(Point.PROJECT, "GitLab shows no project " + ci.project() + " to GITLAB_TOKEN",
                    "mend ci.project of target " + target.name() + ", or make the token's owner a member of it with the role Developer"));
        if (facts.get().archived())
            return List.of(Symptom.problem(Point.PROJECT, "project " + ci.project() + " is archived: no job will ever run in it again",
                    "set ci.project of target " + target.name() + " to the project that deploys now"));
        List<Symptom> found = new ArrayList<>(List.of(Symptom.good(Point.PROJECT, ci.project())));
        facts.get().timeout().filter(limit -> limit.compareTo(ci.helmTimeout()) <= 0).ifPresent(limit -> found.add(Symptom.note(
                Point.TIMEOUT, "GitLab ends jobs of " + ci.project() + " after " + Formats.duration(limit) + ", and Helm waits "
                        + Formats.duration(ci.helmTimeout()) + " (helmTimeout): such a job leaves its release stuck",
                "raise the project's timeout under Settings → CI/CD → General pipelines, or Helm's --timeout down with helmTimeout")));
        return found;
    }

    /** Of its jobs: what each pattern finds, and whether helmTimeout fits. */
    public List<Symptom> jobs(RecentJobs recent) {
        if (recent.jobs().isEmpty())
            return List.of(Symptom.note(Point.JOBS, ci.project() + " lists no job since " + Formats.moment(recent.since())
                    + ", so the patterns could not be tried", "run doctor again after the next deploy"));
        List<Symptom> found = new ArrayList<>();
        target.patterns().stream().filter(pattern -> pattern.target().isEmpty() && pattern.isOf(ci.project()))
                .forEach(pattern -> found.addAll(pattern(pattern, recent)));
        found.addAll(timeout(recent));
        return found;
    }

    private List<Symptom> pattern(JobPattern pattern, RecentJobs recent) {
        List<CiJob> matched = recent.jobs().stream().filter(pattern::matches).toList();
        if (matched.isEmpty() && target.drill())
            return List.of(Symptom.good(Point.JOBS, key(pattern) + ": none, and none deploys a drill"));
        if (matched.isEmpty()) return List.of(blind(pattern, recent));
        List<Symptom> found = new ArrayList<>(
                List.of(Symptom.good(Point.JOBS, key(pattern) + ": " + Formats.count(matched.size(), "job"))));
        List<String> dry = matched.stream().map(CiJob::name).distinct().filter(DRY_RUN.asPredicate()).limit(SHOWN).toList();
        if (!dry.isEmpty())
            found.add(Symptom.note(Point.JOBS,
                    quoted(pattern) + " finds " + String.join(", ", dry) + ", which by their names write nothing",
                    "narrow " + key(pattern) + " of target " + target.name() + " if they do not: each of them blocks while it runs"));
        return found;
    }

    private Symptom blind(JobPattern pattern, RecentJobs recent) {
        List<String> names = recent.jobs().stream().map(CiJob::name).distinct().sorted().toList();
        String seen = quoted(pattern) + " finds none of the " + Formats.count(recent.jobs().size(), "job") + " of " + ci.project()
                + " since "
                + Formats.moment(recent.whole() ? recent.since() : oldest(recent));
        Optional<NearMiss> near = NearMiss.of(pattern.names(), names);
        String cure = "mend " + key(pattern) + " of target " + target.name() + ": while it finds nothing, a deploy that runs is not seen";
        if (near.isPresent())
            return Symptom.problem(Point.JOBS, seen + "; nearly (" + near.get().why() + "): " + String.join(", ", near.get().names()),
                    cure);
        String others = "; jobs there: " + names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
        if (!recent.whole()) return new Symptom(Point.JOBS, Severity.UNKNOWN, seen + ", and older ones were not read" + others, cure);
        return pattern.release() ? Symptom.problem(Point.JOBS, seen + others, cure) : Symptom.note(Point.JOBS, seen + others, cure);
    }

    private static Instant oldest(RecentJobs recent) {
        return recent.jobs().stream().flatMap(job -> job.created().stream()).min(Comparator.naturalOrder()).orElse(recent.since());
    }

    private List<Symptom> timeout(RecentJobs recent) {
        Optional<CiJob> longest = recent.jobs().stream().filter(job -> job.status().equals("success") && target.writesRelease(job))
                .filter(job -> took(job).isPresent()).max(Comparator.comparing(job -> took(job).orElseThrow()));
        if (longest.isEmpty()) return List.of();
        Duration took = took(longest.get()).orElseThrow();
        String seen = "job " + longest.get().name() + " #" + longest.get().id() + " took " + Formats.duration(took);
        if (ci.helmLifetime().filter(limit -> took.compareTo(limit) > 0).isPresent())
            return List.of(Symptom.problem(Point.TIMEOUT,
                    seen + ", longer than ci.helmLifetime (" + Formats.duration(ci.helmLifetime().get()) + ")",
                    "raise ci.helmLifetime of target " + target.name() + ": a Helm that lives would be taken for dead"));
        if (ci.helmLifetime().isPresent() || took.compareTo(ci.helmTimeout()) <= 0)
            return List.of(Symptom.good(Point.TIMEOUT, "the longest job took " + Formats.duration(took)));
        String cure = "compare ci.helmTimeout of target " + target.name() + " with the --timeout in that job's log";
        String longer = ", and helmTimeout is " + Formats.duration(ci.helmTimeout());
        return List.of(took.compareTo(ci.helmTimeout().multipliedBy(2)) >= 0
                ? Symptom.problem(Point.TIMEOUT, seen + longer, cure + ": with too small a one a Helm that lives is taken for dead")
                : Symptom.note(Point.TIMEOUT, seen + longer, cure));
    }

    private static Optional<Duration> took(CiJob job) {
        return job.started().flatMap(began -> job.finished().map(ended -> Duration.between(began, ended)));
    }

    /** Of a resource group. */
    public Symptom group(String key, GroupAnswer answer) {
        return switch (answer) {
            case FOUND -> Symptom.good(Point.GROUP, key);
            case MISSING -> Symptom.problem(Point.GROUP, ci.project() + " has no resource group " + key,
                    "mend ci.resourceGroups of target " + target.name() + ", or wait until a job has used it: GitLab makes it then");
            case HOLDER_UNTOLD -> Symptom.problem(Point.GROUP, "this GitLab does not tell who holds the resource group " + key
                    + " (current_job came with 18.6)", "upgrade GitLab, or take ci.resourceGroups out of target " + target.name());
        };
    }

    private static String key(JobPattern pattern) {
        return pattern.release() ? "ci.jobs" : "ci.sameCluster";
    }

    private static String quoted(JobPattern pattern) {
        return key(pattern) + " `" + pattern.names().pattern() + "`";
    }
}
