package dev.helmstuck.cli;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.helmstuck.flow.Gather;
import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.StuckRevision;

/** A diagnosis as one JSON document, for scripts. Its keys are an interface: add, never rename. */
public final class DiagnosisJson {
    /** Not only what JSON itself must escape: U+009B and direction marks would reach a terminal as they are. */
    private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private DiagnosisJson() {}

    /** The document without a forecast. */
    public static String of(Diagnosis diagnosis) {
        return of(diagnosis, new Fact.Known<>(Optional.empty()));
    }

    /**
     * The document; {@code revision} and {@code status} are null if they are not known. {@code forecast} is absent if nothing is stuck, and
     * holds nothing but the reason in {@code unknown} if the records cannot be read for it.
     */
    public static String of(Diagnosis diagnosis, Fact<Optional<Forecast>> forecast) {
        return written(document(diagnosis, forecast));
    }

    /** One array of such documents. */
    static String of(List<Gather.Ahead> looks) {
        return written(looks.stream().map(look -> document(look.diagnosis(), look.forecast())).toList());
    }

    private static Document document(Diagnosis diagnosis, Fact<Optional<Forecast>> forecast) {
        RevisionJson revision = revision(diagnosis.release());
        return new Document(diagnosis.target().name(), diagnosis.target().release(), diagnosis.target().cluster(),
                diagnosis.target().namespace(), diagnosis.at().toString(), revision.number(), revision.status(), diagnosis.verdict().name(),
                diagnosis.findings().stream().map(DiagnosisJson::found).toList(),
                forecast.either(known -> known.map(ForecastJson::of).orElse(null), ForecastJson::unavailable));
    }

    private static String written(Object document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static RevisionJson revision(ReleaseState release) {
        return switch (release) {
            case ReleaseState.Stuck(StuckRevision stuck) -> new RevisionJson(stuck.revision().number(), stuck.record().status().word());
            case ReleaseState.NotStuck(int number, ReleaseStatus status) -> new RevisionJson(number, status.word());
            case ReleaseState.Unclear(var number, var status) ->
                new RevisionJson(number.orElse(null), status.map(ReleaseStatus::word).orElse(null));
        };
    }

    private static FindingJson found(Finding finding) {
        return new FindingJson(finding.step().name(), finding.step().title(), result(finding.result()), finding.summary(), finding.seen(),
                finding.next(),
                finding.links().stream().map(link -> new FoundLink(link.label(), link.url())).toList(), finding.byHand(),
                finding.table().map(table -> new FoundTable(table.columns(), table.rows())).orElse(null));
    }

    /** To a script, "nothing to delete" is a reason to stop as it always was; the verdict tells them apart. */
    private static String result(Result result) {
        return result == Result.NOT_NEEDED ? Result.STOP.name() : result.name();
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Document(String target, String release, String cluster, String namespace, String at, Integer revision, String status,
            String verdict, List<FindingJson> findings, @JsonInclude(JsonInclude.Include.NON_NULL) ForecastJson forecast) {}

    private record FindingJson(String step, String title, String result, String summary, List<String> seen, String next,
            List<FoundLink> links,
            String byHand, FoundTable table) {}

    /** Null where a check has none. */
    private record FoundTable(List<String> columns, List<List<String>> rows) {}

    private record FoundLink(String label, String url) {}

    private record RevisionJson(Integer number, String status) {}
}
