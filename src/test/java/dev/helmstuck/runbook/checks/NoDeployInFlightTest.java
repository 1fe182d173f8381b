package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoDeployInFlightTest {

    @Test
    void gitlab_not_answering_is_unknown() {
        Finding finding = NoDeployInFlight.check(Some.target(), List.of(new Fact.Unavailable<>("GitLab", "timed out after 10s")), Map.of(),
                Some.NOW);

        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.step()).isEqualTo(Step.NO_DEPLOY_IN_FLIGHT);
        assertThat(finding.seen()).containsExactly("GitLab: timed out after 10s");
        assertThat(finding.byHand()).startsWith("glab api");
    }

    @Test
    void no_job_at_all_passes() {
        Finding finding = check();
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "waiting_for_resource", "preparing", "waiting_for_callback", "pending", "running", "canceling",
            "scheduled", "some_status_of_2031", ""})
    void a_job_in_any_status_not_known_to_be_final_stops(String status) {
        assertThat(check(Some.activeJob(1, "gprd-cny:upgrade", status)).result()).isEqualTo(Result.STOP);
        assertThat(check(Some.activeJob(1, "gprd:auto-deploy", status)).result()).isEqualTo(Result.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"success", "failed", "canceled", "skipped", "manual"})
    void a_job_that_is_over_or_waits_for_a_person_does_not_stop(String status) {
        assertThat(check(Some.activeJob(1, "gprd-cny:upgrade", status)).result()).isEqualTo(Result.PASS);
    }

    @ParameterizedTest
    @CsvSource({
            "gprd-cny:upgrade,              STOP, writes this release: gprd-cny:upgrade #5",
            "gprd-cny:auto-deploy,          STOP, writes this release: gprd-cny:auto-deploy #5",
            "gprd:upgrade,                  STOP, writes the same cluster: gprd:upgrade #5",
            "gprd:auto-deploy,              STOP, writes the same cluster: gprd:auto-deploy #5",
            "gprd-cny:dryrun,               PASS, was not judged: gprd-cny:dryrun",
            "gprd-cny:dryrun:auto-deploy,   PASS, was not judged: gprd-cny:dryrun:auto-deploy",
            "gprd-us-east1-b:upgrade,       PASS, was not judged: gprd-us-east1-b:upgrade",
            "gstg-cny:upgrade,              PASS, was not judged: gstg-cny:upgrade"})
    void the_name_of_the_job_tells_what_it_writes(String name, Result expected, String words) {
        Finding finding = check(Some.activeJob(5, name, "running"));
        assertThat(finding.result()).isEqualTo(expected);
        assertThat(finding.seen()).anyMatch(line -> line.contains(words));
    }

    @Test
    void a_job_of_this_release_and_one_of_the_same_cluster_are_told_apart() {
        Finding finding = check(Some.activeJob(5, "gprd-cny:upgrade", "running"), Some.activeJob(6, "gprd:upgrade", "running"));

        assertThat(finding.summary()).isEqualTo("1 active job can write this release, and 1 active job can write the same cluster.");
        assertThat(finding.seen()).startsWith("writes this release: gprd-cny:upgrade #5, running since 5m, by deployer",
                "writes the same cluster: gprd:upgrade #6, running since 5m, by deployer");
        assertThat(finding.links()).containsExactly(new Link("gprd-cny:upgrade #5", "https://ops.example.com/jobs/5"),
                new Link("gprd:upgrade #6", "https://ops.example.com/jobs/6"));
        assertThat(finding.next()).contains("corrupts the release").contains("Let them end");
    }

    @Test
    void a_job_of_the_same_cluster_alone_is_explained_by_the_runbook() {
        assertThat(check(Some.activeJob(6, "gprd:upgrade", "running")).next()).contains("any running job that targets this cluster")
                .contains("Let it end").doesNotContain("corrupts");
    }

    @Test
    void without_a_same_cluster_pattern_only_the_releases_own_jobs_stop() {
        Ci ci = Some.ci();
        Ci alone = new Ci(ci.project(), ci.jobs(), Optional.empty(), ci.resourceGroups(), ci.helmTimeout(), ci.atomic());
        Deploys deploys = new Deploys(Some.PROJECT, List.of(Some.activeJob(1, "gprd:upgrade", "running")), List.of());

        assertThat(NoDeployInFlight.check(Some.target(alone), List.of(new Fact.Known<>(deploys)), Map.of(), Some.NOW).result())
                .isEqualTo(Result.PASS);
    }

    @Test
    void the_holder_of_the_resource_group_stops_though_the_list_of_jobs_missed_it() {
        Finding finding = check(List.of(), group(Optional.of(Some.activeJob(9, "gprd-cny:auto-deploy", "running"))));

        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).contains("writes this release: gprd-cny:auto-deploy #9, running since 5m, by deployer",
                "resource group gprd-cny: held by gprd-cny:auto-deploy #9, running since 5m, by deployer; nobody waits");
    }

    @Test
    void whoever_waits_for_the_resource_group_stops_too() {
        Finding finding = check(List.of(), group(Optional.empty(), Some.activeJob(9, "gprd-cny:upgrade", "waiting_for_resource")));

        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).contains("resource group gprd-cny: free; 1 job waiting");
    }

    @Test
    void a_job_that_is_listed_and_holds_the_group_counts_once() {
        CiJob job = Some.activeJob(9, "gprd-cny:upgrade", "running");
        assertThat(check(List.of(job), group(Optional.of(job), job)).summary()).startsWith("1 active job can write this release");
    }

    @Test
    void dry_runs_in_the_resource_group_are_harmless() {
        Finding finding = check(List.of(), group(Optional.of(Some.activeJob(9, "gprd-cny:dryrun", "running")),
                Some.activeJob(10, "gprd-cny:dryrun:auto-deploy", "waiting_for_resource")));

        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.seen())
                .contains("resource group gprd-cny: held by gprd-cny:dryrun #9, running since 5m, by deployer; 1 job waiting");
    }

    @Test
    void a_holder_that_is_over_does_not_stop() {
        CiJob over = Some.job(9, "gprd-cny:upgrade", "failed", Some.NOW.minus(Duration.ofHours(1)));
        assertThat(check(List.of(), group(Optional.of(over))).result()).isEqualTo(Result.PASS);
    }

    @Test
    void many_jobs_are_cut_with_the_number_of_the_rest() {
        CiJob[] jobs = LongStream.rangeClosed(1, 40).mapToObj(id -> Some.activeJob(id, "gprd-cny:upgrade", "created"))
                .toArray(CiJob[]::new);
        Finding finding = check(jobs);
        assertThat(finding.summary()).startsWith("40 active jobs");
        assertThat(finding.seen()).hasSize(13).element(11).isEqualTo("… and 29 more");
        assertThat(finding.seen()).as("what was looked for is not cut").endsWith(LOOKED_FOR);
        assertThat(finding.links()).hasSize(12);
    }

    @Test
    void a_job_counts_by_the_pattern_of_its_own_project() {
        Ci infra = new Ci("infra/releases", Pattern.compile("^deploy$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        Target both = Some.target(Some.ci(), infra);

        assertThat(check(both, Some.activeJob(1, "deploy", "running")).result()).as("deploy of the first project").isEqualTo(Result.PASS);
        Finding ours = check(both, inProject("infra/releases", Some.activeJob(1, "deploy", "running")));
        assertThat(ours.result()).isEqualTo(Result.STOP);
        assertThat(ours.seen()).contains("writes this release: deploy #1, running since 5m, by deployer");
        assertThat(check(both, inProject("infra/releases", Some.activeJob(1, "gprd-cny:upgrade", "running"))).result())
                .isEqualTo(Result.PASS);
    }

    @Test
    void one_project_that_does_not_answer_is_unknown_by_name_and_what_the_other_said_is_shown() {
        Ci infra = new Ci("infra/releases", Pattern.compile("^deploy$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        Target both = Some.target(Some.ci(), infra);
        Fact<Deploys> silent = new Fact.Unavailable<>("GitLab, infra/releases", "503");

        Finding quiet = NoDeployInFlight.check(both, List.of(new Fact.Known<>(new Deploys(Some.PROJECT, List.of(),
                List.of(group(Optional.empty())))), silent), Map.of(), Some.NOW);
        assertThat(quiet.result()).isEqualTo(Result.UNKNOWN);
        assertThat(quiet.seen()).containsExactly("GitLab, infra/releases: 503", "resource group gprd-cny: free; nobody waits",
                LOOKED_FOR);
        Finding busy = NoDeployInFlight.check(both, List.of(silent, new Fact.Known<>(
                new Deploys(Some.PROJECT, List.of(Some.activeJob(1, "gprd-cny:upgrade", "running")), List.of()))), Map.of(), Some.NOW);
        assertThat(busy.result()).as("a job that is seen stops, whoever is silent").isEqualTo(Result.STOP);
        assertThat(busy.seen()).containsExactly("GitLab, infra/releases: 503",
                "writes this release: gprd-cny:upgrade #1, running since 5m, by deployer", LOOKED_FOR);
    }

    @Test
    void what_was_looked_for_is_said_and_jobs_that_match_nothing_are_named_and_not_judged() {
        Finding finding = check(Some.activeJob(1, "review", "running"), Some.activeJob(2, "gprd-cny:dryrun", "running"),
                Some.activeJob(3, "review", "pending"));

        assertThat(finding.summary()).isEqualTo("No active CI job is known to write this release or its cluster.");
        assertThat(finding.seen()).containsExactly("3 other active jobs in " + Some.PROJECT
                + " match no pattern of this target's cluster and were not judged: review (2), gprd-cny:dryrun", LOOKED_FOR);
    }

    @Test
    void only_a_few_names_of_jobs_that_match_nothing_are_shown_and_the_rest_is_counted() {
        CiJob[] jobs = LongStream.rangeClosed(1, 40).mapToObj(id -> Some.activeJob(id, "review-" + id, "running")).toArray(CiJob[]::new);

        assertThat(check(jobs).seen()).first().asString().startsWith("40 other active jobs in ")
                .endsWith("were not judged: review-1, review-2, review-3, review-4, review-5, … and 35 more");
    }

    @Test
    void that_no_pattern_names_the_jobs_of_the_same_cluster_is_said() {
        Ci ci = Some.ci();
        Target alone = Some.target(new Ci(ci.project(), ci.jobs(), Optional.empty(), List.of(), ci.helmTimeout(), ci.atomic()));

        Finding finding = check(alone, Some.activeJob(1, "gprd:upgrade", "running"));

        assertThat(finding.seen()).contains("no other jobs were looked for that write the same cluster: the targets file names none");
        assertThat(finding.summary() + finding.seen()).doesNotContain("none of which");
    }

    @Test
    void a_job_of_another_target_in_the_same_cluster_stops_and_the_target_is_named() {
        Target extras = new Target("gitlab-extras", "gprd", "gprd-gitlab-gke", "extras", "gitlab-extras",
                List.of(new Ci("infra/releases", Pattern.compile("^extras$"), Optional.of(Pattern.compile("^cluster-wide$")), List.of(),
                        Duration.ofHours(1), true)));
        Target target = Some.target().beside(List.of(extras));

        assertThat(target.watched().keySet()).as("its project is asked too").containsExactly(Some.PROJECT, "infra/releases");
        Finding finding = check(target, inProject("infra/releases", Some.activeJob(1, "extras", "running")));
        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.summary()).isEqualTo("1 active job can write the same cluster.");
        assertThat(finding.seen()).contains(
                "writes the same cluster (target gitlab-extras): extras #1, running since 5m, by deployer",
                "looked for in infra/releases: `^extras$` writes the same cluster (target gitlab-extras), "
                        + "`^cluster-wide$` writes the same cluster (target gitlab-extras)");
        assertThat(check(target, inProject("infra/releases", Some.activeJob(1, "cluster-wide", "running"))).result())
                .isEqualTo(Result.STOP);
        assertThat(check(target, Some.activeJob(1, "extras", "running")).result()).as("of another project").isEqualTo(Result.PASS);
    }

    @Test
    void of_many_targets_in_the_same_cluster_a_few_patterns_are_shown_and_the_rest_is_counted() {
        Target target = Some.target().beside(IntStream.rangeClosed(1, 39).mapToObj(n -> new Target("app-" + n, "gprd", "gprd-gitlab-gke",
                "app-" + n, "app", List.of(new Ci(Some.PROJECT, Pattern.compile("^app-" + n + "$"), Optional.empty(), List.of(),
                        Duration.ofHours(1), true))))
                .toList());

        Finding finding = check(target, Some.activeJob(1, "app-39", "running"));

        assertThat(finding.result()).isEqualTo(Result.STOP);
        assertThat(finding.seen()).last().asString().startsWith(LOOKED_FOR)
                .endsWith(
                        ", `^app-3$` writes the same cluster (target app-3), and 36 more of other targets in the same cluster, which the command"
                                + " targets shows");
    }

    @Test
    void a_job_that_writes_this_release_too_is_not_taken_for_one_of_the_cluster_only() {
        Target extras = new Target("gitlab-extras", "gprd", "gprd-gitlab-gke", "extras", "gitlab-extras", List.of(Some.ci()));

        Finding finding = check(Some.target().beside(List.of(extras)), Some.activeJob(1, "gprd-cny:upgrade", "running"));

        assertThat(finding.summary()).isEqualTo("1 active job can write this release.");
    }

    @Test
    void to_cancel_is_advised_only_for_jobs_that_never_began() {
        for (String status : List.of("running", "canceling", "some_status_of_2031")) {
            assertThat(check(Some.activeJob(1, "gprd-cny:upgrade", status)).next()).as(status).contains("Let it end")
                    .contains("To cancel it in GitLab is no short cut: a canceled job's Helm may live on");
        }
        for (String status : List.of("pending", "waiting_for_resource", "preparing", "scheduled", "waiting_for_callback")) {
            assertThat(check(notBegun(1, "gprd-cny:upgrade", status)).next()).as(status)
                    .startsWith("It has not begun, so no Helm of it lives")
                    .contains("or cancel it in GitLab before it begins");
        }
        assertThat(check(notBegun(1, "gprd-cny:upgrade", "pending"), Some.activeJob(2, "gprd:upgrade", "running")).next())
                .contains("Let them end").contains("no short cut");
    }

    private static final String LOOKED_FOR = "looked for in " + Some.PROJECT
            + ": `^gprd-cny:(upgrade|auto-deploy)$` writes this release, `^gprd:(upgrade|auto-deploy)$` writes the same cluster";

    static CiJob notBegun(long id, String name, String status) {
        return new CiJob(Some.PROJECT, id, name, status, Optional.of(Some.NOW.minus(Duration.ofDays(21))), Optional.empty(),
                Optional.empty(), Optional.empty(), 78, "deployer", "https://ops.example.com/jobs/" + id);
    }

    private static CiJob inProject(String project, CiJob job) {
        return new CiJob(project, job.id(), job.name(), job.status(), job.created(), job.started(), job.finished(), job.failureReason(),
                job.pipeline(), job.user(), job.url());
    }

    private static Finding check(Target target, CiJob job) {
        return NoDeployInFlight.check(target, List.of(new Fact.Known<>(new Deploys(job.project(), List.of(job), List.of()))), Map.of(),
                Some.NOW);
    }

    private static Finding check(CiJob... active) {
        return check(List.of(active), new Deploys.ResourceGroup[0]);
    }

    private static Finding check(List<CiJob> active, Deploys.ResourceGroup... groups) {
        return NoDeployInFlight.check(Some.target(), List.of(new Fact.Known<>(new Deploys(Some.PROJECT, active, List.of(groups)))),
                Map.of(),
                Some.NOW);
    }

    private static Deploys.ResourceGroup group(Optional<CiJob> holder, CiJob... queue) {
        return new Deploys.ResourceGroup("gprd-cny", holder, List.of(queue));
    }
}
