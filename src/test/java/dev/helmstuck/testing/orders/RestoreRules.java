package dev.helmstuck.testing.orders;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Restoration;
import dev.helmstuck.remediation.State;
import dev.helmstuck.testing.orders.FakeCluster.StoredSecret;
import dev.helmstuck.testing.orders.Readings.Reading;
import dev.helmstuck.testing.orders.Readings.Source;

/** Whether a record may be put back, by what the process was told: this very copy, no record in its place or above it, and a valid yes. */
record RestoreRules(Ground ground, Replica by, Remediation remediation, State.Restoring state) {

    Optional<String> broken() {
        Optional<Reading<?>> copies = by.readings.last(remediation.target(), Source.COPIES);
        Optional<Reading<?>> records = by.readings.last(remediation.target(), Source.RECORDS);
        if (copies.flatMap(Reading::value).isEmpty() || records.flatMap(Reading::value).isEmpty())
            return Optional.of("copies or records were not read");
        boolean copy = ((List<?>) copies.get().value().get()).stream().map(Copy.class::cast)
                .anyMatch(it -> it.self().equals(state.plan().copy()));
        if (!copy) return Optional.of("the copy is not the one that was asked about: " + copies);
        Optional<StoredSecret> above = ((List<?>) records.get().value().get()).stream().map(StoredSecret.class::cast)
                .filter(it -> it.number() >= state.plan().revision()).findFirst();
        if (above.isPresent()) return Optional.of("a record is in its place, or above: " + above.get());
        return new YesRules(by.readings, by.policy(remediation.target()), remediation, state.request(), state.approvals())
                .broken(copies.get().op(), records.get().op());
    }

    /** @param made whether the API server made the record for it */
    static Optional<String> said(Remediation remediation, Ending ending, boolean made) {
        if (remediation.restore().isEmpty())
            return ending.restore().isEmpty() && !made ? Optional.empty() : Optional.of("a restore that nobody asked for");
        boolean claimed = ending.restore().flatMap(Restoration::uid).isPresent();
        boolean denied = ending.outcome() != Outcome.NEEDS_ATTENTION && !claimed;
        if (made && denied) return Optional.of("the restore is denied: " + ending);
        return ending.outcome() == Outcome.RESTORED && !claimed ? Optional.of("RESTORED without an object") : Optional.empty();
    }
}
