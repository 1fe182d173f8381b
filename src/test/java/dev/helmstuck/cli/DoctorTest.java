package dev.helmstuck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.util.Modules;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.helmstuck.config.ConfigModule;
import dev.helmstuck.config.LiveTargets;
import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.CheckupReport;
import dev.helmstuck.doctor.Point;
import dev.helmstuck.doctor.Severity;
import dev.helmstuck.flow.doctor.Doctor;
import dev.helmstuck.flow.doctor.Rounds;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Channel;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.store.Store;
import dev.helmstuck.store.StoreModule;
import dev.helmstuck.testing.LeftBehind;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code doctor}: nothing to mend in a good set-up, and a line with its cure for every misconfiguration that is planted in it. */
class DoctorTest {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(DoctorTest.class.getResourceAsStream("doctor.schema.json"));
    private static final String INCIDENTS = "gitlab-com/gl-infra/production";
    private static final String STUCK = "sh.helm.release.v1.gitlab-cny.v1234";

    @TempDir
    Path dir;

    private ClusterSimulator cluster;
    private ClusterSimulator elsewhere;
    private World world;

    private record Told(int exit, String out, String err) {}

    @BeforeEach
    void aGoodSetUp() {
        Instant stuckSince = Instant.now().minus(Duration.ofMinutes(25));
        cluster = ClusterSimulator.start(Clock.systemUTC()).fenced(true);
        elsewhere = ClusterSimulator.start(Clock.systemUTC());
        cluster.load("/records/gitlab-cny.json", stuckSince);
        world = new World(dir, cluster.kubeconfig(dir, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny");
        world.with("GITLAB_RERUN_TOKEN", world.gitlab().rerunToken());
        var incidents = world.gitlab().project(INCIDENTS);
        world.with("GITLAB_INCIDENT_PROJECT", incidents.path()).with("GITLAB_INCIDENT_TOKEN", world.gitlab().rerunToken());
        world.slack().addChannel(Channel.open("C0OPS", "ops"));
        world.targets(world.targets() + "watcher: { channel: C0OPS }\n");
        world.culprit(stuckSince);
        var unused = world.project().job(World.DEPLOY).resourceGroup("gprd-cny").createdAt(stuckSince.minus(Duration.ofDays(1)))
                .startedAt(stuckSince.minus(Duration.ofDays(1))).succeededAt(stuckSince.minus(Duration.ofHours(23)).minusSeconds(600));
        edit("      helmTimeout: 1h\n", "      helmTimeout: 1h\n      resourceGroups: [gprd-cny]\n");
    }

    @AfterEach
    void over() {
        world.with("DATABASE_URL", "jdbc:sqlite:" + dir.resolve("helm-stuck.db"));
        world.close();
        cluster.close();
        elsewhere.close();
    }

    /** What may be said of a good set-up: that the release is stuck. */
    @Test
    void it_has_nothing_to_mend_where_all_is_well_and_changes_nothing() {
        Guice.createInjector(new ConfigModule(world.settings()), new StoreModule()).getInstance(Store.class).close();
        List<?> before = cluster.list(Kind.SECRET, "");
        Told told = run("doctor");
        assertThat(told.exit()).as(told.out() + told.err()).isZero();
        for (Point point : Point.values()) // but for what was not asked for, and the one note
            assertThat(told.out())
                    .containsPattern(point == Point.RECORD ? "note +record " : point == Point.RUNNERS ? "" : "ok .*\\b" + point.id());
        assertThat(told.out()).startsWith("All well: a remediation would work, 1 note").doesNotContain("PROBLEM", "UNKNOWN")
                .contains("note  record  revision 1234 is pending-upgrade now", "database (SQLite)");
        assertThat(cluster.list(Kind.SECRET, "")).isEqualTo(before);
        assertThat(world.slack().methodsCalled()).doesNotContain("chat.postMessage", "conversations.join", "reactions.add",
                "files.getUploadURLExternal");
        assertThat(world.gitlab().requests()).allMatch(request -> request.startsWith("GET "));
    }

    /**
     * @param severity how bad it is; the exit code follows
     * @param point the check that finds it
     * @param seen what names it
     * @param cure what mends it
     */
    private record Planted(Consumer<DoctorTest> plant, Severity severity, Point point, String seen, String cure) {}

    private static Arguments problem(String what, Consumer<DoctorTest> plant, Point point, String seen, String cure) {
        return Arguments.of(what, new Planted(plant, Severity.PROBLEM, point, seen, cure));
    }

    private static Arguments unknown(String what, Consumer<DoctorTest> plant, Point point, String seen, String cure) {
        return Arguments.of(what, new Planted(plant, Severity.UNKNOWN, point, seen, cure));
    }

    private static Arguments note(String what, Consumer<DoctorTest> plant, Point point, String seen, String cure) {
        return Arguments.of(what, new Planted(plant, Severity.NOTE, point, seen, cure));
    }

    static Stream<Arguments> misconfigurations() {
        return Stream.of(
                unknown("a context that the kubeconfig does not have",
                        it -> it.edit("cluster: gprd-gitlab-gke", "cluster: gprd-gitlab-gcp"),
                        Point.CLUSTER, "gprd-gitlab-gcp", "mend `cluster` of target gitlab-cny or KUBECONFIG"),
                unknown("a token that the cluster does not accept", it -> it.kubeconfig(it.cluster.token(), "not-the-token"), Point.CLUSTER,
                        "does not accept the bot's credentials", "Renew the token"),
                problem("no right to make the copy", it -> it.cluster.withhold("create", Kind.SECRET), Point.RIGHTS,
                        "the deleter (context gprd-gitlab-gke) may not create secrets in namespace gitlab-cny",
                        "apply -n gitlab-cny -k manifests/target/namespace"),
                problem("no right to delete the record", it -> it.cluster.withhold("delete", Kind.SECRET), Point.RIGHTS,
                        "may not delete secrets", "{apiGroups: [\"\"], resources: [\"secrets\"], verbs: [\"delete\"]}"),
                problem("no right to look at Jobs", it -> it.cluster.withhold("list", Kind.JOB), Point.RIGHTS,
                        "the reader (context gprd-gitlab-gke) may not list jobs.batch",
                        "{apiGroups: [\"batch\"], resources: [\"jobs\"], verbs: [\"list\"]}"),
                problem("no right to make what a drill makes", DoctorTest::drillWithoutItsRole, Point.RIGHTS,
                        "the deleter (context gprd-gitlab-gke) may not create configmaps in namespace helm-stuck-drill",
                        "kubectl --context gprd-gitlab-gke apply -n helm-stuck-drill -k manifests/target/drill"),
                problem("no admission policy", it -> it.cluster.fenced(false), Point.POLICY, "no admission policy holds the deleter back",
                        "kubectl --context gprd-gitlab-gke apply -k manifests/target/cluster"),
                note("no right to look at nodes", it -> it.cluster.withhold("list", Kind.NODE), Point.NODES, "the nodes may not be read",
                        "apply -k manifests/target/nodes"),
                problem("a release that there is not", it -> it.edit("release: gitlab-cny", "release: gitlab-canary"), Point.RECORD,
                        "release gitlab-canary has no record in namespace gitlab-cny", "there are records of gitlab-cny"),
                unknown("a namespace that there is not", it -> it.edit("namespace: gitlab-cny", "namespace: gitlab-cnry"), Point.RECORD,
                        "has no namespace \"gitlab-cnry\"", "see `namespace` and `cluster` of the target"),
                problem("a record that does not decode", DoctorTest::damageTheRecord, Point.RECORD,
                        "the newest record, revision 1234, cannot be read", "helm --kube-context gprd-gitlab-gke -n gitlab-cny history"),
                problem("a quota that has no room for the copy", it -> it.cluster.full(true), Point.COPY,
                        "a copy of the newest record would be refused", "raise the quota of Secrets in namespace gitlab-cny"),
                problem("a finalizer on the stuck record, so that it would stay", it -> it.finalizer(STUCK), Point.DELETE,
                        "a deleted record would stay: finalizer example.com/keep", "find out who sets finalizers on Helm's records"),
                problem("a finalizer on the record of a release that is well", it -> {
                    assertThat(it.cluster.remove(Kind.SECRET, "gitlab-cny", STUCK)).isTrue();
                    it.finalizer("sh.helm.release.v1.gitlab-cny.v1233");
                }, Point.DELETE, "a deleted record would stay: finalizer example.com/keep",
                        "find out who sets finalizers on Helm's records"),
                problem("records in ConfigMaps", it -> it.recordsIntoConfigMaps(true), Point.RECORD,
                        "its records lie in ConfigMaps, which the bot does not touch", "take target gitlab-cny out of the targets file"),
                problem("records in ConfigMaps beside those in Secrets", it -> it.recordsIntoConfigMaps(false), Point.RECORD,
                        "lie in Secrets and in ConfigMaps", "label configmap -l owner=helm,name=gitlab-cny owner-"),
                problem("a deleter in another cluster", DoctorTest::deleterElsewhere, Point.DELETE,
                        "the deleter (context elsewhere) does not find the record", "mend `deleter` of target gitlab-cny"),
                unknown("a place of runners that there is not",
                        it -> it.edit("      atomic: true\n",
                                "      atomic: true\n      runnerPods: { cluster: gprd-gitlab-gke, namespace: runner }\n"),
                        Point.RUNNERS, "has no namespace \"runner\"", "mend ci.runnerPods of target gitlab-cny"),
                unknown("a token that GitLab does not accept", it -> it.world.with("GITLAB_TOKEN", "glpat-nobody"), Point.VERSION,
                        "it does not accept GITLAB_TOKEN (401)", "mend GITLAB_URL or GITLAB_TOKEN"),
                problem("a project that there is not", it -> it.edit("k8s-workloads/gitlab-com", "k8s-workloads/gitlab-con"), Point.PROJECT,
                        "shows no project gitlab-com/gl-infra/k8s-workloads/gitlab-con", "mend ci.project of target gitlab-cny"),
                problem("a project that is archived", it -> it.world.project().archive(), Point.PROJECT, "is archived", "set ci.project"),
                problem("a pattern with a letter missing",
                        it -> it.edit("(upgrade|auto-deploy)$'\n      sameCluster", "(upgrade|auto-deply)$'\n      sameCluster"),
                        Point.JOBS, "finds none of the 3 jobs", "nearly (in a few letters): gprd-cny:auto-deploy"),
                problem("a pattern in another case", it -> it.edit("jobs: '^gprd-cny", "jobs: '^GPRD-cny"), Point.JOBS,
                        "ci.jobs `^GPRD-cny:(upgrade|auto-deploy)$` finds none", "nearly (in another case): gprd-cny:auto-deploy"),
                problem("a pattern anchored in the wrong place", it -> it.edit("jobs: '^gprd-cny", "jobs: '^cny"), Point.JOBS,
                        "ci.jobs `^cny:(upgrade|auto-deploy)$` finds none", "nearly (but for its ^ and $): gprd-cny:auto-deploy"),
                problem("a blind sameCluster", it -> it.edit("sameCluster: '^gprd:", "sameCluster: '^gprdd:"), Point.JOBS,
                        "ci.sameCluster `^gprdd:(upgrade|auto-deploy)$` finds none", "gprd:auto-deploy"),
                problem("a resource group that there is not", it -> it.edit("[gprd-cny]", "[gprd-canary]"), Point.GROUP,
                        "has no resource group gprd-canary", "mend ci.resourceGroups of target gitlab-cny"),
                problem("a GitLab that does not tell who holds a group", it -> it.world.gitlab().withoutCurrentJob(), Point.GROUP,
                        "does not tell who holds the resource group gprd-cny", "upgrade GitLab"),
                problem("a helmTimeout that the jobs exceed", it -> it.edit("helmTimeout: 1h", "helmTimeout: 10m"), Point.TIMEOUT,
                        "took 50m, and helmTimeout is 10m", "compare ci.helmTimeout of target gitlab-cny"),
                note("a project that ends its jobs before Helm gives up", it -> it.world.project().timeout(Duration.ofMinutes(30)),
                        Point.TIMEOUT, "GitLab ends jobs of gitlab-com/gl-infra/k8s-workloads/gitlab-com after 30m",
                        "raise the project's timeout"),
                problem("a rerun token that may only read", it -> it.world.gitlab().rerunScope("read_api"), Point.TOKEN,
                        "GITLAB_RERUN_TOKEN has the scopes [read_api] and not api", "make a token with the scope api"),
                problem("tokens that run out", it -> {
                    it.world.with("GITLAB_INCIDENT_PROJECT", "").with("GITLAB_INCIDENT_TOKEN", "");
                    it.world.gitlab().tokensExpire(LocalDate.now(ZoneOffset.UTC).plusDays(3));
                }, Point.TOKEN,
                        "GITLAB_TOKEN runs out on ", "rotate it"),
                problem("an incident token that may only read",
                        it -> it.world.with("GITLAB_INCIDENT_TOKEN", it.world.gitlab().token()), Point.TOKEN,
                        "GITLAB_INCIDENT_TOKEN has the scopes [read_api] and not api", "make a token with the scope api"),
                problem("an incident token that GitLab does not accept", it -> it.world.with("GITLAB_INCIDENT_TOKEN", "glpat-nobody"),
                        Point.TOKEN, "GitLab does not accept GITLAB_INCIDENT_TOKEN (401)", "set GITLAB_INCIDENT_TOKEN"),
                problem("a project of incidents that there is not",
                        it -> it.world.with("GITLAB_INCIDENT_PROJECT", "gitlab-com/gl-infra/prodution"), Point.INCIDENTS,
                        "GitLab shows no project gitlab-com/gl-infra/prodution to GITLAB_INCIDENT_TOKEN (404)",
                        "mend GITLAB_INCIDENT_PROJECT"),
                problem("a project of incidents without issues", it -> it.world.gitlab().project(INCIDENTS).withoutIssues(),
                        Point.INCIDENTS, "project " + INCIDENTS + " has no issues", "switch issues on"),
                problem("an early warning in a channel that there is not", it -> it.edit("channel: C0OPS", "channel: C0OOPS"),
                        Point.NOTICES, "the bot sees no channel C0OOPS (watcher.channel)", "mend watcher.channel in the targets file"),
                problem("an early warning in an archived channel",
                        it -> it.world.slack().changeChannel(Channel.open("C0OPS", "ops").asArchived()), Point.NOTICES,
                        "#ops (watcher.channel) is archived", "mend watcher.channel"),
                problem("an early warning in a private channel without the bot",
                        it -> it.world.slack().changeChannel(Channel.closed("C0OPS", "ops").withBot(false)), Point.NOTICES,
                        "the bot sees no channel C0OPS (watcher.channel)", "/invite @helm-stuck there"),
                problem("an early warning where the bot is not and may not go", it -> {
                    it.world.slack().changeChannel(Channel.open("C0OPS", "ops").withBot(false));
                    it.world.slack().faults().missingScope("channels:join");
                }, Point.NOTICES, "the bot is not in #ops (watcher.channel)", "/invite @helm-stuck there"),
                problem("a channel of doctor's that belongs to others too", it -> {
                    it.world.slack().addChannel(Channel.open("C0ALL", "all").sharedOutside());
                    it.world.doctor(Optional.of("C0ALL"));
                }, Point.NOTICES, "#all (doctor.channel) is shared with another organisation", "mend doctor.channel"),
                unknown("a token that Slack does not accept", it -> it.world.with("SLACK_BOT_TOKEN", "xoxb-nobody"), Point.SCOPES,
                        "Slack does not accept the token", "SLACK_BOT_TOKEN"),
                unknown("an app-level token that Slack does not accept", it -> it.world.with("SLACK_APP_TOKEN", "xapp-nobody"),
                        Point.EVENTS,
                        "Slack does not accept the token", "SLACK_APP_TOKEN"),
                problem("a scope that the app lacks", it -> it.world.slack().faults().missingScope("reactions:read"), Point.SCOPES,
                        "lacks the scope reactions:read: no yes can be read", "add reactions:read under \"OAuth & Permissions\""),
                note("an app that may not attach files", it -> it.world.slack().faults().missingScope("files:write"), Point.FILES,
                        "lacks the scope files:write", "add files:write"),
                problem("no channel of the name that the policy accepts", it -> it.edit("['^inc-', '^incident-']", "['^outage-']"),
                        Point.CHANNELS, "has a name that the policy accepts (`^outage-`)", "mend policy.channels"),
                problem("a channel name in another case", it -> it.edit("['^inc-', '^incident-']", "['^INC-']"), Point.CHANNELS,
                        "nearly (in another case): inc-4080", "mend policy.channels"),
                problem("a channel that the bot is not in and may not join", it -> {
                    it.world.slack().changeChannel(Channel.open(World.CHANNEL, "inc-4080").withBot(false));
                    it.world.slack().faults().missingScope("channels:join");
                }, Point.CHANNELS, "the bot is not in #inc-4080", "/invite @helm-stuck"),
                problem("a group of approvers that is disabled", it -> it.world.slack().disableGroup(World.SRE), Point.APPROVERS,
                        "there is no user group S0SRE, or it is disabled", "mend policy.approvers.groups"),
                problem("a group of approvers without members", it -> it.world.slack().changeGroup(World.SRE), Point.APPROVERS,
                        "the user group S0SRE has no members", "add people to the group"),
                problem("a group of one: who asks gets no second", it -> it.world.slack().changeGroup(World.SRE, World.BOB),
                        Point.APPROVERS,
                        "if bob asks, nobody can approve it: it needs 1 other than who asked", "name more approvers"),
                problem("two accounts of one person", it -> {
                    it.world.slack().changeGroup(World.SRE, World.BOB, World.CAROL);
                    it.world.slack().changeMember(Member.person(World.CAROL, "carol", "Carol").withEmail("bob@example.com"));
                }, Point.APPROVERS, "nobody can approve it", "name more approvers"),
                problem("more approvals than people", it -> it.edit("approvals: 1", "approvals: 3"), Point.APPROVERS,
                        "it needs 3 other than who asked", "lower policy.approvals"),
                problem("an approver whom nobody knows",
                        it -> it.edit("approvers: { groups: [S0SRE] }", "approvers: { groups: [S0SRE], users: [bbo@example.com] }"),
                        Point.APPROVERS,
                        "nobody in this workspace has the account bbo@example.com", "mend policy.approvers.users"),
                problem("nobody who may ask", it -> {
                    it.world.slack().addGroup("S0ASK", "askers", World.MALLORY);
                    it.world.slack().changeGroup("S0ASK");
                    it.edit("  approvals: 1\n", "  approvals: 1\n  requesters: { groups: [S0ASK] }\n");
                }, Point.REQUESTERS, "the user group S0ASK has no members", "mend policy.requesters.groups"),
                unknown("a folder for the database that there is not",
                        it -> it.world.with("DATABASE_URL", "jdbc:sqlite:" + it.dir.resolve("gone/helm-stuck.db")), Point.DATABASE,
                        "the folder of its file", "mend DATABASE_URL"),
                note("a database of an older version", DoctorTest::outdatedDatabase, Point.DATABASE, "its tables lack 2 migrations",
                        "the next start of serve makes them"),
                note("no database yet", it -> {}, Point.DATABASE, "there is none yet at", "the first start of serve makes it"),
                unknown("a database that is none", DoctorTest::damageTheDatabase, Point.DATABASE, "no SQLite database",
                        "mend DATABASE_URL"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misconfigurations")
    void a_planted_misconfiguration_is_found_by_name_with_its_cure(String what, Planted planted) {
        planted.plant().accept(this);
        Told told = run("doctor");
        assertThat(told.err()).isEmpty();
        List<String> found = told.out().lines().map(String::strip)
                .filter(line -> line.matches(planted.severity().word() + " +" + planted.point().id() + " .*")).toList();
        assertThat(found).as(told.out()).anySatisfy(line -> assertThat(line).contains(planted.seen(), planted.cure()));
        assertThat(told.exit()).as("as bad as that").isEqualTo(planted.severity().isBad() ? 1 : 0);
        long lines = told.out().lines().filter(line -> line.strip().matches("(PROBLEM|UNKNOWN) .*")).count();
        assertThat(lines).as("one thing is wrong, and little is said more often than once:\n" + told.out()).isLessThanOrEqualTo(2);
    }

    @Test
    void of_everything_that_is_looked_at_a_fault_is_planted() {
        Set<Point> planted = misconfigurations().map(row -> ((Planted) row.get()[1]).point())
                .collect(Collectors.toCollection(() -> EnumSet.of(
                        // these have tests of their own
                        Point.CLOCK, Point.FORECAST, Point.CONFIGURATION)));
        assertThat(planted).containsExactly(Point.values());
    }

    @Test
    void a_clock_that_is_off_is_named_for_each_system() {
        var parts = Modules.override(new DoctorModule(world.settings()))
                .with(binder -> binder.bind(Clock.class).toInstance(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-5))));
        var injector = Guice.createInjector(parts);
        Checkup checkup = injector.getInstance(Doctor.class).examine(injector.getInstance(Catalog.class).all());
        String told = TerminalText.of(CheckupReport.of(checkup));
        for (String whose : List.of("cluster gprd-gitlab-gke", "GitLab", "Slack"))
            assertThat(told).containsPattern("PROBLEM\\s+clock\\s+the clock of " + whose + " is (299|300) s ahead of ours[^\n]*by NTP");
        assertThat(checkup.exitCode()).isEqualTo(1);
    }

    @Test
    void the_readme_shows_what_it_says() throws IOException {
        Guice.createInjector(new ConfigModule(world.settings()), new StoreModule()).getInstance(Store.class).close();
        cluster.withhold("create", Kind.SECRET).withhold("list", Kind.NODE);
        edit("jobs: '^gprd-cny", "jobs: '^GPRD-cny");
        world.slack().changeGroup(World.SRE, World.BOB);
        world.slack().faults().missingScope("files:write");
        String said = run("doctor").out().strip()
                .replaceAll("\\d\\d\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC", "2026-10-29 07:33:00 UTC")
                .replaceAll("\\d+ s off", "0 s off");
        Path readme = Path.of("README.md");
        String text = Files.readString(readme);
        String real = Pattern.compile("(?s)(\n\\$ java -jar helm-stuck\\.jar doctor\n)(.*?)(```\n)").matcher(text)
                .replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + said + "\n" + found.group(3)));
        if (Boolean.getBoolean("update")) Files.writeString(readme, real);
        assertThat(text).as("mvn test -Dtest=DoctorTest -Dgoldens.update takes it over").isEqualTo(real);
    }

    @Test
    void a_target_that_there_is_not_is_named_and_nothing_is_looked_at() {
        Told told = run("doctor", "nobody");
        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.out()).isEmpty();
        assertThat(told.err()).contains("there is no target 'nobody'");
        assertThat(world.gitlab().requests()).isEmpty();
    }

    @Test
    void its_json_keeps_to_the_schema_which_knows_every_check() throws Exception {
        cluster.withhold("list", Kind.JOB);
        Told told = run("doctor", "--json");
        JsonNode document = new ObjectMapper().readTree(told.out());
        assertThat(SCHEMA.validate(document)).isEmpty();
        assertThat(document.path("well").booleanValue()).isFalse();
        assertThat(document.at("/examinations/0/findings/0/check").asText()).isEqualTo("rights");
        assertThat(SCHEMA.getSchemaNode().at("/$defs/finding/properties/check/enum")).extracting(JsonNode::asText)
                .containsExactlyElementsOf(Arrays.stream(Point.values()).map(Point::id).toList());
    }

    /** As at several starts of the bot, a day apart as far as the first of them is concerned. */
    @Test
    void with_serve_it_says_once_in_a_channel_what_went_bad_and_again_only_after_it_was_well() {
        world.doctor(Optional.of("C0OPS"));
        round();
        assertThat(said()).isEmpty();

        String well = world.targets();
        edit("jobs: '^gprd-cny", "jobs: '^GPRD-cny");
        world.slack().changeGroup(World.SRE, World.BOB);
        round();
        round();
        assertThat(said()).singleElement().satisfies(message -> assertThat(message.text()).contains("2 things to mend",
                "finds none of the 3 jobs", "mend ci.jobs of target gitlab-cny",
                "if bob asks, nobody can approve it",
                "java -jar helm-stuck.jar doctor"));

        world.slack().faults().missingScope("channels:join");
        world.with("GITLAB_TOKEN", "glpat-nobody");
        round();
        assertThat(said()).as("what could not be looked at is news, and makes nothing else well").hasSize(2);
        world.with("GITLAB_TOKEN", world.gitlab().token()).targets(well);
        round();
        assertThat(said()).as("what is well again is not worth a message").hasSize(2);
        edit("jobs: '^gprd-cny", "jobs: '^GPRD-cny");
        round();
        assertThat(said()).hasSize(3).last().satisfies(
                message -> assertThat(message.text()).contains("1 thing to mend", "GPRD-cny").doesNotContain("bob"));
    }

    @Test
    void with_serve_what_goes_bad_is_mended_and_goes_bad_alike_on_one_day_is_said_twice() {
        world.doctor(Optional.of("C0OPS"));
        String well = world.targets();
        for (int times = 1; times <= 2; times++) {
            edit("jobs: '^gprd-cny", "jobs: '^GPRD-cny");
            round();
            round();
            assertThat(said()).hasSize(times);
            world.targets(well);
            round();
            assertThat(said()).hasSize(times);
        }
        assertThat(said()).allSatisfy(message -> assertThat(message.text()).contains("1 thing to mend", "GPRD-cny"));
    }

    @Test
    void with_serve_what_slack_did_not_take_is_said_at_the_next_round() {
        world.doctor(Optional.of("C0OPS"));
        edit("jobs: '^gprd-cny", "jobs: '^GPRD-cny");
        world.slack().faults().always("chat.postMessage", SlackFault.status(500));
        round();
        round();
        assertThat(said()).isEmpty();
        world.slack().faults().clear();
        round();
        round();
        assertThat(said()).singleElement().satisfies(message -> assertThat(message.text()).contains("1 thing to mend", "GPRD-cny"));
    }

    @Test
    void of_two_replicas_that_look_at_once_one_says_it() {
        world.doctor(Optional.of("C0OPS"));
        edit("jobs: '^gprd-cny", "jobs: '^GPRD-cny");
        round(2);
        assertThat(said()).hasSize(1);
    }

    /** The file before it is in force, so nothing else of the broken one is looked at. */
    @Test
    void with_serve_it_says_at_once_that_a_changed_targets_file_is_broken_and_not_in_force() {
        world.doctor(Optional.of("C0OPS"));
        var injector = Guice.createInjector(new BotModule(world.settings()));
        Store store = injector.getInstance(Store.class);
        Rounds rounds = injector.getInstance(Rounds.class);
        try {
            rounds.start();
            assertThat(world.slack().await(Duration.ofSeconds(20), () -> rounds.latest().isPresent())).isTrue();
            assertThat(said()).isEmpty();
            edit("approvals: 1", "approvals: none");
            assertThat(injector.getInstance(LiveTargets.class).look()).isPresent();
            rounds.start();
            assertThat(world.slack().await(Duration.ofSeconds(20), () -> !said().isEmpty())).isTrue();
        } finally {
            rounds.stop();
            store.close();
        }
        assertThat(said()).singleElement().satisfies(message -> assertThat(message.text()).contains("1 thing to mend",
                "the targets file has changed and cannot be used, so the one before it is still in force",
                "policy.approvals", "found 'none'", "it is read again at once"));
    }

    private void round() {
        round(1);
    }

    /** The round at the start of so many replicas at once. */
    private void round(int replicas) {
        List<Injector> all = Stream.generate(() -> Guice.createInjector(new BotModule(world.settings()))).limit(replicas).toList();
        List<Store> stores = all.stream().map(each -> each.getInstance(Store.class)).toList();
        List<Rounds> rounds = all.stream().map(each -> each.getInstance(Rounds.class)).toList();
        try {
            rounds.forEach(Rounds::start);
            assertThat(world.slack().await(Duration.ofSeconds(20), () -> rounds.stream().allMatch(each -> each.latest().isPresent())))
                    .isTrue();
        } finally {
            rounds.forEach(Rounds::stop);
            stores.forEach(Store::close);
        }
    }

    private List<Message> said() {
        return world.slack().messages("C0OPS");
    }

    private void edit(String from, String to) {
        assertThat(world.targets()).contains(from);
        world.targets(world.targets().replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));
    }

    /** Nothing has been made there so far, and no job deploys it: neither is anything to mend. */
    private void drillWithoutItsRole() {
        edit("watcher:", """
                  practice:
                    environment: gprd-cny
                    cluster: gprd-gitlab-gke
                    namespace: helm-stuck-drill
                    release: practice
                    drill: true
                    ci: { project: %s, jobs: '^nothing deploys the drill$', helmTimeout: 1h }
                watcher:""".formatted(World.PROJECT));
        var unused = cluster.put("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"helm-stuck-drill\"}}");
        cluster.withhold("create", Kind.CONFIG_MAP);
    }

    private void kubeconfig(String from, String to) {
        try {
            Path file = dir.resolve("kubeconfig");
            Files.writeString(file, Files.readString(file).replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void damageTheRecord() {
        cluster.change(Kind.SECRET, "gitlab-cny", STUCK, record -> {
            record.withObject("/data").put("release", "AAAA");
            return record;
        });
    }

    private void finalizer(String record) {
        cluster.change(Kind.SECRET, "gitlab-cny", record, secret -> {
            secret.withObject("/metadata").putArray("finalizers").add("example.com/keep");
            return secret;
        });
    }

    /** As {@code HELM_DRIVER=configmap} keeps them: the same names and labels, and what a Secret holds in base64. */
    private void recordsIntoConfigMaps(boolean all) {
        for (ObjectNode record : cluster.list(Kind.SECRET, "gitlab-cny")) {
            if (!record.path("type").asText().equals("helm.sh/release.v1")) continue;
            String name = record.at("/metadata/name").asText();
            if (all) assertThat(cluster.remove(Kind.SECRET, "gitlab-cny", name)).isTrue();
            record.remove("type");
            record.withObject("/metadata").remove(List.of("uid", "resourceVersion", "managedFields"));
            record.withObject("/data").put("release",
                    new String(Base64.getDecoder().decode(record.at("/data/release").asText()), StandardCharsets.UTF_8));
            var unused = cluster.put(record.put("kind", "ConfigMap"));
        }
    }

    private void outdatedDatabase() {
        var unused = Flyway.configure().dataSource("jdbc:sqlite:" + dir.resolve("helm-stuck.db"), null, null)
                .locations("classpath:db/migration/sqlite").target("1").loggers("slf4j").load().migrate();
    }

    private void deleterElsewhere() {
        elsewhere.fenced(true).put("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"gitlab-cny\"}}");
        kubeconfig("clusters: [", "clusters: [{name: elsewhere, cluster: {server: \"" + elsewhere.uri() + "\"}}, ");
        kubeconfig("users: [", "users: [{name: elsewhere, user: {token: \"" + elsewhere.token() + "\"}}, ");
        kubeconfig("contexts: [", "contexts: [{name: elsewhere, context: {cluster: elsewhere, user: elsewhere}}, ");
        edit("    cluster: gprd-gitlab-gke\n", "    cluster: gprd-gitlab-gke\n    deleter: elsewhere\n");
    }

    private void damageTheDatabase() {
        try {
            Files.writeString(dir.resolve("other.db"), "this is no database, but a text that is longer than its header. ".repeat(100));
            world.with("DATABASE_URL", "jdbc:sqlite:" + dir.resolve("other.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Told run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = HelmStuckCommand.line(world.environment(), dir).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = line.execute(arguments);
        LeftBehind.keep("output", List.of(out.toString(), err.toString()));
        return new Told(exit, out.toString(), err.toString());
    }
}
