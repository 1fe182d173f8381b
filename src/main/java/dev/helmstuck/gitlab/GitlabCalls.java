package dev.helmstuck.gitlab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Signals.CallResult;
import dev.helmstuck.ports.Signals.Upstream;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.JobLog;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.gitlab4j.api.GitLabApi.ApiVersion;
import org.gitlab4j.api.GitLabApiClient;

/**
 * Raw GETs of GitLab's REST API. gitlab4j's own model is not used for jobs: it turns the statuses that matter here
 * ({@code waiting_for_resource}, {@code preparing}, {@code canceling} and others) into null, knows one scope at a time and no
 * resource groups. Its client also follows redirects, and would carry the token to wherever they lead.
 */
final class GitlabCalls extends GitLabApiClient {

    static final int CONNECT_MILLIS = 5_000;
    static final int READ_MILLIS = 10_000;
    /** A page of 100 jobs is well under 1 MB. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    /** GitLab itself ends a job whose log grows over 100 MB, unless somebody raised that. */
    private static final long MOST_LOG_BYTES = 128L * 1024 * 1024;
    /** Of a log: the runner's first words, and far more than what follows Helm's last ones. */
    static final int KEPT_OF_BEGINNING = 16 * 1024;
    static final int KEPT_OF_END = 128 * 1024;

    private final Client client;
    private final Token token;
    private final int readMillis;
    private final Signals signals;

    @Inject
    GitlabCalls(GitlabSettings settings, Signals signals) {
        this(settings, READ_MILLIS, signals);
    }

    GitlabCalls(GitlabSettings settings, int readMillis, Signals signals) {
        super(ApiVersion.V4, settings.url().toString().replaceFirst("/+$", ""), settings.token().value());
        this.token = settings.token();
        this.readMillis = readMillis;
        this.signals = signals;
        client = createApiClient(); // now, for it is made without a lock when first needed, and questions come from several threads
    }

    /**
     * @param path the parts after {@code /api/v4}; each is %-encoded here, a slash within a part too
     * @throws IOException when there is no whole answer
     */
    GitlabResponse fetch(List<String> path, Map<String, List<String>> query) throws IOException {
        return fetch(path, query, GitlabCalls::whole);
    }

    /**
     * The same for a log, of which GitLab has no parts to give: it is read to its end, but only its beginning and its end are kept.
     * One that is too long, or trickles in although each byte of it comes in time, is {@link UnavailableException}.
     */
    GitlabResponse fetchLog(List<String> path) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(readMillis * 3L / 2);
        return fetch(path, Map.of(), body -> ends(body, until));
    }

    private interface BodyReader {
        byte[] of(InputStream body) throws IOException;
    }

    private GitlabResponse fetch(List<String> path, Map<String, List<String>> query, BodyReader reading) throws IOException {
        long began = System.nanoTime();
        CallResult result = CallResult.SILENT;
        try {
            GitlabResponse answer = exchange(path, query, reading);
            result = CallResult.of(answer.status());
            return answer;
        } finally {
            signals.called(Upstream.GITLAB, result, began);
        }
    }

    private GitlabResponse exchange(List<String> path, Map<String, List<String>> query, BodyReader reading) throws IOException {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        query.forEach(parameters::addAll);
        try (Response response = get(parameters, path.stream().map(GitlabCalls::encoded).toArray())) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.getStringHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            return new GitlabResponse(response.getStatus(), headers, body(response, reading));
        } catch (ProcessingException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
    }

    /**
     * Instead of gitlab4j's own, which sets a property on each target: for that Jersey builds a container of its own, which takes more than
     * the whole rest of a request.
     */
    @Override
    protected Invocation.Builder invocation(URL url, MultivaluedMap<String, String> query, String accept) {
        WebTarget target = client.target(url.toExternalForm());
        for (var parameter : query.entrySet())
            target = target.queryParam(parameter.getKey(), parameter.getValue().toArray());
        return target.request(accept).header(PRIVATE_TOKEN_HEADER, token.value()).header(HttpHeaders.USER_AGENT, "helm-stuck")
                // the names are those of Jersey's ClientProperties
                .property("jersey.config.client.followRedirects", false)
                .property("jersey.config.client.connectTimeout", CONNECT_MILLIS)
                .property("jersey.config.client.readTimeout", readMillis);
    }

    private static String body(Response response, BodyReader reading) throws IOException {
        try (InputStream stream = response.readEntity(InputStream.class)) {
            return new String(reading.of(stream), StandardCharsets.UTF_8);
        }
    }

    private static byte[] whole(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("an answer of more than " + MOST_BYTES + " bytes");
        }
        return bytes;
    }

    private static byte[] ends(InputStream body, long until) throws IOException {
        byte[] beginning = body.readNBytes(KEPT_OF_BEGINNING);
        byte[] kept = new byte[2 * KEPT_OF_END];
        int length = 0;
        long rest = 0;
        for (int read = body.read(kept); read >= 0; read = body.read(kept, length, kept.length - length)) {
            length += read;
            rest += read;
            if (rest > MOST_LOG_BYTES || System.nanoTime() - until > 0) {
                throw new UnavailableException(GitlabErrors.GITLAB, "the job's log is longer than " + (MOST_LOG_BYTES >> 20)
                        + " MiB, or comes too slowly, so its end was not seen");
            }
            if (length == kept.length) {
                System.arraycopy(kept, KEPT_OF_END, kept, 0, KEPT_OF_END);
                length = KEPT_OF_END;
            }
        }
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(beginning);
        int end = Math.min(length, KEPT_OF_END);
        if (rest > end) {
            both.writeBytes(("\n" + JobLog.LEFT_OUT + "\n").getBytes(StandardCharsets.UTF_8));
        }
        both.write(kept, length - end, end);
        return both.toByteArray();
    }

    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
