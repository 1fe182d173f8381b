package dev.helmstuck.gitlab;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Pipeline;

/**
 * GitLab's JSON of jobs and of their pipelines as values, strictly: a job that lacks an id, a name or a status makes the whole answer unusable, for it
 * might be the one that counts.
 */
final class JobJson {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final String project;
    private final Endpoint subject;

    /** @param project whose jobs they are, for their JSON does not say */
    JobJson(String project, Endpoint subject) {
        this.project = project;
        this.subject = subject;
    }

    List<CiJob> list(String body) {
        JsonNode json = parsed(body);
        if (!json.isArray()) {
            throw GitlabErrors.odd(subject, "a list of jobs was expected, not " + kind(json));
        }
        List<CiJob> jobs = new ArrayList<>();
        json.forEach(job -> jobs.add(job(job)));
        return jobs;
    }

    /** {@code null} is how GitLab says "none" (it presents a nil entity). */
    Optional<CiJob> one(String body) {
        JsonNode json = parsed(body);
        return json.isNull() ? Optional.empty() : Optional.of(job(json));
    }

    /** The pipeline of this id, with these jobs. */
    Pipeline pipeline(String body, long id, List<CiJob> jobs) {
        JsonNode json = parsed(body);
        if (!json.isObject() || json.path("id").asLong() != id) {
            throw GitlabErrors.odd(subject, "the pipeline " + id + " was expected, not " + kind(json));
        }
        String status = text(json, "status").filter(value -> !value.isBlank())
                .orElseThrow(() -> GitlabErrors.odd(subject, "the pipeline " + id + " has no status"));
        return new Pipeline(id, status, jobs, text(json, "web_url").filter(JobJson::page).orElse(""));
    }

    /** The JSON object of any other answer. */
    static JsonNode object(String body, Endpoint subject) {
        JsonNode json = new JobJson("", subject).parsed(body);
        if (!json.isObject()) throw GitlabErrors.odd(subject, "an object was expected, not " + kind(json));
        return json;
    }

    private JsonNode parsed(String body) {
        if (body.isBlank()) {
            throw GitlabErrors.odd(subject, "it is empty");
        }
        if (body.stripLeading().startsWith("<")) {
            throw GitlabErrors.odd(subject,
                    "it is a web page, not JSON; is GITLAB_URL right, or does a login page or a proxy answer there?");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonEOFException e) {
            throw GitlabErrors.odd(subject, "the JSON breaks off in the middle");
        } catch (JsonProcessingException e) { // not passed on: it may quote the body
            throw GitlabErrors.odd(subject, "it is not JSON");
        }
    }

    private CiJob job(JsonNode json) {
        if (!json.isObject()) {
            throw GitlabErrors.odd(subject, "a job was expected, not " + kind(json));
        }
        JsonNode id = json.path("id");
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw GitlabErrors.odd(subject, "a job in it has no id");
        }
        String name = needed(json, "name");
        return new CiJob(project, id.longValue(), name, needed(json, "status"), time(json, "created_at"), time(json, "started_at"),
                time(json, "finished_at"), text(json, "failure_reason"), json.path("pipeline").path("id").asLong(),
                text(json.path("user"), "username").orElse("unknown"), text(json, "web_url").filter(JobJson::page).orElse(""));
    }

    private String needed(JsonNode json, String key) {
        return text(json, key).filter(value -> !value.isBlank())
                .orElseThrow(() -> GitlabErrors.odd(subject, "the job " + json.path("id").asText() + " has no " + key));
    }

    private Optional<Instant> time(JsonNode json, String key) {
        return text(json, key).map(value -> {
            try {
                return OffsetDateTime.parse(value).toInstant();
            } catch (DateTimeException e) {
                throw GitlabErrors.odd(subject, "the job " + json.path("id").asText() + " has a " + key + " that is no time");
            }
        });
    }

    private static Optional<String> text(JsonNode json, String key) {
        return Optional.ofNullable(json.path(key).textValue());
    }

    /** The page is shown as a link, so nothing but a web address will do. */
    private static boolean page(String url) {
        return url.startsWith("https://") || url.startsWith("http://");
    }

    private static String kind(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case NULL, MISSING -> "nothing";
            case STRING, BINARY, NUMBER, BOOLEAN -> "a single value";
        };
    }
}
