package dev.helmstuck.simulator.playground;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.SlackFault;

/** What can go wrong in a played world, each with a state that is seen, and undone by switching it off. */
final class Switchboard implements AutoCloseable {
    static final String DEPLOY = "deploy";
    static final String RECORD = "record";
    static final String BOT = "bot";
    private static final String WEBSERVICE = "gitlab-cny-webservice-default";
    private static final String TOUCHED = "touched-by-hand";
    private static final String LOCKED = """
            Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress
            ERROR: Job failed: exit code 1
            """;
    private static final Duration LATE = Duration.ofSeconds(2);

    private final PlayedWorld played;
    private final List<Switch> switches;
    private final Set<String> on = new LinkedHashSet<>();
    private Optional<SimulatedJob> other = Optional.empty();
    private Optional<JsonNode> healthy = Optional.empty();
    private Optional<Connection> holder = Optional.empty();

    Switchboard(PlayedWorld played) {
        this.played = played;
        switches = List.of(
                new Switch(DEPLOY, "Somebody else's deploy runs",
                        "A job of GitLab that writes gitlab-cny runs. Off: it ends, and fails if Helm is still locked.", this::begin,
                        this::end),
                new Switch("workload", "A Deployment is broken",
                        "One pod of " + WEBSERVICE + " is not ready. Off: it is ready again.", this::spoil, this::repair),
                new Switch(RECORD, "The stuck record was edited",
                        "Somebody annotates the Secret, so its resourceVersion moves. Off: the annotation goes, and it moves again.",
                        () -> edit(metadata -> metadata.withObject("/annotations").put(TOUCHED, "yes")),
                        () -> edit(metadata -> metadata.withObject("/annotations").remove(TOUCHED))),
                new Switch("canceled", "The owner's job was canceled",
                        "A canceled job's Helm may live on. Off: the job has failed by itself, which proves that Helm ended.",
                        () -> played.culprit.status("canceled"), () -> played.culprit.status("failed")),
                new Switch("slack", "The bot has no Slack",
                        "Connections to Slack are cut. People can still write there. Off: they are carried again.", this::cutSlack,
                        played.toSlack::heal),
                new Switch("gitlab", "The bot has no GitLab", "Connections to GitLab are refused. Off: they are carried again.",
                        played.toGitlab::refuse, played.toGitlab::heal),
                new Switch("cluster", "The bot has no cluster", "Connections to the API server are refused. Off: they are carried again.",
                        played.toCluster::refuse, played.toCluster::heal),
                new Switch("slow", "Everything answers late", "Slack, GitLab and the cluster take two seconds for each answer. Off: none.",
                        this::slowDown, this::speedUp),
                new Switch("database", "The database is locked", "Somebody else holds the bot's SQLite file. Off: they let go.", this::lock,
                        this::unlock),
                new Switch(BOT, "The bot is dead", "kill -9. Off: it is started again, and goes on where the database says.",
                        played.bot::kill, played.bot::start));
    }

    /** Puts it into this state, unless it is in it. */
    synchronized void set(String id, boolean wanted) {
        Switch one = switches.stream().filter(each -> each.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no switch " + id));
        if (on.contains(id) == wanted) return;
        (wanted ? one.on() : one.off()).run();
        if (!(wanted ? on.add(id) : on.remove(id))) throw new IllegalStateException(id);
    }

    synchronized boolean isOn(String id) {
        return on.contains(id);
    }

    synchronized ArrayNode shown() {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        switches.forEach(each -> shown.addObject().put("id", each.id()).put("name", each.name()).put("means", each.means())
                .put("on", on.contains(each.id())));
        return shown;
    }

    private void begin() {
        other = Optional.of(played.world.project().job(World.DEPLOY).by("dave").pipeline(7002).startedAt(Instant.now()));
    }

    private void end() {
        other.ifPresent(job -> {
            if (played.isPending())
                job.log(LOCKED).failedAt(Instant.now(), "script_failure");
            else
                job.succeededAt(Instant.now());
        });
    }

    private void spoil() {
        changeStatus(status -> {
            healthy = Optional.of(status.deepCopy());
            int wanted = status.path("replicas").asInt();
            status.put("readyReplicas", wanted - 1).put("availableReplicas", wanted - 1).put("unavailableReplicas", 1);
        });
    }

    private void repair() {
        healthy.ifPresent(before -> changeStatus(status -> {
            status.removeAll();
            status.setAll((ObjectNode) before);
        }));
    }

    private void changeStatus(Consumer<ObjectNode> change) {
        var unused = played.cluster.change(Kind.DEPLOYMENT, PlayedWorld.NAMESPACE, WEBSERVICE, deployment -> {
            change.accept(deployment.withObject("/status"));
            return deployment;
        });
    }

    /** A record that is gone meanwhile has no annotation to be taken away. */
    private void edit(Consumer<ObjectNode> change) {
        boolean there = played.cluster.get(Kind.SECRET, PlayedWorld.NAMESPACE, PlayedWorld.STUCK).isPresent();
        if (!there && on.contains(RECORD)) return;
        if (!there) throw new IllegalStateException("there is no stuck record any more");
        var unused = played.cluster.change(Kind.SECRET, PlayedWorld.NAMESPACE, PlayedWorld.STUCK, record -> {
            change.accept(record.withObject("/metadata"));
            return record;
        });
    }

    private void cutSlack() {
        played.toSlack.refuse();
        played.world.slack().connections().drop();
    }

    private void slowDown() {
        played.cluster.faults().always(request -> true, Fault.delay(LATE));
        played.world.gitlab().faults().always(new GitlabFault.Late(LATE));
        played.world.slack().faults().always("*", SlackFault.delay(LATE));
    }

    private void speedUp() {
        played.cluster.faults().clear();
        played.world.gitlab().faults().clear();
        played.world.slack().faults().clear();
    }

    private void lock() {
        try {
            Connection connection = DriverManager.getConnection(played.world.environment().get("DATABASE_URL"));
            holder = Optional.of(connection);
            try (var statement = connection.createStatement()) {
                var unused = statement.execute("BEGIN EXCLUSIVE");
            }
        } catch (SQLException busy) {
            throw new IllegalStateException("the bot is writing, try again", busy);
        }
    }

    private void unlock() {
        try {
            if (holder.isPresent()) holder.get().close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        unlock();
    }
}
