package dev.helmstuck.release;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads one hook of a record with its last run. */
final class HookReader {
    private final RecordFields json;

    HookReader(RecordFields json) {
        this.json = json;
    }

    Hook read() throws IOException {
        if (!json.isObject()) throw RecordFields.OddHooks.unusable();
        HookDraft draft = new HookDraft();
        json.object(field -> {
            switch (field) {
                case "kind" -> draft.kind = json.word();
                case "name" -> draft.name = json.word();
                case "path" -> draft.path = json.word();
                case "events" -> draft.events = json.array(json::word);
                case "weight" -> draft.weight = json.weight();
                case "delete_policies" -> draft.deletePolicies = json.array(json::word);
                case "last_run" -> draft.lastRun = lastRun();
                case "manifest" -> draft.manifest = json.manifest();
                default -> {
                    /* where its log goes */ }
            }
        });
        return new Hook(draft.kind, draft.name, draft.path, draft.events, draft.weight, draft.deletePolicies, draft.lastRun,
                draft.manifest);
    }

    private static final class HookDraft {
        private String kind = "";
        private String name = "";
        private String path = "";
        private List<String> events = List.of();
        private int weight;
        private List<String> deletePolicies = List.of();
        private Optional<Hook.LastRun> lastRun = Optional.empty();
        private ManifestText manifest = new ManifestText.RenderedYaml("");
    }

    /** Helm writes it for every hook; of one that never ran it has neither times nor phase. */
    private Optional<Hook.LastRun> lastRun() throws IOException {
        RunDraft draft = new RunDraft();
        json.object(field -> {
            switch (field) {
                case "started_at" -> draft.started = json.time();
                case "completed_at" -> draft.completed = json.time();
                case "phase" -> draft.phase = json.word();
                default -> {
                    /* nothing else is known */ }
            }
        });
        if (draft.started.isEmpty() && draft.completed.isEmpty() && draft.phase.isEmpty()) return Optional.empty();
        return Optional.of(new Hook.LastRun(draft.started, draft.completed, Hook.Phase.of(draft.phase)));
    }

    private static final class RunDraft {
        private Optional<Instant> started = Optional.empty();
        private Optional<Instant> completed = Optional.empty();
        private String phase = "";
    }
}
