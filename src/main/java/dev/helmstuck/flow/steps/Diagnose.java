package dev.helmstuck.flow.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.helmstuck.flow.Gather;
import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import jakarta.inject.Inject;

/** {@code Diagnosing}: runs the checks. What they find is known one by one, and saved when all are done. */
final class Diagnose {
    private final Gather gather;

    @Inject
    Diagnose(Gather gather) {
        this.gather = gather;
    }

    /** @param found is told all findings so far, each time there is one more */
    Progress work(ConfiguredTarget entry, Consumer<List<Finding>> found) {
        List<Finding> soFar = new ArrayList<>();
        Diagnosis diagnosis = gather.look(entry.target(), entry.policy().sampleGap(), finding -> {
            soFar.add(finding);
            found.accept(List.copyOf(soFar));
        });
        String results = String.join(", ", diagnosis.findings().stream().map(each -> each.step() + " " + each.result()).toList());
        return Progress.moved(new Event.Diagnosed(diagnosis), Entry.ours("diagnosis", results, diagnosis.verdict().name()));
    }
}
