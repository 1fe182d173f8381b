package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import javax.net.ssl.SSLException;

import dev.helmstuck.ports.UnavailableException;

/** Words for everything but a usable answer: what was asked, what came, and what would help. */
final class ClusterErrors {
    private static final String SOURCE = "the cluster";

    private ClusterErrors() {}

    static UnavailableException of(String why) {
        return new UnavailableException(SOURCE, why);
    }

    static UnavailableException of(String why, Throwable cause) {
        return new UnavailableException(SOURCE, why, cause);
    }

    /** The same trouble with a sentence more. */
    static UnavailableException with(UnavailableException trouble, String sentence) {
        return new UnavailableException(trouble.source(), trouble.why() + ". " + sentence, trouble);
    }

    /** An answer with another code than the one hoped for, or a good code over something else than the API's JSON. */
    static UnavailableException answer(ApiRequest ask, ApiResponse answer) {
        String code = " (" + answer.code() + ")";
        String said = answer.said().map(message -> ": " + message).orElse("");
        boolean itself = answer.failure().isPresent();
        if (!itself) return stranger(ask, answer);
        return of(switch (answer.code()) {
            case 401 -> named(ask) + " does not accept the bot's credentials, asked to " + ask.words() + code + said
                    + ". Renew the token or certificate of "
                    + "that context's user, or give the context a user";
            case 403 -> named(ask) + " forbids to " + ask.words() + code + said + ask.remedy(said);
            case 404 -> named(ask) + " knows no such thing, asked to " + ask.words() + code + said;
            case 410 -> named(ask) + " changed faster than the list could be read, asked to " + ask.words() + code + said;
            case 429 -> named(ask) + " is overloaded and turned the request away, asked to " + ask.words() + code + said + pause(answer);
            default -> named(ask) + (answer.code() >= 500 ? " failed" : " refused") + ", asked to " + ask.words() + code + said
                    + pause(answer);
        });
    }

    private static String pause(ApiResponse answer) {
        return answer.retryAfter().map(wait -> ". It asks to be left alone for " + wait.toSeconds() + " s").orElse("");
    }

    private static UnavailableException stranger(ApiRequest ask, ApiResponse answer) {
        String what = answer.code() >= 300 && answer.code() < 400
                ? "a redirect"
                : answer.isWebPage()
                        ? "a web page"
                        : answer.body().isBlank() ? "nothing" : "something that is no answer of the Kubernetes API";
        return of(named(ask) + " was asked to " + ask.words() + ", and what came back (" + answer.code() + ") is " + what
                + ": a proxy or a login page in between, or an answer cut short?" + pause(answer));
    }

    /** No whole answer. Only exceptions of the transport arrive here: they name hosts, never content. */
    static UnavailableException silence(ApiRequest ask, IOException cause, Duration limit) {
        // what OkHttp says of a whole exchange that took too long; a single step that did has another exception
        if (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException)) {
            return of(named(ask) + " gave no whole answer within " + limit.toSeconds() + " s, asked to " + ask.words());
        }
        return of(named(ask) + " gave no answer, asked to " + ask.words() + ": " + reason(cause), cause);
    }

    static UnavailableException interrupted(ApiRequest ask) {
        return of(named(ask) + " was asked to " + ask.words() + ", and is not waited for any longer");
    }

    private static String reason(IOException cause) {
        String said = ApiResponse.cut(Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
        return switch (cause) {
            case UnknownHostException unknown -> "its host name is not known here (" + said + ")";
            case ConnectException refused -> "the connection was refused (" + said + ")";
            case SocketTimeoutException late when said.toLowerCase(Locale.ROOT).contains("connect") ->
                "no connection within the time-out (network, firewall, VPN, proxy?)";
            case SocketTimeoutException late -> "it took longer than the time-out";
            case SSLException strange -> "no TLS connection (its certificate, its name or ours?): " + said;
            default -> "the connection broke: " + said;
        };
    }

    private static String named(ApiRequest ask) {
        return "cluster " + ask.cluster();
    }
}
