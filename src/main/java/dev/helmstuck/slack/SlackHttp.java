package dev.helmstuck.slack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

import com.slack.api.bolt.App;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.response.Response;
import com.slack.api.bolt.util.SlackRequestParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.helmstuck.config.SlackSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slack's requests in http mode, for {@link #PATH} of the bot's server; in socket mode there is nothing and the answer is 404.
 *
 * <p>401 for a missing, wrong, old or future signature; the same signed request again is answered 200 and has no effect.
 */
@Singleton
public final class SlackHttp implements HttpHandler {
    /** Where Slack's request URLs point to. */
    public static final String PATH = "/slack/events";
    private static final Logger LOG = LoggerFactory.getLogger(SlackHttp.class);
    private static final int LONGEST_BODY = 1 << 20;

    private final Optional<Signatures> signatures;
    private final App app;
    private final SlackRequestParser parser;

    @Inject
    SlackHttp(SlackSettings settings, SlackListeners listeners, Clock clock) {
        signatures = switch (settings) {
            case SlackSettings.Http http -> Optional.of(new Signatures(http.signingSecret(), clock));
            case SlackSettings.Socket socket -> Optional.empty();
        };
        app = listeners.app();
        parser = new SlackRequestParser(app.config());
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            write(exchange, respond(exchange));
        } catch (RuntimeException e) {
            LOG.error("A request from Slack failed", e);
        }
    }

    private Response respond(HttpExchange exchange) throws IOException {
        if (signatures.isEmpty() || !exchange.getRequestURI().getPath().equals(PATH)) {
            return plain(404, "not found");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return plain(405, "POST only");
        }
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(LONGEST_BODY + 1);
        }
        if (body.length > LONGEST_BODY) {
            return plain(413, "too long");
        }
        return switch (signatures.get().judge(header(exchange, "X-Slack-Request-Timestamp"), header(exchange, "X-Slack-Signature"), body)) {
            case FORGED -> plain(401, "no valid signature");
            case REPEATED -> plain(200, "");
            case GENUINE -> run(exchange, new String(body, StandardCharsets.UTF_8));
        };
    }

    private Response run(HttpExchange exchange, String body) {
        try {
            Request<?> request = parser
                    .parse(SlackRequestParser.HttpRequest.builder().requestUri(PATH).queryString(Map.of()).requestBody(body)
                            .headers(new RequestHeaders(exchange.getRequestHeaders())).build());
            if (request == null) {
                return plain(400, "not understood");
            }
            Response response = app.run(request);
            // what we do not handle is acknowledged all the same, or Slack would repeat it
            return response.getStatusCode() == 404 ? plain(200, "") : response;
        } catch (Exception e) { // Bolt declares Exception
            LOG.error("A request from Slack could not be taken; an event will come again", e);
            return plain(500, "failed");
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static Response plain(int status, String words) {
        return Response.builder().statusCode(status).contentType("text/plain; charset=utf-8").body(words).build();
    }

    private static void write(HttpExchange exchange, Response response) throws IOException {
        byte[] body = Optional.ofNullable(response.getBody()).orElse("").getBytes(StandardCharsets.UTF_8);
        Optional.ofNullable(response.getContentType()).ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(response.getStatusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
