package dev.helmstuck.simulator.kubernetes;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** What goes wrong with one request. */
public sealed interface Fault {
    /** The server refuses and does nothing. */
    record RefusedWith(Function<ApiRequest, Answer> answer) implements Fault {}

    /** The connection breaks before the server does anything. */
    record Reset() implements Fault {}

    /** The server does it, and nobody hears that it did. */
    record AnswerLost() implements Fault {}

    /** The server does it; the connection breaks in the middle of the answer. */
    record HalfAnAnswer() implements Fault {}

    /** The server does it, late. */
    record Delayed(Duration by) implements Fault {}

    /** A list begins again where it should go on, for ever. */
    record EndlessContinue() implements Fault {}

    static Fault unauthorized() {
        return refusing(Refused.unauthorized());
    }

    /** As RBAC says it, with the verb and the resource of the request. */
    static Fault forbidden() {
        return new RefusedWith(request -> Answer.of(Refused.forbidden(request, ClusterSimulator.USER)));
    }

    static Fault notFound() {
        return new RefusedWith(request -> Answer.of(request.kind().map(kind -> Refused.notFound(kind, request.name()))
                .orElseGet(Refused::noSuchResource)));
    }

    static Fault conflict() {
        return new RefusedWith(request -> Answer.of(Refused.conflict(request.kind().orElseThrow(), request.name(),
                "the object has been modified; please apply your changes to the latest version and try again")));
    }

    /** The continue token is too old. */
    static Fault gone() {
        return refusing(Refused.expired());
    }

    static Fault tooManyRequests(OptionalInt retryAfterSeconds) {
        if (retryAfterSeconds.isEmpty())
            return refusing(Refused.tooManyRequests(Map.of()));
        int seconds = retryAfterSeconds.getAsInt();
        return new RefusedWith(request -> Answer.of(Refused.tooManyRequests(Map.of("retryAfterSeconds", seconds))).with("Retry-After",
                String.valueOf(seconds)));
    }

    static Fault internalError() {
        return refusing(Refused.internalError("etcdserver: leader changed"));
    }

    /** A load balancer's page before the API server. */
    static Fault badGateway() {
        return html(502);
    }

    static Fault unavailable() {
        return refusing(Refused.unavailable());
    }

    /** A page of something that is no API server, with any code, 200 too. */
    static Fault html(int code) {
        return new RefusedWith(request -> new Answer(code, "text/html", Map.of(),
                "<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>"));
    }

    /** For {@code /readyz} and {@code /livez}. */
    static Fault notReady() {
        return new RefusedWith(request -> new Answer(500, "text/plain; charset=utf-8", Map.of(),
                "[+]ping ok\n[+]log ok\n[-]etcd failed: reason withheld\n" + request.path().substring(1) + " check failed\n"));
    }

    static Fault reset() {
        return new Reset();
    }

    static Fault answerLost() {
        return new AnswerLost();
    }

    static Fault halfAnAnswer() {
        return new HalfAnAnswer();
    }

    static Fault delay(Duration by) {
        return new Delayed(by);
    }

    static Fault endlessContinue() {
        return new EndlessContinue();
    }

    private static Fault refusing(Refused refused) {
        return new RefusedWith(request -> Answer.of(refused));
    }
}
