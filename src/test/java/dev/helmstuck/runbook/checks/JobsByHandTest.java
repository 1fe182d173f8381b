package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.simulator.gitlab.GitlabSimulator;
import dev.helmstuck.simulator.gitlab.SimulatedProject;
import dev.helmstuck.simulator.gitlab.StandInGlab;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The very command that a finding shows is run by a shell, against the simulated GitLab. */
class JobsByHandTest {
    private static final Instant STARTED = Instant.parse("2026-11-21T11:30:00Z");

    @TempDir
    Path dir;

    private final GitlabSimulator gitlab = GitlabSimulator.start();
    private final SimulatedProject project = gitlab.project(Some.PROJECT);

    record ShellRan(int exit, List<String> out, String err) {}

    /** The shell's glab is the stand-in; its jq is the real one. */
    @BeforeEach
    void glab() throws IOException {
        boolean jq = Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(System.getenv("PATH"))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "jq")));
        assertThat(jq || !"true".equalsIgnoreCase(System.getenv("CI"))).as("CI must not skip this: please install jq").isTrue();
        if (!jq) System.err.println("skipped the commands by hand for GitLab: please install jq");
        assumeTrue(jq, "please install jq");
        Path glab = Files.writeString(dir.resolve("glab"), "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -cp '" + System.getProperty("java.class.path") + "' " + StandInGlab.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(glab, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void close() {
        gitlab.close();
    }

    @Test
    void it_asks_the_gitlab_of_the_configuration_reads_all_pages_and_shows_name_id_status_since_and_user() throws Exception {
        project.jobs(150, "review", "pending");
        long deploy = project.job("gprd-cny:upgrade").by("skarbek").startedAt(STARTED).id();
        var unused = project.job("gprd-cny:upgrade").startedAt(STARTED).succeededAt(STARTED);

        ShellRan ran = run(JobsByHand.command(Some.target().of(gitlab.url().toString())), Map.of());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).hasSize(151).contains("gprd-cny:upgrade #" + deploy + ", running since 2026-11-21T11:30:00Z, by skarbek")
                .anyMatch(line -> line.matches("review #\\d+, pending since 20\\d\\d-\\S+, by deployer"));
    }

    @Test
    void a_host_of_the_usual_kind_is_given_by_the_flag_which_no_checkout_overrides() throws Exception {
        long job = project.job("gprd:upgrade").status("waiting_for_resource").id();
        String command = JobsByHand.command(Some.target().of("https://ops.gitlab.net"));

        assertThat(command).startsWith("glab api --hostname ops.gitlab.net --paginate 'projects/gitlab-com%2Fgl-infra%2Fk8s-workloads");
        ShellRan ran = run(command, Map.of("GITLAB_API_HOST", gitlab.url().getAuthority(), "API_PROTOCOL", "http"));
        assertThat(ran.out()).singleElement().asString().startsWith("gprd:upgrade #" + job + ", waiting_for_resource since ");
    }

    @Test
    void every_status_that_is_active_is_asked_for() throws Exception {
        List<String> active = List.of("created", "waiting_for_resource", "preparing", "waiting_for_callback", "pending", "running",
                "canceling", "scheduled");
        active.forEach(status -> project.job("gprd:upgrade").status(status));
        List.of("success", "failed", "canceled", "skipped", "manual").forEach(status -> project.job("gprd:upgrade").status(status));

        ShellRan ran = run(JobsByHand.command(Some.target().of(gitlab.url().toString())), Map.of());

        assertThat(ran.out()).extracting(line -> line.replaceFirst(".*, (\\w+) since.*", "$1")).containsExactlyInAnyOrderElementsOf(active);
    }

    @Test
    void several_projects_are_asked_by_one_command_those_of_other_targets_in_the_cluster_too() throws Exception {
        Ci infra = new Ci("infra/releases", Pattern.compile("^deploy$"), Optional.empty(), List.of(), Duration.ofHours(1), true);
        Target extras = new Target("extras", "gprd", "gprd-gitlab-gke", "e", "e", List.of(infra));
        project.job("gprd-cny:upgrade").status("running");
        gitlab.project("infra/releases").job("deploy").status("running");

        ShellRan ran = run(JobsByHand.command(Some.target().beside(List.of(extras)).of(gitlab.url().toString())), Map.of());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).extracting(line -> line.replaceFirst(" #.*", "")).containsExactlyInAnyOrder("gprd-cny:upgrade", "deploy");
    }

    @Test
    void a_project_that_is_not_there_is_said_by_glab() throws Exception {
        ShellRan ran = run(JobsByHand.command(Some.target(new Ci("group/typo", Pattern.compile("x"), Optional.empty(), List.of(),
                Duration.ofHours(1), true)).of(gitlab.url().toString())), Map.of());
        assertThat(ran.err()).contains("glab: HTTP 404");
        assertThat(ran.out()).isEmpty();
    }

    private ShellRan run(String command, Map<String, String> more) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).redirectOutput(dir.resolve("out").toFile())
                .redirectError(dir.resolve("err").toFile());
        shell.environment().put("PATH", dir + File.pathSeparator + System.getenv("PATH"));
        shell.environment().put("GITLAB_TOKEN", gitlab.token());
        shell.environment().remove("JAVA_TOOL_OPTIONS"); // Java would say that it took them
        shell.environment().putAll(more);
        Process process = shell.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new ShellRan(process.exitValue(), Files.readAllLines(dir.resolve("out")), Files.readString(dir.resolve("err")));
    }
}
