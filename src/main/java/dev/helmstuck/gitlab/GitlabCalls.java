package dev.helmstuck.gitlab;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.helmstuck.config.GitlabSettings;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Invocation;
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

    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 10_000;
    /** A page of 100 jobs is well under 1 MB. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final int readMillis;

    @Inject
    GitlabCalls(GitlabSettings settings) {
        this(settings, READ_MILLIS);
    }

    GitlabCalls(GitlabSettings settings, int readMillis) {
        super(ApiVersion.V4, settings.url().toString().replaceFirst("/+$", ""), settings.token().value());
        this.readMillis = readMillis;
        setUserAgentHeader("helm-stuck");
        createApiClient(); // now, for it is made without a lock when first needed, and questions come from several threads
    }

    /**
     * @param path the parts after {@code /api/v4}; each is %-encoded here, a slash within a part too
     * @throws IOException when there is no whole answer
     */
    GitlabResponse fetch(List<String> path, Map<String, List<String>> query) throws IOException {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        query.forEach(parameters::addAll);
        try (Response response = get(parameters, path.stream().map(GitlabCalls::encoded).toArray())) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.getStringHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            return new GitlabResponse(response.getStatus(), headers, body(response));
        } catch (ProcessingException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
    }

    @Override
    protected Invocation.Builder invocation(URL url, MultivaluedMap<String, String> query, String accept) {
        return super.invocation(url, query, accept) // the names are those of Jersey's ClientProperties
                .property("jersey.config.client.followRedirects", false)
                .property("jersey.config.client.connectTimeout", CONNECT_MILLIS)
                .property("jersey.config.client.readTimeout", readMillis);
    }

    private static String body(Response response) throws IOException {
        try (InputStream stream = response.readEntity(InputStream.class)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("an answer of more than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
