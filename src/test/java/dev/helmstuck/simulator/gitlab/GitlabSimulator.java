package dev.helmstuck.simulator.gitlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.helmstuck.simulator.Heads;
import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import dev.helmstuck.testing.Canary;
import dev.helmstuck.testing.LeftBehind;

/**
 * A GitLab on a loopback port, with a memory: projects, jobs, resource groups, and the part of the REST API v4 that the bot uses.
 *
 * <pre>{@code
 * try (var gitlab = GitlabSimulator.start()) {
 *     var project = gitlab.project("group/proj");
 *     project.job("gprd-cny:auto-deploy").resourceGroup("gprd-cny").startedAt(then).failedAt(later, "script_failure");
 * }
 * }</pre>
 */
public final class GitlabSimulator implements AutoCloseable {

    private static final String READ_TOKEN = "glpat-" + Canary.VALUE + "-read";
    private static final String RERUN_TOKEN = "glpat-" + Canary.VALUE + "-rerun";

    private final Map<String, SimulatedProject> projects = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Heads heads = new Heads("PRIVATE-TOKEN");
    private final GitlabFaults faults = new GitlabFaults();
    private final AtomicLong ids = new AtomicLong(15_000_000);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final GitlabApi api;
    private final Clock clock;

    private GitlabSimulator(HttpServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
        this.api = new GitlabApi(projects, clock, READ_TOKEN, RERUN_TOKEN);
    }

    public static GitlabSimulator start() {
        return start(Clock.systemUTC());
    }

    /** With a clock, which says when jobs are created that do not say it. */
    public static GitlabSimulator start(Clock clock) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            GitlabSimulator gitlab = new GitlabSimulator(server, clock);
            server.createContext("/", gitlab::handle);
            server.setExecutor(gitlab.threads);
            server.start();
            return gitlab;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For {@code GITLAB_URL}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** For {@code GITLAB_TOKEN}: the scope read_api. */
    public String token() {
        return READ_TOKEN;
    }

    /** For {@code GITLAB_RERUN_TOKEN}: the scope api. */
    public String rerunToken() {
        return RERUN_TOKEN;
    }

    /** The project of this path, which exists from now on. */
    public SimulatedProject project(String path) {
        return projects.computeIfAbsent(path, p -> new SimulatedProject(projects.size() + 1L, p, url().toString(), clock, ids));
    }

    public GitlabFaults faults() {
        return faults;
    }

    /** An older GitLab: these statuses are refused as a scope. */
    public GitlabSimulator withoutStatuses(String... statuses) {
        api.forget(Arrays.asList(statuses));
        return this;
    }

    /** A GitLab before 18.6: no {@code current_job}. */
    public GitlabSimulator withoutCurrentJob() {
        api.forgetHolders();
        return this;
    }

    /** The second token has this scope and no other. */
    public GitlabSimulator rerunScope(String scope) {
        api.narrowRerun(scope);
        return this;
    }

    /** The day on which the tokens run out. */
    public GitlabSimulator tokensExpire(LocalDate day) {
        api.expire(day);
        return this;
    }

    /** Every request that came, as "GET /api/v4/…", oldest first. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        int jobs = projects.values().stream().mapToInt(project -> project.jobs().size()).sum();
        LeftBehind.keep("gitlab", Map.of("GitLab tokens", 2, "job logs and variables", jobs), heads.seen());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            heads.note(exchange);
            String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(asked);
            Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI(), url().toString(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (!request.target().getRawPath().startsWith("/api/v4/")) {
                send(exchange, webPage(request));
                return;
            }
            faults.happen(asked);
            Optional<GitlabFault> instead = faults.instead(asked);
            if (instead.isPresent()) {
                spoiled(GitlabReply.json(200, "{}"), instead.get()).ifPresent(reply -> send(exchange, reply));
                return;
            }
            GitlabReply right = api.answer(request);
            Optional<GitlabFault> fault = faults.take(asked);
            if (fault.isPresent()) {
                spoiled(right, fault.get()).ifPresent(reply -> send(exchange, reply));
                return;
            }
            send(exchange, right);
        }
    }

    private static Optional<GitlabReply> spoiled(GitlabReply right, GitlabFault fault) {
        return switch (fault) {
            case GitlabFault.StatusAnswer(int status, Optional<String> retryAfter) -> {
                GitlabReply plain = GitlabReply.message(status, status + (status == 429 ? " Too Many Requests" : " Simulated"));
                yield Optional
                        .of(retryAfter.map(seconds -> new GitlabReply(status, Map.of("Retry-After", seconds), plain.body())).orElse(plain));
            }
            case GitlabFault.HtmlAnswer() ->
                Optional.of(new GitlabReply(200, Map.of("Content-Type", "text/html"), "<!DOCTYPE html><title>Sign in</title>"));
            case GitlabFault.BrokenOff() ->
                Optional.of(new GitlabReply(right.status(), right.headers(), right.body().substring(0, right.body().length() / 2)));
            case GitlabFault.NoPaging() -> Optional.of(GitlabReply.json(right.status(), right.body()));
            case GitlabFault.Endless() -> {
                Map<String, String> headers = new HashMap<>(right.headers());
                headers.put("X-Next-Page", Integer.toString(Integer.parseInt(headers.getOrDefault("X-Page", "1")) + 1));
                yield Optional.of(new GitlabReply(200, headers, right.body()));
            }
            case GitlabFault.Hangup() -> Optional.empty();
            case GitlabFault.Body(String text) -> Optional.of(new GitlabReply(200, right.headers(), text));
            case GitlabFault.CutShort() -> Optional.of(right.cutShort());
            case GitlabFault.Late(Duration by) -> late(right, by);
            case GitlabFault.StatusBody(int status, String text) -> Optional.of(new GitlabReply(status, right.headers(), text));
            case GitlabFault.RedirectStatus(int status, String location) ->
                Optional.of(new GitlabReply(status, Map.of("Location", location), ""));
            case GitlabFault.Redirect(String location) -> Optional.of(new GitlabReply(302, Map.of("Location", location), ""));
        };
    }

    private static Optional<GitlabReply> late(GitlabReply right, Duration by) {
        try {
            Thread.sleep(by);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(right);
    }

    /** The page of a job, for whoever follows a link: its log. */
    private GitlabReply webPage(Request request) {
        String path = request.target().getPath();
        return projects.values().stream().flatMap(SimulatedProject::newestFirst).filter(job -> job.url().endsWith(path))
                .filter(job -> path.contains("/-/jobs/")).findFirst()
                .map(job -> GitlabReply.text(job.name() + " #" + job.id() + ": " + job.status() + "\n\n" + job.log()))
                .orElseGet(() -> new GitlabReply(404, Map.of("Content-Type", "text/plain"), "404\n"));
    }

    private static void send(HttpExchange exchange, GitlabReply reply) {
        try {
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length + reply.missing());
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
