package dev.helmstuck.simulator.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.testing.cluster.Payload;

/**
 * Objects recorded from a real cluster with real Helm, movable in time. The recording took seconds: what is older than the newest
 * record is moved further, so that the revision before is a day older than the newest. The payloads' own times move too.
 */
final class Recording {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)");

    private final List<ObjectNode> objects;
    private final Instant newest;
    private final Instant before;

    private Recording(List<ObjectNode> objects) {
        this.objects = objects;
        List<Instant> revisions = objects.stream().filter(Recording::isRecord)
                .map(record -> Instant.parse(record.at("/metadata/creationTimestamp").asText())).sorted(Comparator.reverseOrder()).toList();
        newest = revisions.get(0);
        before = revisions.get(1);
    }

    static Recording of(JsonNode list) {
        List<ObjectNode> objects = new ArrayList<>();
        list.path("items").forEach(item -> objects.add((ObjectNode) item));
        return new Recording(objects);
    }

    private static boolean isRecord(JsonNode object) {
        return object.path("type").asText().equals("helm.sh/release.v1");
    }

    List<ObjectNode> since(Instant stuckSince) {
        Duration shift = Duration.between(newest, stuckSince);
        Duration older = Duration.between(before, stuckSince.minus(Duration.ofDays(1)));
        List<ObjectNode> moved = new ArrayList<>();
        for (ObjectNode object : objects) {
            ObjectNode copy = Json.parse(moved(object.toString(), shift, older));
            if (isRecord(copy))
                moveRecord(copy, shift, older);
            moved.add(copy);
        }
        return moved;
    }

    private void moveRecord(ObjectNode secret, Duration shift, Duration older) {
        ObjectNode labels = Json.metadata(secret).withObject("/labels");
        for (String label : List.of("createdAt", "modifiedAt")) {
            if (!labels.has(label))
                continue;
            labels.put(label, String.valueOf(moved(Instant.ofEpochSecond(labels.get(label).asLong()), shift, older).getEpochSecond()));
        }
        ObjectNode data = secret.withObject("/data");
        data.put("release", Payload.encode(moved(Payload.decode(data.path("release").asText()), shift, older)));
    }

    private String moved(String text, Duration shift, Duration older) {
        return TIME.matcher(text).replaceAll(match -> Matcher.quoteReplacement(
                moved(OffsetDateTime.parse(match.group()).toInstant(), shift, older).toString()));
    }

    /**
     * What happened with the newest revision or later moves with it, what happened before with the one before. Helm notes its time a
     * little before the server notes its own, in whole seconds.
     */
    private Instant moved(Instant time, Duration shift, Duration older) {
        return time.plus(time.isBefore(newest.minusSeconds(1)) ? older : shift);
    }
}
