package dev.helmstuck.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;

/**
 * Deletes one object and no other: uid and resourceVersion are preconditions that the API server checks in the same transaction.
 *
 * <p>They go into the body and into the URL. Where there is a body the server reads only that; where a proxy drops the body of a
 * DELETE, the URL still guards (measured on 1.35: without a body the server takes {@code uid}, {@code resourceVersion} and
 * {@code dryRun} from the query).
 */
final class GuardedDelete {
    private static final String UNSURE = "It is not known whether the delete happened";

    private final Clients clients;

    GuardedDelete(Clients clients) {
        this.clients = clients;
    }

    /** Everything but the act: authorization, admission, preconditions. */
    DeleteAnswer rehearse(Target target, SecretRef secret) {
        ApiRequest ask = ask(target, secret);
        return judge(ask, clients.deleter(target).delete(ask, query(secret) + "&dryRun=All", body(secret, true)));
    }

    /** @throws UnavailableException also when the answer is lost; it says that the outcome is not known */
    DeleteAnswer run(Target target, SecretRef secret) {
        return send(clients.deleter(target), ask(target, secret), secret);
    }

    /** The one request, as this account. */
    static DeleteAnswer send(Api api, ApiRequest ask, SecretRef secret) {
        demandIdentity(secret);
        try {
            return judge(ask, api.delete(ask, query(secret), body(secret, false)));
        } catch (UnavailableException lost) {
            throw ClusterErrors.with(lost, UNSURE);
        }
    }

    private static DeleteAnswer judge(ApiRequest ask, ApiResponse answer) {
        if (succeeded(answer)) return new DeleteAnswer.Done();
        Optional<DeleteAnswer.Held> held = held(answer);
        if (held.isPresent()) return held.get();
        if (answer.saysGone(ask)) return new DeleteAnswer.Gone();
        String said = answer.said().orElseThrow(() -> ClusterErrors.answer(ask, answer));
        return switch (answer.code()) {
            // A webhook may answer with any code of its own; only the words tell it from a failed precondition.
            case 409 -> said.contains("denied the request") ? new DeleteAnswer.Forbidden(said) : new DeleteAnswer.Changed(said);
            case 403 -> new DeleteAnswer.Forbidden(said + ask.remedy(said));
            case 400, 405, 422 -> new DeleteAnswer.Forbidden(said);
            default -> throw ClusterErrors.answer(ask, answer);
        };
    }

    private static boolean succeeded(ApiResponse answer) {
        return answer.code() == 200
                && answer.ofKind("Status").filter(status -> status.path("status").asText("").equals("Success")).isPresent();
    }

    /** The server answers with the object instead of a Status when the object is not gone. */
    private static Optional<DeleteAnswer.Held> held(ApiResponse answer) {
        if (answer.code() != 200 && answer.code() != 202) return Optional.empty();
        return answer.ofKind("Secret").map(secret -> Finalizers.of(secret.path("metadata")));
    }

    private static ApiRequest ask(Target target, SecretRef secret) {
        RecordName.require(target.release(), secret.name());
        demandIdentity(secret);
        return ApiRequest.secret(target, "delete", secret.name());
    }

    private static void demandIdentity(SecretRef secret) {
        if (secret.uid().isBlank() || secret.resourceVersion().isBlank()) {
            throw new IllegalArgumentException("a delete without uid and resourceVersion is not sent");
        }
    }

    private static String query(SecretRef secret) {
        return "?uid=" + ApiRequest.encode(secret.uid()) + "&resourceVersion=" + ApiRequest.encode(secret.resourceVersion());
    }

    private static String body(SecretRef secret, boolean dryRun) {
        ObjectNode options = ApiResponse.JSON.createObjectNode().put("kind", "DeleteOptions").put("apiVersion", "v1");
        options.set("preconditions",
                ApiResponse.JSON.valueToTree(Map.of("uid", secret.uid(), "resourceVersion", secret.resourceVersion())));
        if (dryRun) options.set("dryRun", ApiResponse.JSON.valueToTree(List.of("All")));
        return options.toString();
    }
}
