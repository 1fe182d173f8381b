package dev.helmstuck.doctor;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a checkup was not said yet.
 *
 * @param fresh what went bad, by target and system; empty if nothing did
 * @param keys of what went bad, in order: the same for the same thing at every checkup
 * @param over the keys of what was said and is well again
 */
public record CheckupNews(List<Examination> fresh, List<String> keys, List<String> over) {

    /**
     * What is new to people who have heard the rest.
     *
     * @param said the keys of what was said and is, as far as is known, still bad
     */
    public static CheckupNews of(Checkup checkup, Set<String> said) {
        Set<String> now = checkup.examinations().stream().flatMap(one -> one.bad().stream().map(symptom -> key(one, symptom)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Examination> fresh = checkup.examinations().stream()
                .map(one -> new Examination(one.kind(), one.subject(),
                        one.bad().stream().filter(symptom -> !said.contains(key(one, symptom))).toList()))
                .filter(one -> !one.symptoms().isEmpty()).toList();
        // what stands behind something that could not be looked at is not known to be well
        boolean whole = checkup.count(Severity.UNKNOWN) == 0;
        return new CheckupNews(fresh, now.stream().filter(key -> !said.contains(key)).toList(),
                said.stream().filter(key -> whole && !now.contains(key)).sorted().toList());
    }

    private static String key(Examination one, Symptom symptom) {
        return one.subject() + " " + symptom.what();
    }
}
