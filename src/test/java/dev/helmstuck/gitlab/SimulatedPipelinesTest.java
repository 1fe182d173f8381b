package dev.helmstuck.gitlab;

import static dev.helmstuck.gitlab.Asked.NOW;
import static dev.helmstuck.gitlab.Asked.PROJECT;

import java.net.URI;
import java.time.Duration;

import dev.helmstuck.simulator.gitlab.GitlabSimulator;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.gitlab.SimulatedPipeline;
import dev.helmstuck.simulator.gitlab.SimulatedProject;
import org.junit.jupiter.api.AfterEach;

/** The contract on the simulator. */
final class SimulatedPipelinesTest extends PipelinesContract {

    private final GitlabSimulator gitlab = GitlabSimulator.start(time);
    private final SimulatedProject project = gitlab.project(PROJECT);

    @AfterEach
    void stop() {
        gitlab.close();
    }

    @Override
    URI url() {
        return gitlab.url();
    }

    @Override
    String token() {
        return gitlab.token();
    }

    @Override
    void givenADeployRunsAndAnotherWaits() {
        project.job("gprd-cny:upgrade").by("skarbek").startedAt(NOW.minus(Duration.ofHours(2))).failedAt(NOW.minus(Duration.ofHours(1)),
                "script_failure");
        project.job("gprd-cny:auto-deploy").by("auto-deployer").resourceGroup("gprd-cny").startedAt(NOW.minus(Duration.ofMinutes(12)));
        project.job("gprd:upgrade").by("skarbek").resourceGroup("gprd-cny").status("waiting_for_resource");
    }

    @Override
    void givenAJobInAStatusOfTheFuture() {
        project.job("gprd-cny:auto-deploy").status("hibernating");
        project.job("gprd-cny:dryrun").status("success");
    }

    @Override
    void givenAGatedPipeline() {
        SimulatedPipeline pipeline = project.pipeline(31);
        pipeline.job("build").status("success");
        var unused = pipeline.job("test").failedAt(NOW, "script_failure").retry(NOW).orElseThrow().succeededAt(NOW);
        pipeline.job("approve").manual(false);
        pipeline.job("gprd-cny:upgrade").status("created");
        pipeline.job("notify").trigger().status("created");
        project.job("elsewhere").status("running");
    }

    @Override
    void givenThatManyActiveJobs(int count) {
        project.jobs(count, "gstg:upgrade", "created");
    }

    @Override
    void givenAnIdleResourceGroup() {
        project.resourceGroup("gprd-cny");
    }

    @Override
    void givenAnOldServer() {
        gitlab.withoutStatuses("canceling", "waiting_for_callback");
        project.job("gprd-cny:auto-deploy").startedAt(NOW);
    }

    @Override
    void givenAServerThatDoesNotTellHolders() {
        gitlab.withoutCurrentJob();
        project.resourceGroup("gprd-cny");
    }

    @Override
    void givenDeploysOfThePast() {
        deploy(30).succeededAt(NOW.minus(Duration.ofHours(29)));
        deploy(3).succeededAt(NOW.minus(Duration.ofHours(2)));
        deploy(2).failedAt(NOW.minus(Duration.ofHours(1)), "script_failure");
        deploy(1);
    }

    @Override
    long givenALog(String text) {
        return project.job("gprd-cny:auto-deploy").onlyLog(text).id();
    }

    private SimulatedJob deploy(int hoursAgo) {
        return project.job("gprd-cny:auto-deploy").startedAt(NOW.minus(Duration.ofHours(hoursAgo)));
    }
}
