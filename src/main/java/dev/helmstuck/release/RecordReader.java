package dev.helmstuck.release;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/** Reads the few fields that matter from the top level, {@code info}, {@code chart.metadata} and {@code hooks}; skips all else. */
final class RecordReader {
    private final JsonParser parser;
    private final RecordFields json;
    private final HookReader hookReader;
    private Optional<String> name = Optional.empty();
    private Optional<String> namespace = Optional.empty();
    private Optional<String> status = Optional.empty();
    private Optional<Integer> version = Optional.empty();
    private Optional<Instant> firstDeployed = Optional.empty();
    private Optional<Instant> lastDeployed = Optional.empty();
    private Optional<Instant> deleted = Optional.empty();
    private String description = "";
    private String chartName = "?";
    private String chartVersion = "?";
    private String appVersion = "";
    private ApplyMethod applyMethod = ApplyMethod.UNSAID;
    private ManifestText manifest = new ManifestText.RenderedYaml("");
    private List<Hook> hooks = List.of();

    RecordReader(JsonParser parser, boolean manifests) {
        this.parser = parser;
        json = new RecordFields(parser, manifests);
        hookReader = new HookReader(json);
    }

    Payload read() throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_NULL) return new Payload.Doubtful("its JSON is null");
        if (parser.currentToken() != JsonToken.START_OBJECT) return new Payload.Undecodable("its JSON is not an object");
        json.object(field -> {
            switch (field) {
                case "name" -> name = json.text();
                case "namespace" -> namespace = json.text();
                case "version" -> version = json.number();
                case "info" -> json.object(this::info);
                case "chart" -> json.object(inChart -> {
                    if (inChart.equals("metadata")) json.object(this::metadata);
                });
                case "apply_method" -> applyMethod = json.text().map(ApplyMethod::of).orElse(ApplyMethod.UNSAID);
                case "manifest" -> manifest = json.manifest();
                case "hooks" -> hooks = json.array(hookReader::read);
                default -> {
                    /* values: never kept */ }
            }
        });
        if (parser.nextToken() != null) return new Payload.Undecodable("something follows its JSON");
        return record();
    }

    private Payload record() {
        if (name.isEmpty()) return missing("name");
        if (namespace.isEmpty()) return missing("namespace");
        if (version.isEmpty()) return missing("version");
        if (status.isEmpty()) return missing("info.status");
        Optional<ReleaseStatus> known = status.flatMap(ReleaseStatus::of);
        if (known.isEmpty()) return new Payload.Doubtful("its info.status is none that Helm 3 or 4 knows");
        return new Payload.Decoded(new ReleaseRecord(name.get(), namespace.get(), version.get(), known.get(), description,
                chartName + "-" + chartVersion, appVersion, firstDeployed, lastDeployed, deleted, applyMethod, manifest, hooks));
    }

    private static Payload missing(String field) {
        return new Payload.Doubtful("its JSON has no usable " + field);
    }

    private void info(String field) throws IOException {
        switch (field) {
            case "status" -> status = json.text();
            case "description" -> description = json.text().orElse("");
            case "first_deployed" -> firstDeployed = json.time();
            case "last_deployed" -> lastDeployed = json.time();
            case "deleted" -> deleted = json.time();
            default -> {
                /* notes may quote values */ }
        }
    }

    private void metadata(String field) throws IOException {
        switch (field) {
            case "name" -> chartName = json.text().orElse("?");
            case "version" -> chartVersion = json.text().orElse("?");
            case "appVersion" -> appVersion = json.text().orElse("");
            default -> {
                /* not shown */ }
        }
    }
}
