package dev.helmstuck.simulator.slack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.helmstuck.simulator.Heads;
import dev.helmstuck.testing.Canary;
import dev.helmstuck.testing.LeftBehind;

/**
 * A Slack workspace on the loopback interface with one app, helm-stuck, installed: Web API, Socket Mode and signed HTTP, with a memory,
 * Slack's limits and, on request, Slack's faults. {@link #shown()} is what a page for people needs.
 */
public final class SlackWorkspace implements AutoCloseable {

    static final String TEAM = "T0SIMULATED";
    static final String APP = "A0HELMSTUCK";
    static final String BOT = "B0HELMSTUCK";
    static final String BOT_USER = "U0HELMSTUCK";
    static final String BOT_TOKEN = "xoxb-" + Canary.VALUE + "-bot";
    static final String APP_TOKEN = "xapp-" + Canary.VALUE + "-app";
    static final String SIGNING_SECRET = Canary.VALUE + "-signing";
    static final String HOME = "https://acme.slack.com/";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SlackMemory memory;
    private final Scopes scopes = new Scopes();
    private final SlackFaults faults = new SlackFaults(scopes);
    private final RateLimits limits;
    private final Connections connections;
    private final Deliveries deliveries;
    private final People people;
    private final Dialogs dialogs;
    private final WebApi api;
    private final FileMethods fileMethods;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Heads heads = new Heads("Authorization");
    private volatile Optional<SignedHttp> signedHttp = Optional.empty();
    private volatile Optional<String> enterprise = Optional.empty();
    private volatile Optional<String> reachedBy = Optional.empty();

    private SlackWorkspace(Clock clock, int port) throws IOException {
        memory = new SlackMemory(clock);
        limits = new RateLimits(clock);
        connections = new Connections(memory);
        deliveries = new Deliveries(memory, connections);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        Rooms rooms = new Rooms(memory);
        ChatMethods chat = new ChatMethods(memory, rooms, scopes, faults);
        ResponseUrls responseUrls = new ResponseUrls(memory, chat);
        Payloads payloads = new Payloads(memory, () -> reachedBy.orElseGet(this::webUrl));
        AppEvents events = new AppEvents(memory, scopes, deliveries, payloads);
        ReactionMethods reactions = new ReactionMethods(memory, rooms, scopes, events);
        people = new People(memory, deliveries, responseUrls, payloads, reactions, events);
        dialogs = new Dialogs(memory, payloads, deliveries, responseUrls);
        fileMethods = new FileMethods(memory, rooms, scopes, () -> reachedBy.orElseGet(this::webUrl));
        api = new WebApi(memory, faults, scopes, limits,
                List.of(chat.methods(), fileMethods.methods(), reactions.methods(), new PeopleMethods(memory, scopes).methods(),
                        new ConversationMethods(memory, rooms, scopes).methods(), dialogs.methods(),
                        Map.of("auth.test", params -> identity(), "apps.connections.open", connections::openUrl)));
        http.createContext("/api/", heads.before(api::handle));
        http.createContext("/" + ResponseUrls.PATH, heads.before(responseUrls::handle));
        http.createContext("/" + FileMethods.PATH, heads.before(fileMethods::upload));
        http.setExecutor(threads);
        memory.put(Member.person(BOT_USER, "helm-stuck", "helm-stuck").withoutEmail().bot());
    }

    /** A workspace on free ports, by the system's clock. */
    public static SlackWorkspace start() {
        return start(Clock.systemUTC(), 0);
    }

    /** A workspace on free ports: its timestamps, limits and deadlines follow this clock, its three seconds to acknowledge do not. */
    public static SlackWorkspace start(Clock clock) {
        return start(clock, 0);
    }

    /** A workspace whose Web API has this port; 0 is any. */
    public static SlackWorkspace start(Clock clock, int port) {
        try {
            SlackWorkspace workspace = new SlackWorkspace(clock, port);
            workspace.connections.start();
            workspace.http.start();
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For {@code SLACK_API_URL}. */
    public String apiUrl() {
        return webUrl() + "api/";
    }

    /** The address that the app is told for its answers to commands, in the place of {@link #webUrl()}. */
    public void reachedBy(URI address) {
        reachedBy = Optional.of(address.toString());
    }

    /** Where the workspace is served. */
    public String webUrl() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/";
    }

    public String botToken() {
        return BOT_TOKEN;
    }

    public String appToken() {
        return APP_TOKEN;
    }

    public String signingSecret() {
        return SIGNING_SECRET;
    }

    public String teamId() {
        return TEAM;
    }

    public String botUserId() {
        return BOT_USER;
    }

    /** The files that are shared, in the order of sharing. */
    public List<SharedFile> files() {
        return memory.files();
    }

    /** The next upload of a file gets no answer. */
    public void breakNextUpload() {
        fileMethods.breakNextUpload();
    }

    private ObjectNode identity() {
        return SlackJson.object().put("url", HOME).put("team", "Acme").put("user", "helm-stuck").put("team_id", TEAM)
                .put("user_id", BOT_USER)
                .put("bot_id", BOT).put("is_enterprise_install", false)
                .setAll(enterprise.map(id -> SlackJson.object().put("enterprise_id", id))
                        .orElseGet(SlackJson::object));
    }

    // people and channels

    /** The workspace is part of an Enterprise Grid organisation from now on. */
    public void joinEnterprise(String id) {
        enterprise = Optional.of(id);
    }

    public Member addMember(Member member) {
        memory.put(member);
        return member;
    }

    /** Replaces the account with the same id. */
    public void changeMember(Member member) {
        memory.put(member);
    }

    public void addGroup(String id, String handle, String... members) {
        memory.put(new UserGroup(id, handle, new TreeSet<>(List.of(members)), false));
    }

    public void changeGroup(String id, String... members) {
        UserGroup group = memory.group(id).orElseThrow();
        memory.put(new UserGroup(id, group.handle(), new TreeSet<>(List.of(members)), group.disabled()));
    }

    public void disableGroup(String id) {
        UserGroup group = memory.group(id).orElseThrow();
        memory.put(new UserGroup(id, group.handle(), group.members(), true));
    }

    public Channel addChannel(Channel channel) {
        memory.put(channel);
        return channel;
    }

    /** Replaces the channel with the same id; its messages stay. */
    public void changeChannel(Channel channel) {
        memory.put(channel);
    }

    // acts of people

    /** Somebody types {@code /helm-stuck text}; returns once the app acknowledged, or failed to. */
    public SlashReply slash(String user, String channel, String text) {
        return people.slash(user, channel, text);
    }

    /** Somebody reacts; the event, unless the app is not in the channel or may not read reactions. */
    public Optional<Delivery> react(String user, String channel, String ts, String name) {
        return people.react(user, channel, ts, name);
    }

    /** Somebody takes a reaction back. */
    public Optional<Delivery> unreact(String user, String channel, String ts, String name) {
        return people.unreact(user, channel, ts, name);
    }

    /** Somebody picks the app's shortcut in the menu of a message; returns once the app acknowledged, or failed to. */
    public Delivery shortcut(String user, String channel, String ts) {
        return dialogs.shortcut(memory.member(user).orElseThrow(), memory.channel(channel).orElseThrow(), ts);
    }

    /** The dialogs that were opened, oldest first. */
    public List<Dialog> dialogs() {
        return dialogs.opened();
    }

    /** Somebody chooses an option in their dialog, and submits it. */
    public Delivery submit(Dialog dialog, String value) {
        return dialogs.submit(dialog, value);
    }

    /** Somebody writes in the channel; who mentions the bot is heard. */
    public Message say(String user, String channel, String text) {
        return people.say(user, channel, Optional.empty(), text);
    }

    /** Somebody writes in a thread; who mentions the bot is heard. */
    public Message reply(String user, String channel, String thread, String text) {
        return people.say(user, channel, Optional.of(thread), text);
    }

    // the way to the app

    /** From now on by signed HTTP to the app's endpoint; at first, and after {@link #deliverBySocket()}, by Socket Mode. */
    public void deliverTo(URI endpoint) {
        deliverTo(List.of(endpoint));
    }

    /** The same to an app of several processes behind one address: each event and command goes to any one of them. */
    public void deliverTo(List<URI> endpoints) {
        signedHttp.ifPresent(SignedHttp::stop);
        SignedHttp transport = new SignedHttp(memory, endpoints);
        signedHttp = Optional.of(transport);
        deliveries.by(transport);
    }

    public void deliverBySocket() {
        deliveries.by(connections);
    }

    /** Sends the very same event or command once more: same event_id or trigger_id; whether it was acknowledged. */
    public boolean resend(Delivery delivery) {
        return deliveries.resend(delivery).join() instanceof Transport.DeliveryOutcome.Acked;
    }

    /** HTTP mode: every signed request so far, oldest first; forged ones are left out. */
    public List<SignedRequest> signedRequests() {
        return signedHttp.orElseThrow().sent();
    }

    /** HTTP mode: sends a request again byte for byte; the status of the answer. */
    public int replay(SignedRequest request) {
        return signedHttp.orElseThrow().replay(request);
    }

    /** HTTP mode: a command that Slack did not send; the status of the answer. */
    public int forgeCommand(Forgery forgery, String user, String channel, String text) {
        return signedHttp.orElseThrow().forge(forgery, people.untypedCommand(user, channel, text));
    }

    /** HTTP mode: a reaction that nobody made; the status of the answer. */
    public int forgeReaction(Forgery forgery, String user, String channel, String ts, String name) {
        return signedHttp.orElseThrow().forge(forgery, people.unmadeReaction(user, channel, ts, name));
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    public Connections connections() {
        return connections;
    }

    public SlackFaults faults() {
        return faults;
    }

    public RateLimits rateLimits() {
        return limits;
    }

    // reading

    /** All messages of a channel, replies too, oldest first. */
    public List<Message> messages(String channel) {
        return memory.messages(channel);
    }

    /** A message and its replies, oldest first. */
    public List<Message> thread(String channel, String ts) {
        return memory.thread(channel, ts);
    }

    public Optional<Message> message(String channel, String ts) {
        return memory.message(channel, ts);
    }

    /** What only one person saw, oldest first. */
    public List<Ephemeral> ephemerals() {
        return memory.ephemerals();
    }

    /** The posts to response URLs, refused ones too. */
    public List<ResponsePost> responses() {
        return memory.responses();
    }

    /** The calls of the Web API that were answered, in that order. */
    public List<Call> calls() {
        return memory.calls();
    }

    public List<String> methodsCalled() {
        return calls().stream().map(Call::method).toList();
    }

    public List<Call> calls(String method) {
        return calls().stream().filter(call -> call.method().equals(method)).toList();
    }

    /** The events and commands so far, oldest first. */
    public List<Delivery> delivered() {
        return memory.deliveries();
    }

    /** Waits, bounded, until something is so; whether it came to be. */
    public boolean await(Duration atMost, BooleanSupplier condition) {
        return memory.await(atMost, condition);
    }

    /** The first such message of the channel, waiting up to ten seconds for it. */
    public Message awaitMessage(String channel, Predicate<Message> wanted) {
        await(PATIENCE, () -> messages(channel).stream().anyMatch(wanted));
        return messages(channel).stream().filter(wanted).findFirst()
                .orElseThrow(() -> new AssertionError("no such message within " + PATIENCE + "\n" + transcript(channel)));
    }

    /** The first such ephemeral message, waiting up to ten seconds for it. */
    public Ephemeral awaitEphemeral(Predicate<Ephemeral> wanted) {
        await(PATIENCE, () -> ephemerals().stream().anyMatch(wanted));
        return ephemerals().stream().filter(wanted).findFirst()
                .orElseThrow(() -> new AssertionError("no such ephemeral message within " + PATIENCE + ": " + ephemerals()));
    }

    /** All that a page shows, as JSON. */
    public ObjectNode shown() {
        return ShownChat.of(memory);
    }

    /** The channel with its threads as a person reads it. */
    public String transcript(String channel) {
        return new Transcript(memory).channel(channel);
    }

    /** One message as a person reads it now. */
    public String transcript(Message message) {
        return new Transcript(memory).message(message);
    }

    @Override
    public void close() {
        api.close();
        deliveries.close();
        signedHttp.ifPresent(SignedHttp::stop);
        connections.stop();
        http.stop(0);
        threads.shutdownNow();
        keep();
    }

    /** All that the app has sent, in every version, and with what heads. */
    private void keep() {
        List<String> lines = new ArrayList<>(heads.seen());
        calls().forEach(call -> lines.add(call.toString()));
        responses().forEach(response -> lines.add(response.toString()));
        ephemerals().forEach(each -> lines.add(each.toString()));
        memory.channels().forEach(channel -> messages(channel.id()).forEach(message -> lines.add(message.toString())));
        LeftBehind.keep("slack", Map.of("Slack tokens", 3), lines);
    }
}
