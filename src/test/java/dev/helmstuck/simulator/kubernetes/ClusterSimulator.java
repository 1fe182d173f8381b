package dev.helmstuck.simulator.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.helmstuck.simulator.Heads;
import dev.helmstuck.testing.Canary;
import dev.helmstuck.testing.LeftBehind;

/**
 * An API server over plain HTTP on loopback, with a memory: it honours preconditions, dry runs, selectors, pages and metadata-only
 * forms as a real one does (one contract test runs on both). It refuses a wrong token, allows get, list, create and delete, and
 * forbids the rest in RBAC's words. It has no watch.
 */
public final class ClusterSimulator implements AutoCloseable {
    /** Whoever holds the token, as RBAC's messages call it. */
    public static final String USER = "system:serviceaccount:helm-stuck:helm-stuck";

    static {
        // without it every second answer of a connection is 40 ms late: Nagle's algorithm meets delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String token = Canary.VALUE + UUID.randomUUID();
    private final Faults faults = new Faults();
    private final Memory memory = new Memory();
    private final Permissions permissions = new Permissions();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ObjectStore objects;
    private final Door door;
    private final Heads heads = new Heads("Authorization");
    private final AtomicInteger plantedRecords = new AtomicInteger();
    private final AtomicInteger plantedSecrets = new AtomicInteger();
    private final HttpServer server;

    private ClusterSimulator(Clock clock, int port) throws IOException {
        objects = new ObjectStore(memory, clock);
        door = new Door(new Api(objects, new Lists(memory), permissions), faults, token);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", heads.before(door));
        server.setExecutor(threads);
        ObjectNode unused = put("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"default\"}}");
        server.start();
    }

    public static ClusterSimulator start(Clock clock) {
        return start(clock, 0);
    }

    /** On a port of choice; 0 is any free one. */
    public static ClusterSimulator start(Clock clock, int port) {
        try {
            return new ClusterSimulator(clock, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public String token() {
        return token;
    }

    /** Writes {@code kubeconfig} into the folder, with the one context of that name. */
    public Path kubeconfig(Path folder, String context) {
        try {
            return Files.writeString(folder.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: simulated, cluster: {server: "%s"}}]
                    users: [{name: simulated, user: {token: "%s"}}]
                    contexts: [{name: "%s", context: {cluster: simulated, user: simulated}}]
                    current-context: "%s"
                    """.formatted(uri(), token, context, context));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Creates or replaces an object as another actor does it, and its namespace with it; replacing keeps uid and creationTimestamp.
     * A uid, a creationTimestamp and managedFields that are given are kept.
     */
    public ObjectNode put(ObjectNode object) {
        return objects.put(object).deepCopy();
    }

    public ObjectNode put(String json) {
        return put(Json.parse(json));
    }

    /** What is there now, if it is there. */
    public Optional<ObjectNode> get(Kind kind, String namespace, String name) {
        return memory.get(kind, namespace, name).map(ObjectNode::deepCopy);
    }

    /** The objects of a namespace in the order of their names; of all namespaces if that is empty. */
    public List<ObjectNode> list(Kind kind, String namespace) {
        return memory.list(kind, namespace, "").stream().map(entry -> entry.getValue().deepCopy()).toList();
    }

    /** Another actor deletes it; false if it was not there. */
    public boolean remove(Kind kind, String namespace, String name) {
        return memory.remove(kind, namespace, name).isPresent();
    }

    /** Another actor writes it: a new resourceVersion, unless nothing changed. */
    public ObjectNode change(Kind kind, String namespace, String name, UnaryOperator<ObjectNode> change) {
        synchronized (memory) {
            ObjectNode before = memory.get(kind, namespace, name)
                    .orElseThrow(() -> new IllegalArgumentException("no " + Memory.key(kind, namespace, name)));
            return objects.change(kind, before, change.apply(before.deepCopy())).deepCopy();
        }
    }

    /** Lists that are being read cannot go on any more: 410. */
    public void compact() {
        memory.compact();
    }

    /**
     * Puts a recorded release and its workloads, moved in time: its newest revision was created at that instant and the one before it
     * a day earlier, and everything else moves along.
     *
     * @param resource on the class path, as {@code /records/gitlab-cny.json}
     */
    public void load(String resource, Instant stuckSince) {
        try (InputStream stream = ClusterSimulator.class.getResourceAsStream(resource)) {
            if (stream == null)
                throw new IllegalArgumentException("no such resource: " + resource);
            Recording.of(Json.MAPPER.readTree(stream)).since(stuckSince).forEach(this::plant);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a recorded object, a record with more to hide than real Helm wrote into it, and beside it a Secret of each other type. */
    private void plant(ObjectNode object) {
        if (!object.path("kind").asText().equals("Secret")) {
            put(object);
            return;
        }
        boolean record = object.path("type").asText().equals("helm.sh/release.v1");
        put(record ? Hidden.within(object) : object);
        (record ? plantedRecords : plantedSecrets).incrementAndGet();
        if (record) Hidden.beside(object).forEach(secret -> {
            put(secret);
            plantedSecrets.incrementAndGet();
        });
    }

    /** Takes a verb from the account's Role. */
    public ClusterSimulator withhold(String verb, Kind kind) {
        permissions.withhold(verb, kind);
        return this;
    }

    /** Whether the shipped admission policy stands, as far as the bot's own requests can meet it; at first it does not. */
    public ClusterSimulator fenced(boolean stands) {
        permissions.fence(stands);
        return this;
    }

    /** Whether a quota of Secrets is used up. */
    public ClusterSimulator full(boolean exhausted) {
        permissions.full(exhausted);
        return this;
    }

    /** Every request so far, in the order of their coming. */
    public List<ApiRequest> requests() {
        return List.copyOf(door.seen());
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public void close() {
        door.close();
        server.stop(0);
        threads.shutdownNow();
        List<String> lines = new ArrayList<>(heads.seen());
        requests().forEach(request -> lines.add(request.toString()));
        LeftBehind.keep("cluster", Map.of("Kubernetes tokens", 1, "records", plantedRecords.get(), "Secrets", plantedSecrets.get()), lines);
    }
}
