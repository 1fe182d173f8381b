package dev.helmstuck.simulator.gitlab;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What the simulator answers, before anything goes wrong with it.
 *
 * @param missing how many bytes of the body are announced and never come
 */
record GitlabReply(int status, Map<String, String> headers, String body, int missing) {

    GitlabReply(int status, Map<String, String> headers, String body) {
        this(status, headers, body, 0);
    }

    GitlabReply cutShort() {
        int half = body.length() / 2;
        return new GitlabReply(status, headers, body.substring(0, half), body.length() - half);
    }

    static final String JSON = "application/json";

    static GitlabReply json(int status, String body) {
        return new GitlabReply(status, Map.of("Content-Type", JSON), body);
    }

    static GitlabReply text(String body) {
        return new GitlabReply(200, Map.of("Content-Type", "text/plain; charset=utf-8"), body);
    }

    /** The shape of most of GitLab's refusals. */
    static GitlabReply message(int status, String text) {
        return json(status, JsonNodeFactory.instance.objectNode().put("message", text).toString());
    }

    /** The shape of Grape's: parameters that do not validate, paths that do not exist. */
    static GitlabReply error(int status, String text) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", text).toString());
    }

    /** A page of a list as GitLab's offset pagination cuts it (20 a page, 100 at most, no totals, links on its own address). */
    static GitlabReply page(List<? extends Listed> jobs, Request request) {
        int perPage = Math.min(100, Math.max(1, request.number("per_page", 20)));
        int page = Math.max(1, request.number("page", 1));
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        jobs.stream().skip((page - 1L) * perPage).limit(perPage).forEach(job -> body.add(job.json()));
        Optional<Integer> next = (long) page * perPage < jobs.size() ? Optional.of(page + 1) : Optional.empty();
        String link = next.map(number -> "<" + request.withPage(number) + ">; rel=\"next\", ").orElse("") + "<" + request.withPage(1)
                + ">; rel=\"first\"";
        return new GitlabReply(200, Map.of("Content-Type", JSON, "X-Page", Integer.toString(page), "X-Per-Page", Integer.toString(perPage),
                "X-Next-Page", next.map(Object::toString).orElse(""), "X-Prev-Page", page > 1 ? Integer.toString(page - 1) : "", "Link",
                link),
                body.toString());
    }
}
