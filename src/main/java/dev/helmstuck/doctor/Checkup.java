package dev.helmstuck.doctor;

import java.time.Instant;
import java.util.List;

/** One look at everything that a remediation would need. */
public record Checkup(Instant at, List<Examination> examinations) {

    public Checkup {
        examinations = List.copyOf(examinations);
    }

    /** Whether something has to be done. */
    public boolean isBad() {
        return examinations.stream().anyMatch(one -> !one.bad().isEmpty());
    }

    /** 0 if all of it would work, 1 if something would not, or could not be looked at. */
    public int exitCode() {
        return isBad() ? 1 : 0;
    }

    /** How many there are of this severity. */
    public long count(Severity severity) {
        return examinations.stream().mapToLong(one -> one.of(severity).size()).sum();
    }
}
