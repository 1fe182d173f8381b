package dev.helmstuck.simulator.slack;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

/** The Web API at {@code /api/}: token, limit, scope, method, in this order, and the faults around them. */
final class WebApi {

    private final SlackMemory memory;
    private final SlackFaults faults;
    private final Scopes scopes;
    private final RateLimits limits;
    private final Map<String, ApiMethod> methods = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    WebApi(SlackMemory memory, SlackFaults faults, Scopes scopes, RateLimits limits, List<Map<String, ApiMethod>> families) {
        this.memory = memory;
        this.faults = faults;
        this.scopes = scopes;
        this.limits = limits;
        families.forEach(methods::putAll);
    }

    void close() {
        closing.countDown();
    }

    void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().substring("/api/".length());
        Params params = Params.read(exchange);
        WebApiAnswer answered = withFault(method, params);
        memory.add(new Call(method, params.values(), answered.reply.cut() == Reply.Cut.ALL ? 0 : answered.reply.status(), answered.error,
                answered.executed, memory.now()));
        answered.reply.send(exchange);
    }

    private record WebApiAnswer(Reply reply, Optional<String> error, boolean executed) {

        static WebApiAnswer outside(Reply reply) {
            return new WebApiAnswer(reply, Optional.empty(), false);
        }

        WebApiAnswer cut(Reply.Cut cut) {
            return new WebApiAnswer(reply.cut(cut), error, executed);
        }
    }

    private WebApiAnswer withFault(String method, Params params) {
        return switch (faults.take(method)) {
            case SlackFault.None() -> execute(method, params);
            case SlackFault.Delay(Duration time) -> {
                pause(time);
                yield execute(method, params);
            }
            case SlackFault.LateAnswer(Duration time) -> {
                WebApiAnswer answered = execute(method, params);
                pause(time);
                yield answered;
            }
            case SlackFault.LostAnswer() -> execute(method, params).cut(Reply.Cut.ALL);
            case SlackFault.HalfAnswer() -> execute(method, params).cut(Reply.Cut.HALF);
            case SlackFault.ConnectionReset() -> WebApiAnswer.outside(Reply.json(SlackJson.object()).cut(Reply.Cut.ALL));
            case SlackFault.Html() -> WebApiAnswer.outside(Reply.html("<html><body><h1>Sign in to continue</h1></body></html>"));
            case SlackFault.SlackAnswer(String json) -> WebApiAnswer.outside(Reply.text("application/json; charset=utf-8", json));
            case SlackFault.Refusal(String name) -> failed(new SlackError(name));
            case SlackFault.StatusOnly(int code, Optional<Duration> retryAfter) -> WebApiAnswer.outside(status(code, retryAfter));
        };
    }

    private static Reply status(int code, Optional<Duration> retryAfter) {
        Reply reply = code == 429
                ? Reply.json(SlackJson.object().put("ok", false).put("error", "ratelimited"))
                : Reply.html("<html><body>" + code + "</body></html>");
        return retryAfter.map(wait -> reply.with("Retry-After", String.valueOf(wait.toSeconds()))).orElse(reply).withStatus(code);
    }

    private void pause(Duration time) {
        try {
            closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private WebApiAnswer execute(String method, Params params) {
        try {
            ApiMethod known = Optional.ofNullable(methods.get(method)).orElseThrow(() -> new SlackError("unknown_method"));
            checkToken(method, params);
            Optional<Duration> wait = limits.take(method, params);
            if (wait.isPresent()) {
                return new WebApiAnswer(status(429, wait), Optional.of("ratelimited"), false);
            }
            ObjectNode answer = memory.step(() -> known.call(params));
            return new WebApiAnswer(reply(SlackJson.object().put("ok", true).setAll(answer)), Optional.empty(), true);
        } catch (SlackError error) {
            return failed(error);
        }
    }

    private void checkToken(String method, Params params) {
        String token = params.token().filter(given -> !given.isEmpty()).orElseThrow(() -> new SlackError("not_authed"));
        boolean wantsApp = method.equals("apps.connections.open");
        if (!token.equals(SlackWorkspace.BOT_TOKEN) && !token.equals(SlackWorkspace.APP_TOKEN)) {
            throw new SlackError("invalid_auth");
        }
        if (token.equals(SlackWorkspace.APP_TOKEN) != wantsApp) {
            throw new SlackError("not_allowed_token_type");
        }
    }

    private WebApiAnswer failed(SlackError error) {
        ObjectNode body = SlackJson.object().put("ok", false).put("error", error.name());
        if (error.name().equals("missing_scope")) {
            body.put("needed", error.details().getFirst().replace("needed: ", "")).put("provided", scopes.list());
        } else if (!error.details().isEmpty()) {
            body.set("errors", SlackJson.strings(error.details()));
            body.putObject("response_metadata").set("messages",
                    SlackJson.strings(error.details().stream().map(each -> "[ERROR] " + each).toList()));
        }
        return new WebApiAnswer(reply(body), Optional.of(error.name()), false);
    }

    private Reply reply(ObjectNode body) {
        return Reply.json(body).with("X-OAuth-Scopes", scopes.list());
    }
}
