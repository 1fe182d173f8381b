package dev.helmstuck.kubernetes;

import java.util.Optional;

/** What the API server says to a create. */
final class Creation {

    private Creation() {}

    static boolean made(ApiResponse answer) {
        return answer.code() == 201 && answer.ofKind("Secret").isPresent();
    }

    /** The same of a dry run, which gives back the metadata or the whole. */
    static boolean possible(ApiResponse answer) {
        return answer.code() == 201 && (answer.ofKind("PartialObjectMetadata").isPresent() || made(answer));
    }

    static boolean exists(ApiResponse answer) {
        return answer.code() == 409
                && answer.failure().filter(status -> status.path("reason").asText("").equals("AlreadyExists")).isPresent();
    }

    /** Why not, if the API server itself decided against it: forbidden, invalid, too large, denied by a policy or a webhook. */
    static Optional<String> refusal(ApiRequest ask, ApiResponse answer) {
        return switch (answer.code()) {
            case 403 -> answer.said().map(said -> said + ask.remedy(said));
            case 400, 404, 409, 413, 422 -> answer.said();
            default -> Optional.empty();
        };
    }
}
