package dev.helmstuck.doctor;

import java.util.Comparator;
import java.util.List;

/**
 * All that was seen of one target, or of one system that all targets share.
 *
 * @param subject the target's name, or the system's as people name it
 * @param symptoms the worst first, then in the order of {@link Point}
 */
public record Examination(Subject kind, String subject, List<Symptom> symptoms) {

    /** What was examined. */
    public enum Subject {
        TARGET,
        GITLAB,
        SLACK,
        DATABASE,
        CONFIGURATION
    }

    public Examination {
        symptoms = symptoms.stream().sorted(Comparator.comparing((Symptom one) -> !one.severity().isBad())
                .thenComparing(one -> one.severity() != Severity.NOTE).thenComparing(Symptom::point)).toList();
    }

    /** Those of this severity. */
    List<Symptom> of(Severity severity) {
        return symptoms.stream().filter(one -> one.severity() == severity).toList();
    }

    /** Those that something has to be done about. */
    public List<Symptom> bad() {
        return symptoms.stream().filter(one -> one.severity().isBad()).toList();
    }
}
