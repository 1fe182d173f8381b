package dev.helmstuck.gitlab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.helmstuck.config.Token;

/**
 * The one POST of a form. A body that is streamed is sent once: the JDK's client repeats any other, by itself, when the connection breaks off
 * before an answer. Its length is told beforehand, for chunks, which are the only streaming that gitlab4j has, are refused or read as nothing by
 * some proxies and servers. Nothing is sent to where a redirect leads.
 */
final class NotePost {
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private NotePost() {}

    /**
     * Sends it.
     *
     * @param path the parts after {@code /api/v4}
     * @throws IOException when there is no whole answer: then nobody knows whether it was taken
     */
    static GitlabResponse send(URI gitlab, Token token, List<String> path, Map<String, String> form, int readMillis) throws IOException {
        byte[] body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")).getBytes(StandardCharsets.US_ASCII);
        HttpURLConnection call = connection(gitlab, token, path, readMillis);
        try {
            call.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = call.getOutputStream()) {
                out.write(body);
            }
            int status = call.getResponseCode();
            if (status < 0) throw new IOException("no HTTP");
            try (InputStream in = status < 400 ? call.getInputStream() : call.getErrorStream()) {
                String text = in == null ? "" : new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                return new GitlabResponse(status, Map.of(), text);
            }
        } catch (HttpRetryException login) { // what the JDK makes of a 401 to a body that it cannot send again
            return new GitlabResponse(login.responseCode(), Map.of(), "");
        } finally {
            call.disconnect();
        }
    }

    private static HttpURLConnection connection(URI gitlab, Token token, List<String> path, int readMillis) throws IOException {
        String parts = path.stream().map(GitlabCalls::encoded).collect(Collectors.joining("/"));
        URI url = URI.create(gitlab.toString().replaceFirst("/+$", "") + "/api/v4/" + parts);
        HttpURLConnection call = (HttpURLConnection) url.toURL().openConnection();
        call.setRequestMethod("POST");
        call.setInstanceFollowRedirects(false);
        call.setConnectTimeout(GitlabCalls.CONNECT_MILLIS);
        call.setReadTimeout(readMillis);
        call.setDoOutput(true);
        call.setRequestProperty("PRIVATE-TOKEN", token.value());
        call.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        call.setRequestProperty("Accept", "application/json");
        return call;
    }
}
