package dev.helmstuck.cli;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.Examination;
import dev.helmstuck.doctor.Symptom;

/** A checkup as one JSON document, for scripts ({@code doctor.schema.json}). Its keys are an interface: add, never rename. */
final class CheckupJson {
    private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private CheckupJson() {}

    static String of(Checkup checkup) {
        try {
            return JSON.writeValueAsString(new CheckupDocument(checkup.at().toString(), !checkup.isBad(),
                    checkup.examinations().stream().map(CheckupJson::examined).toList()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Examined examined(Examination examination) {
        return new Examined(examination.kind().name().toLowerCase(Locale.ROOT), examination.subject(),
                examination.symptoms().stream().map(CheckupJson::symptom).toList());
    }

    private static SymptomJson symptom(Symptom symptom) {
        return new SymptomJson(symptom.point().id(), symptom.point().about(), symptom.severity().name(), symptom.seen(), symptom.cure());
    }

    private record CheckupDocument(String at, boolean well, List<Examined> examinations) {}

    private record Examined(String kind, String subject, List<SymptomJson> findings) {}

    private record SymptomJson(String check, String about, String severity, String seen, String cure) {}
}
