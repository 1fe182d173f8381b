package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

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
                    + "that context's user";
            case 403 -> named(ask) + " forbids to " + ask.words() + code + said + ask.remedy(said);
            case 404 -> named(ask) + " knows no such thing, asked to " + ask.words() + code + said;
            case 410 -> named(ask) + " changed faster than the list could be read, asked to " + ask.words() + code + said;
            case 429 -> named(ask) + " is overloaded and turned the request away, asked to " + ask.words() + code + said;
            default -> named(ask) + (answer.code() >= 500 ? " failed" : " refused") + ", asked to " + ask.words() + code + said;
        });
    }

    private static UnavailableException stranger(ApiRequest ask, ApiResponse answer) {
        String what = answer.code() >= 300 && answer.code() < 400
                ? "a redirect"
                : answer.isWebPage()
                        ? "a web page"
                        : answer.body().isBlank() ? "nothing" : "something that is no answer of the Kubernetes API";
        return of(named(ask) + " was asked to " + ask.words() + ", and what came back (" + answer.code() + ") is " + what
                + ": a proxy or a login page in between, or an answer cut short?");
    }

    /** No answer at all. Only exceptions of the transport arrive here: they name hosts, never content. */
    static UnavailableException silence(ApiRequest ask, Throwable cause) {
        return of(named(ask) + " gave no answer, asked to " + ask.words() + ": " + reason(cause), cause);
    }

    static UnavailableException late(ApiRequest ask, Duration limit) {
        return of(named(ask) + " gave no whole answer within " + limit.toSeconds() + " s, asked to " + ask.words());
    }

    static UnavailableException interrupted(ApiRequest ask) {
        return of(named(ask) + " was asked to " + ask.words() + ", and is not waited for any longer");
    }

    private static String reason(Throwable cause) {
        if (has(cause, UnresolvedAddressException.class)) return "its host name is not known here";
        if (has(cause, HttpConnectTimeoutException.class)) return "no connection within the time-out (network, firewall, VPN?)";
        if (has(cause, HttpTimeoutException.class) || has(cause, TimeoutException.class)) return "it took longer than the time-out";
        if (has(cause, ConnectException.class)) return "the connection was refused";
        if (has(cause, SSLException.class)) return "no TLS connection (its certificate, its name or ours?): " + text(cause);
        return "the connection broke: " + text(cause);
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) return true;
        }
        return false;
    }

    private static String text(Throwable cause) {
        String message = cause instanceof IOException ? cause.getMessage() : null;
        return message == null ? cause.getClass().getSimpleName() : ApiResponse.cut(message);
    }

    private static String named(ApiRequest ask) {
        return "cluster " + ask.cluster();
    }
}
