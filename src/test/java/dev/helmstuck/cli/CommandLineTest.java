package dev.helmstuck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.testing.LeftBehind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands on a terminal: what they print where, and their exit codes. None of it needs Slack. */
class CommandLineTest {
    private static final String STUCK = "sh.helm.release.v1.gitlab-cny.v1234";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    private ClusterSimulator cluster;
    private World world;
    private Instant stuckSince;
    private Optional<String> database = Optional.empty();

    private record CommandRan(int exit, String out, String err) {}

    @BeforeEach
    void anIncident() {
        stuckSince = Instant.now().minus(Duration.ofMinutes(25));
        cluster = ClusterSimulator.start(Clock.systemUTC());
        cluster.load("/records/gitlab-cny.json", stuckSince);
        world = new World(dir, cluster.kubeconfig(dir, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny");
    }

    @AfterEach
    void over() {
        world.close();
        cluster.close();
    }

    private void several() {
        String ci = "ci: { project: " + World.PROJECT + ", jobs: '^gprd-cny:(upgrade|auto-deploy)$', helmTimeout: 1h, atomic: true }";
        world.targets("""
                policy:
                  channels: ['^inc-']
                  approvers: { groups: [S0SRE] }
                  sampleGap: 1s
                targets:
                  gitlab-cny: { environment: gprd, cluster: gprd-gitlab-gke, namespace: gitlab-cny, release: gitlab-cny, %1$s }
                  gitlab-gone: { environment: gprd, cluster: gprd-gitlab-gke, namespace: gitlab-gone, release: gitlab-cny, %1$s }
                  staging: { environment: gstg, cluster: gprd-gitlab-gke, namespace: gitlab-stg, release: gitlab-cny, %1$s }
                groups: { canary: [gitlab-cny] }
                """.formatted(ci));
    }

    @Test
    void check_of_several_gives_a_verdict_for_each_and_ends_with_the_worst() throws Exception {
        world.culprit(stuckSince);
        several();
        CommandRan ran = run("check", "gprd");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(11);
        assertThat(ran.out()).contains("gitlab-cny: stuck, and every check allows the delete", "gitlab-gone: blocked")
                .doesNotContain("staging");
        assertThat(ran.out().indexOf("gitlab-cny: stuck")).isLessThan(ran.out().indexOf("gitlab-gone: blocked"));
        assertThat(run("check", "canary").exit()).isEqualTo(10);
        JsonNode all = JSON.readTree(run("check", "--all", "--json").out());
        assertThat(all).extracting(look -> look.get("target").asText() + " " + look.get("verdict").asText())
                .containsExactly("gitlab-cny STUCK", "gitlab-gone BLOCKED", "staging BLOCKED");
        assertThat(run("check", "gstg", "--json").out()).as("one target that is not named itself").startsWith("[");
        assertThat(run("check", "gprdd").err()).contains("there is no target 'gprdd'", "gprd");
        assertThat(run("check", "gprd", "--all").exit()).isEqualTo(2);
    }

    @Test
    void check_of_a_stuck_release_that_may_be_deleted_ends_with_10_and_one_json_document() throws Exception {
        world.culprit(stuckSince);
        CommandRan ran = run("check", World.TARGET, "--json");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(10);
        JsonNode document = JSON.readTree(ran.out());
        assertThat(JSON.readerFor(JsonNode.class).readValues(ran.out()).readAll()).hasSize(1);
        assertThat(document.get("target").asText()).isEqualTo(World.TARGET);
        assertThat(document.get("release").asText()).isEqualTo("gitlab-cny");
        assertThat(document.get("revision").asInt()).isEqualTo(1234);
        assertThat(document.get("status").asText()).isEqualTo("pending-upgrade");
        assertThat(document.get("verdict").asText()).isEqualTo("STUCK");
        assertThat(document.get("findings")).hasSize(6).allSatisfy(finding -> {
            assertThat(finding.get("step").asText()).isNotBlank();
            assertThat(finding.get("result").asText()).isEqualTo("PASS");
            assertThat(finding.get("seen").isArray()).isTrue();
            assertThat(finding.get("links").isArray()).isTrue();
            assertThat(finding.get("byHand").asText()).isNotBlank();
        });
    }

    @Test
    void check_on_a_terminal_prints_every_finding_and_the_verdict() {
        world.culprit(stuckSince);
        CommandRan ran = run("check", World.TARGET);
        assertThat(ran.exit()).isEqualTo(10);
        assertThat(ran.out()).contains("No deploy in flight", "The owner of the stuck revision is dead", "Workloads are settled", STUCK,
                "every check allows the delete", "$ helm --kube-context gprd-gitlab-gke -n gitlab-cny history gitlab-cny");
    }

    @Test
    void check_is_blocked_with_11_while_a_deploy_runs() {
        world.culprit(stuckSince);
        world.project().job(World.DEPLOY).startedAt(Instant.now());
        CommandRan ran = run("check", World.TARGET);
        assertThat(ran.exit()).isEqualTo(11);
        assertThat(ran.out()).contains("Stop: 1 active job can write this release", "gitlab-cny: blocked");
    }

    @Test
    void check_is_blocked_with_11_when_gitlab_does_not_answer() {
        world.culprit(stuckSince);
        world.gitlab().close();
        CommandRan ran = run("check", World.TARGET);
        assertThat(ran.exit()).isEqualTo(11);
        assertThat(ran.out()).contains("Unknown: Could not look: active jobs could not be read");
    }

    @Test
    void check_of_a_sole_pending_install_is_blocked_with_11() {
        world.culprit(stuckSince);
        cluster.remove(Kind.SECRET, "gitlab-cny", "sh.helm.release.v1.gitlab-cny.v1233");
        CommandRan ran = run("check", World.TARGET);
        assertThat(ran.exit()).isEqualTo(11);
        assertThat(ran.out()).contains("is the only one");
    }

    @Test
    void check_of_a_release_that_is_not_stuck_ends_with_0() {
        cluster.remove(Kind.SECRET, "gitlab-cny", STUCK);
        CommandRan ran = run("check", World.TARGET);
        assertThat(ran.exit()).isEqualTo(0);
        assertThat(ran.out()).contains("Not stuck: the newest revision, 1233, is deployed");
    }

    @Test
    void an_unknown_target_is_wrong_usage_and_names_the_nearest() {
        CommandRan ran = run("check", "gitlab-cyn");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("there is no target 'gitlab-cyn'", "Did you mean gitlab-cny?");
    }

    @Test
    void a_missing_configuration_ends_with_2_and_every_problem_at_once() {
        StringWriter err = new StringWriter();
        CommandLine line = HelmStuckCommand.line(Map.of(), dir.resolve("elsewhere"));
        line.setErr(new PrintWriter(err));
        assertThat(line.execute("serve")).isEqualTo(2);
        assertThat(err.toString()).contains("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "GITLAB_URL", "GITLAB_TOKEN", "HELM_STUCK_CONFIG");
    }

    @Test
    void targets_lists_what_is_configured() {
        CommandRan ran = run("targets");
        assertThat(ran.exit()).isEqualTo(0);
        assertThat(ran.out()).contains("gitlab-cny: release gitlab-cny in namespace gitlab-cny of cluster gprd-gitlab-gke",
                "  jobs ^gprd-cny:(upgrade|auto-deploy)$ of " + World.PROJECT + " write this release",
                "  jobs ^gprd:(upgrade|auto-deploy)$ of " + World.PROJECT + " write the same cluster");
    }

    @Test
    void targets_shows_what_targets_of_one_cluster_know_of_each_other() {
        world.targets(world.targets() + """
                  gitlab-extras: { environment: gprd, cluster: gprd-gitlab-gke, namespace: extras, release: extras,
                                   ci: { project: infra/releases, jobs: ^extras$, helmTimeout: 10m } }
                """.indent(0));
        assertThat(run("targets").out()).contains("  jobs ^extras$ of infra/releases write the same cluster (target gitlab-extras)",
                "  jobs ^gprd-cny:(upgrade|auto-deploy)$ of " + World.PROJECT + " write the same cluster (target gitlab-cny)");
    }

    @Test
    void restore_without_a_backup_is_refused_with_1() {
        CommandRan ran = run("restore", World.TARGET);
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no backup of gitlab-cny in namespace gitlab-cny");
    }

    @Test
    void restore_puts_the_newest_backup_back_byte_for_byte_and_refuses_to_do_it_twice() {
        ObjectNode before = cluster.get(Kind.SECRET, "gitlab-cny", STUCK).orElseThrow();
        repair();
        CommandRan list = run("restore", World.TARGET, "--list");
        assertThat(list.exit()).isEqualTo(0);
        assertThat(list.out().lines()).hasSize(1).allMatch(name -> name.startsWith("helm-stuck.gitlab-cny.v1234."));
        CommandRan wrong = run("restore", World.TARGET, "--backup", list.out().strip().replace("v1234", "v1243"));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).contains("Did you mean " + list.out().strip());

        assertThat(run("restore", World.TARGET).exit()).isEqualTo(0);
        ObjectNode after = cluster.get(Kind.SECRET, "gitlab-cny", STUCK).orElseThrow();
        assertThat(after.get("data")).isEqualTo(before.get("data"));
        assertThat(after.get("type")).isEqualTo(before.get("type"));
        assertThat(after.at("/metadata/labels")).isEqualTo(before.at("/metadata/labels"));
        assertThat(run("restore", World.TARGET).exit()).isEqualTo(1);
        assertThat(run("restore", World.TARGET, "--backup", list.out().strip()).exit()).isEqualTo(1);
    }

    @Test
    void history_tells_how_it_ended_exports_the_audit_trail_and_prints_the_record_that_lies_in_the_thread() throws Exception {
        repair();
        assertThat(run("history").out()).contains("How the last 1 ended", "gitlab-cny: unlocked, asked for by alice, yes from bob");
        CommandRan record = run("history", World.TARGET, "--markdown");
        assertThat(record.exit()).isEqualTo(0);
        assertThat(world.slack().files()).filteredOn(file -> file.name().endsWith(".md")).singleElement()
                .satisfies(file -> assertThat(record.out().strip()).isEqualTo(file.text().strip()));

        // more than the command reads of the newest, as a few sweeps make
        String id = world.read("SELECT id FROM remediation").getFirst();
        world.change("""
                INSERT INTO remediation (id, target, is_open, state, version, opened, body)
                WITH RECURSIVE later(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM later WHERE n < 500)
                SELECT 'later-' || n, target, 0, state, version, '2099-01-01T00:00:00.000000000Z', json_set(body, '$.id', 'later-' || n,
                    '$.looks', 0, '$.notes', json('[]'), '$.proposals', json('[]'), '$.findings', json('[]')) FROM remediation, later""");
        assertThat(run("history", "--markdown", "--id", id).out()).isEqualTo(record.out());
        assertThat(run("history", "gstg", "--markdown", "--id", id).exit()).isEqualTo(1);

        assertThat(run("restore", World.TARGET).exit()).isEqualTo(0);
        CommandRan trail = run("history", World.TARGET, "--json");
        List<JsonNode> rows = JSON.readerFor(JsonNode.class).<JsonNode>readValues(trail.out()).readAll();
        assertThat(trail.out().lines()).hasSameSizeAs(rows);
        assertThat(rows).extracting(row -> row.get("action").asText()).containsSubsequence("command", "diagnosis", "approval", "backup",
                "delete", "end", "restore");
        assertThat(rows.getLast().get("object").asText())
                .startsWith("gitlab-cny gprd-gitlab-gke/gitlab-cny/" + STUCK + " from helm-stuck.");
        assertThat(rows.getLast().get("result").asText()).startsWith("back with uid ");
        assertThat(rows.getLast().get("actor").asText()).startsWith("terminal:");
        assertThat(run("history", "gstg", "--json").out()).isEmpty();
        assertThat(run("history", "gstg", "--markdown")).satisfies(ran -> {
            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.err()).contains("no remediation of gstg that has ended");
        });
    }

    @Test
    void backups_lists_copies_and_removes_the_old_ones_only_when_it_is_told_to() throws Exception {
        repair();
        CommandRan list = run("backups");
        assertThat(list.exit()).isEqualTo(0);
        assertThat(list.out()).contains("TARGET", "COPY", "REVISION", "REMEDIATION", "SIZE", "helm-stuck.gitlab-cny.v1234.", "KiB");
        assertThat(run("backups", World.TARGET, "--older-than", "30d").out()).contains("no copies of gitlab-cny older than 30d");
        assertThat(run("backups", World.TARGET, "--older-than", "30d", "--remove").exit()).isEqualTo(0);
        assertThat(copies()).hasSize(1);

        String name = copies().getFirst().at("/metadata/name").asText();
        cluster.change(Kind.SECRET, "gitlab-cny", name, copy -> {
            copy.withObject("/metadata").put("creationTimestamp", Instant.now().minus(Duration.ofDays(40)).truncatedTo(ChronoUnit.SECONDS)
                    .toString());
            return copy;
        });
        CommandRan dry = run("backups", World.TARGET, "--older-than", "30d");
        assertThat(dry.out()).contains(name, "1 copy would be removed. Nothing is; add --remove to do it.");
        assertThat(copies()).hasSize(1);
        int secrets = cluster.list(Kind.SECRET, "gitlab-cny").size();
        CommandRan removed = run("backups", World.TARGET, "--older-than", "30d", "--remove");
        assertThat(removed.out()).contains(name + ": removed");
        assertThat(removed.exit()).isEqualTo(0);
        assertThat(copies()).isEmpty();
        assertThat(cluster.list(Kind.SECRET, "gitlab-cny")).as("nothing else").hasSize(secrets - 1);
        List<JsonNode> rows = JSON.readerFor(JsonNode.class).<JsonNode>readValues(run("history", "--json").out()).readAll();
        assertThat(rows.getLast().get("action").asText()).isEqualTo("backup removal");
        assertThat(rows.getLast().get("object").asText()).startsWith("gitlab-cny gprd-gitlab-gke/gitlab-cny/" + name + " uid=");
        assertThat(rows.getLast().get("result").asText()).isEqualTo("removed");
    }

    @Test
    void a_copy_that_may_not_be_removed_stays_and_it_is_said_what_it_takes() {
        repair();
        String name = copies().getFirst().at("/metadata/name").asText();
        cluster.change(Kind.SECRET, "gitlab-cny", name, copy -> {
            copy.withObject("/metadata").put("creationTimestamp", "2026-01-01T00:00:00Z");
            return copy;
        });
        cluster.faults().always(request -> request.is("delete", Kind.SECRET), Fault.forbidden());
        CommandRan ran = run("backups", World.TARGET, "--older-than", "30d", "--remove");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains(name + ": not removed", "manifests/target/copies");
        assertThat(copies()).hasSize(1);
    }

    private List<ObjectNode> copies() {
        return cluster.list(Kind.SECRET, "gitlab-cny").stream()
                .filter(secret -> secret.path("type").asText().equals("helm-stuck/release-backup.v1")).toList();
    }

    @Test
    void a_restore_is_done_though_the_audit_trail_is_out_of_reach_and_says_so() {
        repair();
        database = Optional.of("jdbc:sqlite:" + dir.resolve("elsewhere.db"));
        StringWriter screen = new StringWriter();
        CommandRan ran = run(screen, screen, "restore", World.TARGET);
        assertThat(ran.exit()).isEqualTo(0);
        assertThat(ran.out()).as("what was done is said before the database is tried").containsSubsequence("is back in",
                "This is not in the audit trail", "there is no file", "elsewhere.db");
        assertThat(dir.resolve("elsewhere.db")).doesNotExist();
        assertThat(run("history")).satisfies(history -> {
            assertThat(history.exit()).isEqualTo(1);
            assertThat(history.err()).contains("there is no file");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "check", "doctor", "targets", "config", "restore", "backups", "history"})
    void help_and_version_are_everywhere_and_say_the_exit_codes(String command) {
        String[] help = command.isEmpty() ? new String[]{"--help"} : new String[]{command, "--help"};
        String[] version = command.isEmpty() ? new String[]{"--version"} : new String[]{command, "--version"};
        assertThat(run(help).out()).contains("Usage: helm-stuck", "Exit codes:");
        assertThat(run(version)).satisfies(ran -> {
            assertThat(ran.exit()).isEqualTo(0);
            assertThat(ran.out()).startsWith("helm-stuck ");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "chekc gitlab-cny", "check", "check gitlab-cny --jsn", "restore", "check a b", "doctor nobody",
            "doctor gitlab-cny --all", "history --since soon",
            "history --json --markdown", "history --id one", "history gitlab-cny --json --id one", "backups --older-than 30d --remove",
            "backups gitlab-cny --remove", "backups gitlab-cny --older-than 2h"})
    void wrong_usage_ends_with_2(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")).exit()).isEqualTo(2);
    }

    private void repair() {
        world.culprit(stuckSince);
        world.start();
        world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
        world.slack().react(World.BOB, World.CHANNEL, world.request().ts(), "white_check_mark");
        world.last();
        world.stop();
    }

    private CommandRan run(String... arguments) {
        return run(new StringWriter(), new StringWriter(), arguments);
    }

    private CommandRan run(StringWriter out, StringWriter err, String... arguments) {
        // no Slack variable: none of these commands needs one
        Map<String, String> environment = new HashMap<>(world.environment());
        environment.keySet().removeIf(name -> name.startsWith("SLACK_"));
        database.ifPresent(url -> environment.put("DATABASE_URL", url));
        CommandLine line = HelmStuckCommand.line(environment, dir).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = line.execute(arguments);
        LeftBehind.keep("output", List.of(out.toString(), err.toString()));
        return new CommandRan(exit, out.toString(), err.toString());
    }
}
