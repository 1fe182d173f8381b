package dev.helmstuck.simulator.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the bot's account may do: RBAC, the shipped admission policy if it stands, a quota if it is used up. */
final class Permissions {
    /** What the bot's role could allow at most. */
    private static final Set<String> ALLOWED = Set.of("get", "list", "create", "delete");
    private static final String POLICY = "ValidatingAdmissionPolicy 'helm-stuck' with binding 'helm-stuck' denied request: ";

    private final Set<String> withheld = ConcurrentHashMap.newKeySet();
    private volatile boolean fenced;
    private volatile boolean full;

    void withhold(String verb, Kind kind) {
        withheld.add(verb + " " + kind.plural());
    }

    void fence(boolean stands) {
        fenced = stands;
    }

    void full(boolean exhausted) {
        full = exhausted;
    }

    boolean allows(ApiRequest request, Kind kind) {
        return allows(request.verb(), kind.plural());
    }

    private boolean allows(String verb, String plural) {
        return ALLOWED.contains(verb) && !withheld.contains(verb + " " + plural);
    }

    /** Of the policy what the bot's own requests can meet; a quota is asked last. */
    void admitCreate(Kind kind, ObjectNode sent) {
        String type = sent.path("type").asText("Opaque");
        if (fenced && kind == Kind.SECRET && !type.equals("helm-stuck/release-backup.v1") && !type.equals("helm.sh/release.v1"))
            throw Refused.denied(kind, sent.at("/metadata/name").asText(),
                    POLICY + "helm-stuck creates only copies of records (type helm-stuck/release-backup.v1) and, at a restore, the record");
        if (full && kind == Kind.SECRET) throw Refused.quota(kind, sent.at("/metadata/name").asText());
    }

    void admitDelete(Kind kind, JsonNode there) {
        if (fenced && kind == Kind.SECRET && !there.at("/metadata/labels/status").asText().startsWith("pending-"))
            throw Refused.denied(kind, there.at("/metadata/name").asText(),
                    POLICY + "helm-stuck deletes only records whose label status is pending-*");
    }

    /** The answer to a SelfSubjectAccessReview. */
    ObjectNode review(JsonNode sent) {
        JsonNode asked = sent.path("spec").path("resourceAttributes");
        if (!asked.isObject())
            throw Refused.invalid("authorization.k8s.io", "SelfSubjectAccessReview", "", List.of(new Refused.Cause(
                    "spec.resourceAttributes", "FieldValueInvalid",
                    "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified")));
        ObjectNode review = Json.object().put("kind", "SelfSubjectAccessReview").put("apiVersion", "authorization.k8s.io/v1");
        review.putObject("metadata").putNull("creationTimestamp");
        review.set("spec", sent.path("spec"));
        boolean allowed = allows(asked.path("verb").asText(), asked.path("resource").asText());
        review.putObject("status").put("allowed", allowed);
        return review;
    }
}
