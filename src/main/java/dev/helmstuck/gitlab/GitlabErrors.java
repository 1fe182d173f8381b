package dev.helmstuck.gitlab;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

import javax.net.ssl.SSLException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.helmstuck.config.GitlabSettings;
import dev.helmstuck.config.GitlabSettings.IncidentProject;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;

/** Says what an answer that is no answer means, and what would help. Nothing it says holds the token. */
final class GitlabErrors {

    static final String GITLAB = "GitLab";
    private static final int LONGEST_QUOTE = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GitlabSettings settings;
    private final String urlKey;

    @Inject
    GitlabErrors(GitlabSettings settings) {
        this(settings, "GITLAB_URL");
    }

    private GitlabErrors(GitlabSettings settings, String urlKey) {
        this.settings = settings;
        this.urlKey = urlKey;
    }

    /** Those of the GitLab in which the incidents are. */
    static GitlabErrors of(IncidentProject incidents) {
        return new GitlabErrors(new GitlabSettings(incidents.url(), incidents.token(), Optional.empty()), "GITLAB_INCIDENT_URL");
    }

    /** For every status but 200. */
    UnavailableException status(GitlabResponse answer, Endpoint subject) {
        int status = answer.status();
        return new UnavailableException(GITLAB, switch (status) {
            case 401 -> "it does not accept GITLAB_TOKEN (401): wrong, expired or revoked; a token with the scope read_api is needed";
            case 403 ->
                "it does not show " + subject.name() + " (403" + quoted(answer) + "): GITLAB_TOKEN needs the scope read_api, and its"
                        + " owner the role Developer in the project (a Reporter may not read resource groups)";
            case 404 -> subject.missing();
            case 301, 302, 303, 307, 308 ->
                "it redirects " + subject.name() + " to " + place(answer) + ", which is not followed with a token:"
                        + " set " + urlKey + " to the final address, or ci.project to the project's new path";
            default -> "it answered " + subject.name() + " with " + status + quoted(answer);
        });
    }

    /** A status that passes by itself, and did not. */
    UnavailableException stillPassing(GitlabResponse answer, Endpoint subject, int attempts, Optional<String> wait) {
        String asked = "asked " + attempts + (attempts == 1 ? " time" : " times") + wait.map(w -> ", it wants a wait of " + w).orElse("");
        String meaning = answer.status() == 429 ? "it is rate-limiting this token" : "it may be restarting, or its gateway cannot reach it";
        return new UnavailableException(GITLAB,
                "it answered " + subject.name() + " with " + answer.status() + " (" + asked + "): " + meaning + "; try again in a minute");
    }

    /** No answer at all. */
    UnavailableException broken(IOException e, Endpoint subject, int attempts) {
        return new UnavailableException(GITLAB,
                "asked for " + subject.name() + " (" + attempts + (attempts == 1 ? " time" : " times") + "), "
                        + because(e) + "; " + urlKey + " is " + address(),
                e);
    }

    /** An answer that is there and cannot be what was asked for. */
    static UnavailableException odd(Endpoint subject, String why) {
        return new UnavailableException(GITLAB, "its answer for " + subject.name() + " cannot be used: " + why);
    }

    /** GitLab's own words: {@code message}, {@code error}, {@code error_description}. */
    String words(GitlabResponse answer) {
        try {
            JsonNode json = JSON.readTree(answer.body());
            for (String key : new String[]{"error_description", "message", "error"}) {
                if (json != null && json.path(key).isTextual()) {
                    return shortened(json.path(key).textValue());
                }
            }
            return "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private String quoted(GitlabResponse answer) {
        String words = words(answer);
        return words.isEmpty() ? "" : ", \"" + words + "\"";
    }

    /** GitLab's words without a token, and cut. */
    String shortened(String text) {
        String masked = text;
        for (Token token : settings.tokens())
            masked = masked.replace(token.value(), "****");
        return masked.length() > LONGEST_QUOTE ? masked.substring(0, LONGEST_QUOTE) + "…" : masked;
    }

    private String because(IOException e) {
        return switch (e) {
            case UnknownHostException unknown -> "its name does not resolve";
            case ConnectException refused -> "it takes no connections";
            case NoRouteToHostException noRoute -> "there is no route to it";
            case SocketTimeoutException late -> "it did not answer in time";
            case SSLException tls -> "TLS failed (is its certificate trusted here?)";
            default -> "the connection broke off";
        };
    }

    /** Scheme and host only: whatever else a URL holds is nobody's business. */
    private String address() {
        return address(settings.url());
    }

    private static String place(GitlabResponse answer) {
        return answer.header("Location").flatMap(GitlabErrors::parsed).map(GitlabErrors::address).orElse("another place");
    }

    private static String address(URI url) {
        return url.getHost() == null
                ? "a path of the same host"
                : url.getScheme() + "://" + url.getHost()
                        + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private static Optional<URI> parsed(String url) {
        try {
            return Optional.of(URI.create(url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
