package dev.helmstuck.flow.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.helmstuck.flow.Gather;
import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.flow.steps.Progress.Moved;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Vouching;
import jakarta.inject.Inject;

/** {@code Diagnosing}: runs the checks. What they find is known one by one, and saved when all are done. */
final class Diagnose {
    private final Gather gather;
    private final TellIncident incident;

    @Inject
    Diagnose(Gather gather, TellIncident incident) {
        this.gather = gather;
        this.incident = incident;
    }

    /** @param found is told all findings so far, each time there is one more */
    Progress work(Remediation remediation, ConfiguredTarget entry, Consumer<List<Finding>> found) {
        List<Finding> soFar = new ArrayList<>();
        Diagnosis seen = gather.look(entry.target(), entry.policy().sampleGap(), word(remediation, entry), finding -> {
            soFar.add(finding);
            found.accept(List.copyOf(soFar));
        });
        Diagnosis diagnosis = taken(seen, entry);
        String results = String.join(", ", diagnosis.findings().stream().map(each -> each.step() + " " + each.result()).toList());
        Moved moved = Progress.moved(new Event.Diagnosed(diagnosis), Entry.ours("diagnosis", results, diagnosis.verdict().name()));
        Moved vouched = diagnosis.plan().flatMap(Diagnose::vouched).map(moved::and).orElse(moved);
        return incident.obstacle(remediation).map(note -> vouched.telling(note, Entry.ours("incident note",
                "incident " + remediation.incident().orElseThrow(), "may not be possible"))).orElse(vouched);
    }

    /** The requester's word, if the target takes it: the file may have changed since. */
    static Optional<Vouching> word(Remediation remediation, ConfiguredTarget entry) {
        return remediation.vouching().filter(given -> entry.policy().takesVouching());
    }

    /** What is saved of a look says whether somebody may vouch, so that what is told of it follows from that alone. */
    static Diagnosis taken(Diagnosis seen, ConfiguredTarget entry) {
        return entry.policy().takesVouching() ? seen : seen.takingNoWord();
    }

    /** Whose word a plan relies on, for the audit trail. */
    static Optional<Entry> vouched(DeletePlan plan) {
        return plan.vouching().map(word -> new Entry(word.user(), "vouching", plan.describe(), word.reason()));
    }
}
