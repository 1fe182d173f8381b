package dev.helmstuck.gitlab;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.gitlab.JobPages.Listing;
import dev.helmstuck.gitlab.JobPages.Reach;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Deploys.ResourceGroup;
import dev.helmstuck.runbook.JobLog;
import dev.helmstuck.runbook.Pipeline;
import jakarta.inject.Inject;

/**
 * The ops GitLab's jobs and resource groups, read with {@code GITLAB_TOKEN}.
 *
 * <p>Bounds: at most {@value JobPages#MOST_PAGES} pages of {@value JobPages#PER_PAGE} jobs a list, 5 s to connect, 10 s without a byte, 15 s
 * of failed attempts and waiting a question. Beyond them the answer is {@link UnavailableException}, as it is for anything cut or odd.
 */
final class GitlabPipelines implements Pipelines {

    /**
     * GitLab refuses all of a question (400) for one status that it does not know, without saying which. These two are young (2024), so
     * an older one is asked without the one, the other, and both.
     */
    private static final List<Set<String>> LEFT_OUT = List.of(Set.of(), Set.of("waiting_for_callback"), Set.of("canceling"),
            Set.of("waiting_for_callback", "canceling"));
    /**
     * How far back a job in a status that this program has never heard of is looked for; the known ones are found however old they are.
     * A day is when GitLab itself gives up on jobs that do not get on (its StuckCiJobsWorker).
     */
    private static final Duration UNHEARD_OF = Duration.ofDays(1);
    /** And no further than so many pages, for the list holds the finished jobs too: 1,000 jobs, a few seconds. */
    private static final int UNHEARD_OF_PAGES = 10;

    private final GitlabCalls calls;
    private final GitlabErrors refusals;
    private final Clock clock;
    private final Sleeper pause;

    @Inject
    GitlabPipelines(GitlabCalls calls, GitlabErrors refusals, Clock clock, Sleeper pause) {
        this.calls = calls;
        this.refusals = refusals;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public Deploys deploys(String project, List<String> resourceGroups) {
        RetryingRequest visit = visit();
        JobPages pages = new JobPages(visit, project);
        Map<Long, CiJob> active = new LinkedHashMap<>();
        Stream.of(inActiveStatus(pages, project), inUnheardOfStatus(pages, project)).flatMap(List::stream).filter(CiJob::active)
                .forEach(job -> active.put(job.id(), job));
        return new Deploys(project, List.copyOf(active.values()),
                resourceGroups.stream().map(key -> group(visit, project, key)).toList());
    }

    /** The status first: whoever starts one of the jobs meanwhile is seen in the jobs. */
    @Override
    public Pipeline pipeline(String project, long id) {
        RetryingRequest visit = visit();
        Endpoint subject = Endpoint.pipeline(project, id);
        String pipeline = visit.demand(subject, Map.of()).body();
        JobPages pages = new JobPages(visit, project);
        List<CiJob> jobs = Stream.of(Endpoint.pipelineJobs(project, id), Endpoint.triggers(project, id))
                .map(list -> pages.read(list, Map.of(), new Reach.Whole())).flatMap(List::stream).toList();
        return new JobJson(project, subject).pipeline(pipeline, id, jobs);
    }

    @Override
    public CiJob job(String project, long id) {
        Endpoint subject = Endpoint.job(project, id);
        return new JobJson(project, subject).one(visit().demand(subject, Map.of()).body())
                .filter(job -> job.id() == id).orElseThrow(() -> GitlabErrors.odd(subject, "the job " + id + " was expected"));
    }

    @Override
    public List<CiJob> jobsSince(String project, Instant since) {
        return new JobPages(visit(), project).read(Endpoint.jobs(project), Map.of(), new Reach.Since(since)).stream()
                .filter(job -> job.created().filter(created -> created.isBefore(since)).isEmpty())
                .sorted(Comparator.comparingLong(CiJob::id).reversed()).toList();
    }

    @Override
    public JobLog log(String project, long job) {
        return JobLog.of(visit().log(Endpoint.log(project, job)));
    }

    /** A job that ends between two pages moves the later ones up, and one of them out of sight: a second reading has it. */
    private static List<CiJob> inActiveStatus(JobPages pages, String project) {
        List<CiJob> jobs = scoped(pages, project, 0);
        return jobs.size() < JobPages.PER_PAGE ? jobs : Stream.concat(jobs.stream(), scoped(pages, project, 0).stream()).toList();
    }

    private static List<CiJob> scoped(JobPages pages, String project, int attempt) {
        List<String> scope = CiJob.ACTIVE.stream().filter(status -> !LEFT_OUT.get(attempt).contains(status)).toList();
        return switch (pages.list(Endpoint.jobs(project), Map.of("scope[]", scope), new Reach.Whole())) {
            case Listing.Jobs(List<CiJob> jobs) -> jobs;
            case Listing.ListingFailed(UnavailableException why) -> {
                if (attempt + 1 == LEFT_OUT.size()) {
                    throw why;
                }
                yield scoped(pages, project, attempt + 1);
            }
        };
    }

    private List<CiJob> inUnheardOfStatus(JobPages pages, String project) {
        return pages.read(Endpoint.jobs(project), Map.of(), new Reach.Newest(clock.instant().minus(UNHEARD_OF), UNHEARD_OF_PAGES));
    }

    private ResourceGroup group(RetryingRequest visit, String project, String key) {
        return new ResourceGroup(key, holder(visit, project, key),
                new JobPages(visit, project).read(Endpoint.queue(project, key), Map.of(), new Reach.Whole()));
    }

    private Optional<CiJob> holder(RetryingRequest visit, String project, String key) {
        Endpoint subject = Endpoint.holder(project, key);
        GitlabResponse answer = visit.ask(subject, Map.of());
        if (answer.status() == 404) {
            visit.demand(Endpoint.group(project, key), Map.of()); // throws if the group is what is missing
            throw new UnavailableException(GitlabErrors.GITLAB,
                    "it cannot say who holds the resource group " + key + ": that came with GitLab 18.6;"
                            + " with an older one, leave resourceGroups out of the targets file");
        }
        if (answer.status() != 200) {
            throw refusals.status(answer, subject);
        }
        return new JobJson(project, subject).one(answer.body());
    }

    private RetryingRequest visit() {
        return new RetryingRequest(calls, refusals, clock, pause);
    }
}
