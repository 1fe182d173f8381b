package dev.helmstuck.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import dev.helmstuck.cli.Bot;
import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.simulator.gitlab.GitlabSimulator;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.gitlab.SimulatedProject;
import dev.helmstuck.simulator.slack.Channel;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import dev.helmstuck.testing.Canary;
import dev.helmstuck.testing.LeftBehind;

/** An incident: people in a Slack channel, a GitLab with a failed deploy, some cluster, and the production bot between them. */
public final class World implements AutoCloseable {
    public static final String PROJECT = "gitlab-com/gl-infra/k8s-workloads/gitlab-com";
    public static final String DEPLOY = "gprd-cny:auto-deploy";
    public static final String TARGET = "gitlab-cny";
    public static final String CHANNEL = "C0INC4080";
    public static final String ALICE = "U0ALICE";
    public static final String BOB = "U0BOB";
    public static final String CAROL = "U0CAROL";
    public static final String MALLORY = "U0MALLORY";
    public static final String SRE = "S0SRE";

    private final Path dir;
    private final SlackWorkspace slack;
    private final GitlabSimulator gitlab;
    private final Map<String, String> environment = new HashMap<>();
    private Optional<Bot> bot = Optional.empty();

    /**
     * @param dir where the bot's files lie, its store among them
     * @param kubeconfig how to reach the cluster, whatever it is
     */
    public World(Path dir, Path kubeconfig, String context, String namespace, String release) {
        this(dir, kubeconfig, context, namespace, release, Clock.systemUTC());
    }

    /** The same by another clock, Slack's and GitLab's too. */
    public World(Path dir, Path kubeconfig, String context, String namespace, String release, Clock clock) {
        this.dir = dir;
        slack = SlackWorkspace.start(clock);
        gitlab = GitlabSimulator.start(clock);
        slack.addMember(Member.person(ALICE, "alice", "Alice Requester"));
        slack.addMember(Member.person(BOB, "bob", "Bob Reviewer"));
        slack.addMember(Member.person(CAROL, "carol", "Carol Reviewer"));
        slack.addMember(Member.person(MALLORY, "mallory", "Mallory Passerby"));
        slack.addGroup(SRE, "sre-oncall", ALICE, BOB, CAROL);
        slack.addChannel(Channel.open(CHANNEL, "inc-4080"));
        gitlab.project(PROJECT);
        environment.putAll(Map.of("SLACK_BOT_TOKEN", slack.botToken(), "SLACK_APP_TOKEN", slack.appToken(), "SLACK_API_URL", slack.apiUrl(),
                "HTTP_HOST", "127.0.0.1", "HTTP_PORT", "0", "GITLAB_URL", gitlab.url().toString(), "GITLAB_TOKEN", gitlab.token(),
                "KUBECONFIG",
                kubeconfig.toAbsolutePath().toString(), "DATABASE_URL", "jdbc:sqlite:" + dir.resolve("helm-stuck.db").toAbsolutePath(),
                "HELM_STUCK_CONFIG",
                dir.resolve("helm-stuck.yaml").toAbsolutePath().toString()));
        targets(context, namespace, release, "15m", 1);
    }

    /** Writes the targets file; takes effect at the bot's next start. */
    public World targets(String context, String namespace, String release, String deadline, int approvals) {
        write("helm-stuck.yaml", """
                doctor: { rounds: false }
                policy:
                  channels: ['^inc-', '^incident-']
                  approvers: { groups: [%s] }
                  approvals: %d
                  deadline: %s
                  sampleGap: 1s
                targets:
                  %s:
                    environment: gprd-cny
                    cluster: %s
                    namespace: %s
                    release: %s
                    ci:
                      project: %s
                      jobs: '^gprd-cny:(upgrade|auto-deploy)$'
                      sameCluster: '^gprd:(upgrade|auto-deploy)$'
                      helmTimeout: 1h
                      atomic: true
                """.formatted(SRE, approvals, deadline, TARGET, context, namespace, release, PROJECT));
        return this;
    }

    /** Writes the targets file as it is given, but that doctor looks only if it says so; takes effect at the bot's next start. */
    public World targets(String yaml) {
        write("helm-stuck.yaml", yaml.contains("doctor:") ? yaml : yaml + "\ndoctor: { rounds: false }\n");
        return this;
    }

    /** The targets file as it is. */
    public String targets() {
        try {
            return Files.readString(dir.resolve("helm-stuck.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Doctor makes its rounds, which it does not otherwise in a world, and says in this channel, if there is one, what went bad. */
    public World doctor(Optional<String> channel) {
        return targets(targets().replaceFirst("(?m)^doctor:.*$", "doctor: " + channel.map(id -> "{ channel: " + id + " }").orElse("{}")));
    }

    /** The targets file without what older builds do not know; in a build that has doctor it then makes its rounds. */
    public World asOfOld() {
        write("helm-stuck.yaml", targets().replaceFirst("(?m)^doctor:.*\\n", ""));
        return this;
    }

    /** Slack delivers by signed HTTP, from the bot's next start on. */
    public World overHttp() {
        return with("SLACK_MODE", "http").with("SLACK_SIGNING_SECRET", slack.signingSecret());
    }

    private void write(String name, String text) {
        try {
            Files.writeString(dir.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The job that wrote a record at that moment and then failed. */
    public SimulatedJob culprit(Instant created) {
        var unused = project().job("gprd:auto-deploy").by("deployer").pipeline(7000).createdAt(created.minusSeconds(7200))
                .startedAt(created.minusSeconds(7100)).succeededAt(created.minusSeconds(6000));
        return project().job(DEPLOY).by("deployer").pipeline(7001).createdAt(created.minusSeconds(120)).startedAt(created.minusSeconds(30))
                .failedAt(created.plusSeconds(20), "script_failure")
                .log("""
                        Error: UPGRADE FAILED: update: failed to update: Put "https://deployer:%s@10.0.0.1:443/api": context deadline exceeded
                        ERROR: Job failed: exit code 1
                        """
                        .formatted(Canary.VALUE));
    }

    /** Changes one variable of the bot's environment, for its next start. */
    public World with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Starts the production bot and waits until it is ready. */
    public Bot start() {
        return start(new Bot(settings()));
    }

    /** Starts this bot and waits until it is ready. */
    public Bot start(Bot started) {
        bot = Optional.of(started);
        started.start();
        if (environment.getOrDefault("SLACK_MODE", "socket").equals("http")) {
            slack.deliverTo(URI.create("http://127.0.0.1:" + started.port() + "/slack/events"));
        }
        if (!slack.await(Duration.ofSeconds(20), () -> ready(started.port()))) throw new AssertionError("the bot did not get ready");
        return started;
    }

    /** The bot's settings as they are now. */
    public Settings settings() {
        return Settings.read(environment, dir, EnumSet.allOf(Part.class));
    }

    /** Stops the bot in order. */
    public void stop() {
        bot.ifPresent(running -> {
            LeftBehind.keep("health", List.of("/livez", "/readyz", "/metrics").stream().map(path -> told(running.port(), path)).toList());
            running.close();
        });
        bot = Optional.empty();
    }

    /** What the running bot tells whoever asks for this path: the path, the status and the body. */
    public String told(String path) {
        return told(bot.orElseThrow().port(), path);
    }

    private static boolean ready(int port) {
        return told(port, "/readyz").startsWith("/readyz 200 ");
    }

    /** What the bot tells whoever asks: path, status and body. */
    private static String told(int port, String path) {
        try {
            // asked again and again: a HttpClient would bring threads and a key store of its own each time
            HttpURLConnection asked = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            asked.setRequestProperty("Connection", "close");
            try (InputStream body = asked.getResponseCode() < 400 ? asked.getInputStream() : asked.getErrorStream()) {
                return path + " " + asked.getResponseCode() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException notYet) {
            return path + " does not answer";
        }
    }

    /** The root message of the newest remediation in the channel. */
    public Message root() {
        return slack.awaitMessage(CHANNEL, message -> message.user().equals(slack.botUserId()) && message.thread().isEmpty());
    }

    /** The first such message, waiting up to {@code atMost}. */
    public Message await(Duration atMost, Predicate<Message> wanted) {
        slack.await(atMost, () -> slack.messages(CHANNEL).stream().anyMatch(wanted));
        return slack.awaitMessage(CHANNEL, wanted);
    }

    /** The first approval request. */
    public Message request() {
        return await(Duration.ofSeconds(40), message -> key(message).startsWith("request:"));
    }

    /** The first request to rerun a job. */
    public Message rerunRequest() {
        return await(Duration.ofSeconds(40), message -> key(message).startsWith("rerun:"));
    }

    /** Waits until the bot's own emoji are on the request. */
    public boolean seeded(Message request) {
        return slack.await(Duration.ofSeconds(10),
                () -> slack.message(CHANNEL, request.ts()).map(message -> message.reacted("x").contains(slack.botUserId())).orElse(false));
    }

    /** The last message of the thread, broadcast to the channel. */
    public Message last() {
        return await(Duration.ofSeconds(60), Message::broadcast);
    }

    /** Waits until the request's remediation has ended in the books: the last thing that happens. */
    public boolean settled(Message request) {
        return slack.await(Duration.ofSeconds(20), () -> audit().stream()
                .anyMatch(row -> row.action().equals("end") && row.remediation().equals(remediation(request))));
    }

    /** Which message of its remediation this is: {@code root}, {@code request:1}, {@code last}, …; empty if it is not the bot's. */
    public static String key(Message message) {
        String key = whole(message);
        return key.substring(key.indexOf('/') + 1);
    }

    /** The id of the remediation that this message belongs to. */
    public static String remediation(Message message) {
        String key = whole(message);
        return key.substring(0, Math.max(0, key.indexOf('/')));
    }

    private static String whole(Message message) {
        return message.metadata().map(data -> data.path("event_payload").path("key").asText("")).orElse("");
    }

    /** Changes the database behind the bot's back. */
    public void change(String sql) {
        try (Connection database = DriverManager.getConnection(environment.get("DATABASE_URL"));
                PreparedStatement statement = database.prepareStatement(sql)) {
            if (statement.executeUpdate() == 0) throw new IllegalStateException("nothing was changed: " + sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of what the database answers to this, read behind the bot's back. */
    public List<String> read(String sql) {
        List<String> column = new ArrayList<>();
        try (Connection database = DriverManager.getConnection(environment.get("DATABASE_URL"));
                PreparedStatement query = database.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                column.add(row.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return column;
    }

    /** The audit trail as it stands in the database, oldest first. */
    public List<AuditRow> audit() {
        List<AuditRow> rows = new ArrayList<>();
        try (Connection database = DriverManager.getConnection(environment.get("DATABASE_URL"));
                PreparedStatement query = database.prepareStatement("SELECT * FROM audit ORDER BY id");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(new AuditRow(row.getString("remediation"), Instant.parse(row.getString("at")), row.getString("actor"),
                        row.getString("action"), row.getString("object"), row.getString("result")));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    public SlackWorkspace slack() {
        return slack;
    }

    public GitlabSimulator gitlab() {
        return gitlab;
    }

    public SimulatedProject project() {
        return gitlab.project(PROJECT);
    }

    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    public Path dir() {
        return dir;
    }

    @Override
    public void close() {
        stop();
        slack.close();
        gitlab.close();
        LeftBehind.keep("rows", new Rows(environment.get("DATABASE_URL")).all());
    }
}
