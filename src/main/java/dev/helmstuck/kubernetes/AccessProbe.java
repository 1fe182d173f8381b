package dev.helmstuck.kubernetes;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.doctor.ClusterAccount;
import dev.helmstuck.doctor.FenceAnswer;
import dev.helmstuck.doctor.Right;
import dev.helmstuck.doctor.ServerClock;
import dev.helmstuck.doctor.ServerFacts;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Target;

/** What an account would be allowed, asked without doing it. */
final class AccessProbe {
    private static final String REVIEW = "SelfSubjectAccessReview";
    /** Opaque and empty: no record, no copy, nothing that could matter if it were kept. */
    private static final String STRANGE = "helm-stuck-doctor";

    private final Clients clients;

    AccessProbe(Clients clients) {
        this.clients = clients;
    }

    ServerFacts server(Target target, ClusterAccount account) {
        ApiRequest ask = ApiRequest.version(target);
        ApiResponse answer = api(target, account).version(ask);
        Optional<String> version = Optional.of(answer).filter(good -> good.code() == 200).flatMap(ApiResponse::object)
                .map(body -> body.path("gitVersion").asText("")).filter(text -> !text.isBlank());
        return new ServerFacts(ApiResponse.cut(version.orElseThrow(() -> ClusterErrors.answer(ask, answer))),
                ServerClock.at(answer.date(), clients.now()));
    }

    boolean allows(Target target, Right right) {
        ApiRequest ask = ApiRequest.review(target, right.verb() + " " + right.resource());
        ApiResponse answer = api(target, right.account()).review(ask, review(right));
        return Optional.of(answer).filter(made -> made.code() == 201).flatMap(made -> made.ofKind(REVIEW))
                .map(made -> made.path("status").path("allowed")).filter(JsonNode::isBoolean)
                .orElseThrow(() -> ClusterErrors.answer(ask, answer)).booleanValue();
    }

    FenceAnswer fence(Target target) {
        ApiRequest ask = ApiRequest.secret(target, "create", STRANGE);
        ObjectNode secret = ApiResponse.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
        secret.putObject("metadata").put("name", STRANGE);
        ApiResponse answer = clients.deleter(target).tryCreate(ask, secret.toString(), BackupSecret.BOT);
        return Creation.possible(answer) ? new FenceAnswer.LetsPass() : refused(ask, answer);
    }

    Optional<DeleteAnswer.Held> held(Target target, String secret) {
        return clients.of(target).findMetadata(ApiRequest.secret(target, "get", secret))
                .map(object -> Finalizers.of(object.path("metadata")))
                .filter(held -> !held.finalizers().isEmpty());
    }

    FenceAnswer practice(Target target) {
        ApiRequest ask = ApiRequest.named(target, "create", Resource.CONFIG_MAPS, DrillObjects.CONFIG_MAP);
        ApiResponse answer = clients.deleter(target).tryCreate(ask, new DrillObjects(target, clients.now()).configMap().toString(),
                DrillObjects.CONFIG_MAP);
        return answer.code() == 201 || Creation.exists(answer) ? new FenceAnswer.LetsPass() : refused(ask, answer);
    }

    private static FenceAnswer refused(ApiRequest ask, ApiResponse answer) {
        String said = answer.said().orElseThrow(() -> ClusterErrors.answer(ask, answer));
        if (answer.code() == 403 && said.contains(" cannot create ")) return new FenceAnswer.NotReached();
        if (said.contains("denied")) return new FenceAnswer.Holds(said);
        throw ClusterErrors.answer(ask, answer);
    }

    private Api api(Target target, ClusterAccount account) {
        return switch (account) {
            case READER -> clients.of(target);
            case DELETER -> clients.deleter(target);
        };
    }

    private static String review(Right right) {
        ObjectNode review = ApiResponse.JSON.createObjectNode().put("apiVersion", "authorization.k8s.io/v1").put("kind", REVIEW);
        review.putObject("spec").putObject("resourceAttributes").put("namespace", right.namespace()).put("verb", right.verb())
                .put("group", right.group()).put("resource", right.resource());
        return review.toString();
    }
}
