package dev.helmstuck.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.Module;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Ephemeral;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SharedFile;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import dev.helmstuck.simulator.slack.SlashReply;
import dev.helmstuck.slack.HurriedSlack;
import dev.helmstuck.testing.RunningClock;
import dev.helmstuck.testing.TestBots;
import dev.helmstuck.testing.cluster.Payload;

/**
 * A stuck {@code gitlab-cny} and everybody around it. The bot waits for nothing; {@link #meanwhile} puts something into the gap
 * between its two looks. What must hold for every remediation is asserted by {@link #ended}.
 */
final class Incident implements AutoCloseable {
    static final String NAMESPACE = "gitlab-cny";
    static final String CONTEXT = "gprd-gitlab-gke";
    static final String STUCK = "sh.helm.release.v1.gitlab-cny.v1234";
    static final String BELOW = "sh.helm.release.v1.gitlab-cny.v1233";
    static final String YES = "white_check_mark";
    static final String NO = "x";
    static final String BACKUP = "helm-stuck/release-backup.v1";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration STUCK_FOR = Duration.ofMinutes(25);

    final RunningClock clock = new RunningClock();
    final ClusterSimulator cluster = ClusterSimulator.start(clock);
    final HurriedSlack hurry;
    final World world;
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    /** How Slack delivers. */
    enum Mode {
        SOCKET,
        HTTP
    }

    private Incident(Path dir, Mode mode, HurriedSlack hurry) {
        this.hurry = hurry;
        Instant stuckSince = clock.instant().minus(STUCK_FOR);
        cluster.load("/records/gitlab-cny.json", stuckSince);
        world = new World(dir, cluster.kubeconfig(dir, CONTEXT), CONTEXT, NAMESPACE, "gitlab-cny", clock);
        world.culprit(stuckSince);
        longGap();
        slack().rateLimits().off();
        if (mode == Mode.HTTP) world.overHttp();
    }

    /** The incident with the bot running, by Socket Mode. */
    static Incident start(Path dir) {
        return start(dir, Mode.SOCKET);
    }

    static Incident start(Path dir, Mode mode) {
        return prepare(dir, mode).go();
    }

    /** The incident before the bot runs. */
    static Incident prepare(Path dir, Mode mode) {
        return prepare(dir, mode, new HurriedSlack());
    }

    /** The same with a Slack adapter that has another time-out. */
    static Incident prepare(Path dir, Mode mode, HurriedSlack hurry) {
        return new Incident(dir, mode, hurry);
    }

    /** How many must say yes, and until when. */
    Incident policy(int approvals, String deadline) {
        world.targets(CONTEXT, NAMESPACE, "gitlab-cny", deadline, approvals);
        longGap();
        return this;
    }

    /** Nobody waits for it, and so the look after a yes has one of its own, however long the machine takes until then. */
    private void longGap() {
        world.targets(world.targets().replace("sampleGap: 1s", "sampleGap: 10m"));
    }

    /** The same target under another name, from the bot's next start on. */
    Incident renamed(String name) {
        world.targets(world.targets().replace(World.TARGET + ":\n", name + ":\n"));
        return this;
    }

    /** Starts the bot, for the first time or again. */
    Incident go() {
        var unused = world.start(TestBots.bot(world.settings(), clock, this::gap, hurry));
        return this;
    }

    /** Starts it with other parts than the usual ones. */
    Incident go(List<Module> others) {
        var unused = world.start(TestBots.bot(world.settings(), clock, this::gap, hurry, others));
        return this;
    }

    /** Starts it with a chat around the real one. */
    Incident go(UnaryOperator<Conversation> around) {
        var unused = world.start(TestBots.bot(world.settings(), clock, this::gap, hurry, around));
        return this;
    }

    private void gap(Duration instead) {
        meanwhile.getAndSet(() -> {}).run();
    }

    /** Happens once, between the next two looks. */
    void meanwhile(Runnable happens) {
        meanwhile.set(happens);
    }

    /** Happens right before the API server answers the next such request. */
    void before(Predicate<ApiRequest> request, Runnable happens) {
        AtomicReference<Runnable> once = new AtomicReference<>(happens);
        cluster.faults().always(seen -> {
            // the bot asks several things at once: none of them is answered before it has happened
            synchronized (once) {
                if (request.test(seen)) once.getAndSet(() -> {}).run();
            }
            return false;
        }, Fault.reset());
    }

    SlackWorkspace slack() {
        return world.slack();
    }

    // what people do

    SlashReply type(String user, String text) {
        return slack().slash(user, World.CHANNEL, text);
    }

    /** Alice types the command; the request once it can be answered. */
    Message asked() {
        type(World.ALICE, World.TARGET);
        return request(1);
    }

    void react(String user, Message request, String emoji) {
        var unused = slack().react(user, World.CHANNEL, request.ts(), emoji);
    }

    void yes(String user, Message request) {
        react(user, request, YES);
    }

    void no(String user, Message request) {
        react(user, request, NO);
    }

    void takeBack(String user, Message request) {
        var unused = slack().unreact(user, World.CHANNEL, request.ts(), YES);
    }

    // what is to be seen

    void until(String what, BooleanSupplier so) {
        assertThat(slack().await(SOON, so)).as(() -> what + "\n" + slack().transcript(World.CHANNEL) + "\n" + audit()).isTrue();
    }

    List<Message> messages(String keyStart) {
        return slack().messages(World.CHANNEL).stream().filter(message -> !isFile(message) && World.key(message).startsWith(keyStart))
                .toList();
    }

    private boolean isFile(Message message) {
        return slack().files().stream().anyMatch(file -> file.ts().equals(message.ts()));
    }

    /** The texts of the files whose name ends so. */
    List<String> files(String nameEnd) {
        return slack().files().stream().filter(file -> file.name().endsWith(nameEnd)).map(SharedFile::text).toList();
    }

    /** The n-th approval request, once the bot waits for its answer. */
    Message request(int n) {
        until("request " + n, () -> audit("request").size() >= n);
        return messages("request:").get(n - 1);
    }

    /** The message as it is now. */
    Message now(Message message) {
        return slack().message(World.CHANNEL, message.ts()).orElseThrow();
    }

    List<Message> thread() {
        return slack().messages(World.CHANNEL).stream().filter(message -> message.thread().isPresent() && !isFile(message))
                .toList();
    }

    /** What this person was told privately in a thread, once there is so much of it. */
    List<Ephemeral> whispers(String user, int atLeast) {
        until("a whisper to " + user, () -> whispers(user).size() >= atLeast);
        return whispers(user);
    }

    List<Ephemeral> whispers(String user) {
        return slack().ephemerals().stream()
                .filter(each -> each.user().equals(user) && each.source() == Ephemeral.AnswerTo.POST_EPHEMERAL).toList();
    }

    /** What this person was answered by response_url, once there is so much of it. */
    List<Ephemeral> answers(String user, int atLeast) {
        until("an answer to " + user, () -> answers(user).size() >= atLeast);
        return answers(user);
    }

    private List<Ephemeral> answers(String user) {
        return slack().ephemerals().stream()
                .filter(each -> each.user().equals(user) && each.source() == Ephemeral.AnswerTo.RESPONSE_URL).toList();
    }

    List<AuditRow> audit() {
        return world.audit();
    }

    List<AuditRow> audit(String action) {
        return audit().stream().filter(row -> row.action().equals(action)).toList();
    }

    /** The one audit row of this action, once it is there. */
    AuditRow audited(String action) {
        until("an audit row: " + action, () -> !audit(action).isEmpty());
        assertThat(audit(action)).hasSize(1);
        return audit(action).getFirst();
    }

    /** Another process has taken the remediations for so long. */
    void leaseToAnother(Duration time) {
        world.change("UPDATE remediation SET lease_owner = 'another', lease_until = '" + clock.instant().plus(time) + "'");
    }

    /** Waits until the reactions have been read so often more than before the act, and nothing is left to do. */
    void looksAgain(Runnable act) {
        int before = slack().calls("reactions.get").size();
        act.run();
        until("another look at the reactions", () -> slack().calls("reactions.get").size() > before);
    }

    /** Waits while the bot tries again and again: puts the clock forward, a little each time. */
    void patiently(String what, BooleanSupplier so) {
        patiently(what, Duration.ofSeconds(10), so);
    }

    void patiently(String what, Duration eachTime, BooleanSupplier so) {
        for (int tried = 0; tried < 30 && !slack().await(Duration.ofMillis(300), so); tried++)
            clock.advance(eachTime);
        until(what, so);
    }

    // the cluster

    List<ApiRequest> deletes() {
        return cluster.requests().stream().filter(ApiRequest.realDelete(Kind.SECRET)).toList();
    }

    boolean there(String secret) {
        return cluster.get(Kind.SECRET, NAMESPACE, secret).isPresent();
    }

    String metadata(String secret, String field) {
        return cluster.get(Kind.SECRET, NAMESPACE, secret).orElseThrow().at("/metadata/" + field).asText();
    }

    List<ObjectNode> backups() {
        return cluster.list(Kind.SECRET, NAMESPACE).stream().filter(secret -> secret.path("type").asText().equals(BACKUP)).toList();
    }

    /** Somebody writes to a Secret without changing what it says. */
    void touch(String secret) {
        var unused = cluster.change(Kind.SECRET, NAMESPACE, secret, object -> {
            object.withObject("/metadata/annotations").put("touched", clock.instant().toString());
            return object;
        });
    }

    /** Somebody puts another object under the same name. */
    void recreate(String secret) {
        ObjectNode object = cluster.get(Kind.SECRET, NAMESPACE, secret).orElseThrow();
        assertThat(cluster.remove(Kind.SECRET, NAMESPACE, secret)).isTrue();
        object.withObject("/metadata").remove(List.of("uid", "resourceVersion", "managedFields"));
        var unused = cluster.put(object);
    }

    /** A record with another number, status and whatever else is changed in its payload. */
    void record(String like, int number, String status, UnaryOperator<String> payload) {
        ObjectNode object = cluster.get(Kind.SECRET, NAMESPACE, like).orElseThrow();
        String before = object.at("/metadata/labels/status").asText();
        String old = object.at("/metadata/labels/version").asText();
        String name = "sh.helm.release.v1.gitlab-cny.v" + number;
        if (!name.equals(like))
            object.withObject("/metadata").remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields"));
        object.withObject("/metadata").put("name", name);
        object.withObject("/metadata/labels").put("status", status).put("version", Integer.toString(number));
        String text = Payload.decode(object.at("/data/release").asText())
                .replace("\"status\":\"" + before + "\"", "\"status\":\"" + status + "\"")
                .replace("\"version\":" + old, "\"version\":" + number);
        object.withObject("/data").put("release", Payload.encode(payload.apply(text)));
        var unused = cluster.put(object);
    }

    List<String> gitlabRequests() {
        return world.gitlab().requests();
    }

    // the end

    /** Waits for the end and asserts what must hold for every remediation, whatever its outcome; the last message. */
    Message ended(Outcome outcome) {
        until("the end", () -> !audit("end").isEmpty());
        AuditRow end = audit("end").getLast();
        assertThat(end.result()).as(() -> slack().transcript(World.CHANNEL)).isEqualTo(outcome.name());
        List<AuditRow> rows = audit().stream().filter(row -> row.remediation().equals(end.remediation())).toList();
        List<Message> ours = slack().messages(World.CHANNEL).stream()
                .filter(message -> World.remediation(message).equals(end.remediation()))
                .toList();
        Message root = saidOnce(ours, "root");
        // that nothing is stuck is said in one message
        boolean alone = outcome == Outcome.NOT_STUCK;
        if (alone) assertThat(ours).containsExactly(root);
        Message last = alone ? root : saidOnce(ours, "last");
        assertThat(ours.stream().filter(Message::broadcast).filter(message -> !World.key(message).startsWith("reminder:")))
                .containsExactlyElementsOf(alone ? List.of() : List.of(last));
        assertThat(rows.getFirst().action()).isEqualTo("command");
        Optional<String> given = Optional.of(rows.getFirst().result()).filter(result -> result.contains(", thread "))
                .map(result -> result.substring(result.indexOf(", thread ") + ", thread ".length()));
        assertThat(root.thread()).isEqualTo(given);
        assertThat(ours.stream().filter(message -> !message.equals(root)))
                .allSatisfy(message -> assertThat(message.thread()).contains(given.orElse(root.ts())));
        assertThat(rows.getLast()).isEqualTo(end);
        everyMessageIsProper();
        onlyRequestsAreSeeded(ours);
        noRequestLooksOpen(ours);
        nothingIsDeletedWithout();
        return last;
    }

    private static Message saidOnce(List<Message> ours, String key) {
        List<Message> said = ours.stream().filter(message -> World.key(message).equals(key)).toList();
        assertThat(said).as(key).hasSize(1);
        return said.getFirst();
    }

    /** Full text, no live mention but of those who asked and, once in a request, of the approvers; nothing of what the record holds. */
    void everyMessageIsProper() {
        List<String> asked = audit("command").stream().map(row -> "<@" + row.actor() + ">").toList();
        List<String> texts = new ArrayList<>();
        for (Message message : slack().messages(World.CHANNEL)) {
            if (!message.user().equals(slack().botUserId())) continue;
            List<String> may = new ArrayList<>(asked);
            if (request(message)) may.add("<!subteam^" + World.SRE + ">");
            assertThat(message.mentions()).as(message.text()).doesNotHaveDuplicates().isSubsetOf(may);
            texts.addAll(message.texts());
            texts.add(message.blocks().toString());
        }
        slack().ephemerals().forEach(each -> {
            assertThat(each.mentions()).as(each.text()).isEmpty();
            texts.add(each.text());
            texts.add(each.blocks().toString());
        });
        audit().forEach(row -> texts.add(row.toString()));
        assertThat(texts).isNotEmpty().allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("CANARY"));
    }

    private void onlyRequestsAreSeeded(List<Message> ours) {
        for (Message message : ours) {
            List<String> seeds = message.reactions().entrySet().stream().filter(each -> each.getValue().contains(slack().botUserId()))
                    .map(each -> each.getKey()).toList();
            assertThat(seeds).as(World.key(message)).containsExactlyElementsOf(request(message) ? List.of(YES, NO) : List.of());
        }
    }

    private static boolean request(Message message) {
        return World.key(message).startsWith("request:") || World.key(message).startsWith("rerun:")
                || World.key(message).startsWith("restore:");
    }

    private static void noRequestLooksOpen(List<Message> ours) {
        ours.stream().filter(Incident::request).forEach(request -> {
            assertThat(request.texts().getFirst()).contains(":" + YES + ":", ":" + NO + ":");
            assertThat(request.text()).as("a request that ended").doesNotContain(":" + YES + ":");
        });
    }

    /** Every delete that was sent named uid and resourceVersion of a request, after somebody else's yes and after the copy. */
    private void nothingIsDeletedWithout() {
        for (ApiRequest delete : deletes()) {
            String uid = delete.body().at("/preconditions/uid").asText();
            String version = delete.body().at("/preconditions/resourceVersion").asText();
            assertThat(uid).isNotBlank();
            assertThat(version).isNotBlank();
            assertThat(messages("request:").stream().map(message -> message.texts().getFirst()))
                    .anySatisfy(text -> assertThat(text).contains(uid, version, delete.name()));
            Predicate<AuditRow> same = row -> row.object().contains("uid=" + uid) && row.object().contains("resourceVersion=" + version)
                    && row.object().contains(CONTEXT + "/" + NAMESPACE + "/" + delete.name());
            List<String> actions = audit().stream().filter(same).map(AuditRow::action).toList();
            assertThat(actions).contains("request", "approval", "backup", "delete");
            assertThat(actions.indexOf("approval")).isLessThan(actions.indexOf("backup"));
            assertThat(actions.indexOf("backup")).isLessThan(actions.indexOf("delete"));
            assertThat(audit("approval").stream().filter(same)).noneMatch(row -> audit("command").stream()
                    .anyMatch(command -> command.remediation().equals(row.remediation()) && command.actor().equals(row.actor())));
        }
    }

    /** It ended without any delete, and the record is as it was. */
    Message endedUntouched(Outcome outcome) {
        Message last = ended(outcome);
        assertThat(deletes()).isEmpty();
        return last;
    }

    /** It ended with the one delete. */
    Message repaired() {
        Message last = ended(Outcome.UNLOCKED);
        assertThat(deletes()).hasSize(1);
        assertThat(there(STUCK)).isFalse();
        assertThat(there(BELOW)).isTrue();
        assertThat(backups()).hasSize(1);
        return last;
    }

    Optional<AuditRow> refused(String user) {
        return audit("refused reaction").stream().filter(row -> row.actor().equals(user)).findFirst();
    }

    @Override
    public void close() {
        world.close();
        cluster.close();
    }
}
