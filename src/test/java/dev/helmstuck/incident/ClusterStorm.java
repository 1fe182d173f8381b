package dev.helmstuck.incident;

import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

import dev.helmstuck.simulator.Line;
import dev.helmstuck.simulator.kubernetes.Answer;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Fault;
import dev.helmstuck.simulator.kubernetes.Kind;

/** The API server in trouble: lists may be endless or empty, and a release's status is the enum that may be unknown. */
final class ClusterStorm implements Storm {
    private final Incident incident;
    private final Lines lines;
    private final Trouble trouble;

    ClusterStorm(Incident incident, Lines lines, Trouble trouble) {
        this.incident = incident;
        this.lines = lines;
        this.trouble = trouble;
    }

    @Override
    public void begin() {
        begin(request -> true);
    }

    @Override
    public void beginAfterTheDelete() {
        if (trouble == Trouble.UNKNOWN_ENUM) {
            incident.before(ApiRequest.realDelete(Kind.SECRET), () -> incident.record(Incident.BELOW, 1233, "simmering", text -> text));
            return;
        }
        begin(request -> !incident.there(Incident.STUCK));
    }

    private void begin(Predicate<ApiRequest> which) {
        switch (trouble) {
            case HTTP_401 -> always(which, Fault.unauthorized());
            case HTTP_403 -> always(which, Fault.forbidden());
            case HTTP_404 -> always(which, status("NotFound", "the server could not find the requested resource"));
            case HTTP_409 -> always(which, status("Conflict", "the object has been modified"));
            case HTTP_410 -> always(which, Fault.gone());
            case HTTP_429_LATER ->
                always(which, Fault.tooManyRequests(OptionalInt.of(Math.toIntExact(Trouble.RETRY_AFTER.toSeconds()))));
            case HTTP_429 -> always(which, Fault.tooManyRequests(OptionalInt.empty()));
            case HTTP_500 -> always(which, Fault.internalError());
            case HTTP_502 -> always(which, Fault.badGateway());
            case HTTP_503 -> always(which, Fault.unavailable());
            case REFUSED -> silence(which, Line::refuse);
            case RESET -> silence(which, Line::reset);
            case TIME_OUT -> silence(which, Line::swallow);
            case HALF -> always(which, Fault.halfAnAnswer());
            case HTML -> always(which, Fault.html(200));
            case BLANK -> always(which, new Fault.RefusedWith(request -> new Answer(200, "application/json", Map.of(), "")));
            case EMPTY_PAGE -> always(which.and(request -> request.verb().equals("list")), new Fault.RefusedWith(ClusterStorm::nothing));
            case ENDLESS -> always(which.and(request -> request.verb().equals("list")), Fault.endlessContinue());
            case UNKNOWN_ENUM -> incident.record(Incident.STUCK, 1234, "pending-simmer", text -> text);
        }
    }

    private void always(Predicate<ApiRequest> which, Fault fault) {
        var unused = incident.cluster.faults().always(which, fault);
    }

    /** The line cannot tell one request from another, so the first one of these breaks it for all that follow. */
    private void silence(Predicate<ApiRequest> which, java.util.function.Consumer<Line> how) {
        always(request -> {
            if (!which.test(request)) return false;
            how.accept(lines.cluster);
            return true;
        }, Fault.reset());
    }

    private Fault status(String reason, String message) {
        return new Fault.RefusedWith(request -> new Answer(trouble.status(), "application/json", Map.of(), """
                {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "reason": "%s", "message": "%s", "code": %d}
                """.formatted(reason, message, trouble.status())));
    }

    private static Answer nothing(ApiRequest list) {
        String kind = list.accept().contains("PartialObjectMetadataList")
                ? "PartialObjectMetadataList"
                : list.kind().orElseThrow().title() + "List";
        return new Answer(200, "application/json", Map.of(), """
                {"kind": "%s", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": []}
                """.formatted(kind));
    }

    @Override
    public void end() {
        incident.cluster.faults().clear();
        lines.cluster.heal();
    }

    @Override
    public int calls() {
        return incident.cluster.requests().size() + lines.cluster.met();
    }

    @Override
    public String name() {
        return "the cluster";
    }
}
