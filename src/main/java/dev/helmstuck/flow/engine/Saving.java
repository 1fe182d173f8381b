package dev.helmstuck.flow.engine;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.remediation.Remediation;
import jakarta.inject.Inject;

/** Reads a remediation and saves what it becomes; each version that was really saved is told, once, by the process that saved it. */
public final class Saving {
    private final Remediations remediations;
    private final Signals signals;

    @Inject
    public Saving(Remediations remediations, Signals signals) {
        this.remediations = remediations;
        this.signals = signals;
    }

    Optional<Remediation> find(String id) {
        return remediations.find(id);
    }

    /** False if somebody else saved first: nothing was saved. */
    public boolean save(Remediation before, Remediation next, List<AuditRow> rows) {
        boolean saved = remediations.save(next, rows);
        if (saved) signals.saved(before, next);
        return saved;
    }
}
