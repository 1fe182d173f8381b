package dev.helmstuck.doctor;

import java.util.List;

/**
 * What a server says of itself.
 *
 * @param version as it writes it
 */
public record ServerFacts(String version, ServerClock clock) {

    /** It answers, and what its clock shows. */
    public List<Symptom> answers(Point answers, String whose) {
        return List.of(Symptom.good(answers, version), clock.symptom(whose));
    }
}
