package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Unlock;
import dev.helmstuck.runbook.DeletePlan;

/** Who allowed what in a remediation that has ended. */
final class RecordPeople {

    /** People's yes to one plan. */
    record Yes(String to, List<Approval> approvals) {}

    /** A record that was deleted or was to be. */
    record Act(DeletePlan plan, List<Approval> approvals, String backup) {}

    private RecordPeople() {}

    /** Every record that was acted on, in order. */
    static List<Act> acts(Remediation remediation) {
        Map<String, Act> acts = new LinkedHashMap<>();
        remediation.notes().forEach(note -> {
            if (note instanceof Note.HelmUnlocked(int look, Unlock unlock))
                acts.put(unlock.plan().describe(), new Act(unlock.plan(), unlock.approvals(), unlock.backup()));
        });
        remediation.state().end().ifPresent(ending -> ending.plan().ifPresent(plan -> acts.putIfAbsent(plan.describe(),
                new Act(plan, ending.approvals(), ending.backup().orElse("")))));
        return List.copyOf(acts.values());
    }

    /** Every rerun, in order. */
    static List<AllowedRerun> reruns(Remediation remediation) {
        List<AllowedRerun> reruns = new ArrayList<>();
        remediation.notes().forEach(note -> {
            if (note instanceof Note.RerunMetLock(int proposal, AllowedRerun rerun)) reruns.add(rerun);
        });
        remediation.state().end().flatMap(Ending::rerun).filter(last -> !reruns.contains(last)).ifPresent(reruns::add);
        return reruns;
    }

    static List<Yes> yes(Remediation remediation) {
        List<Yes> all = new ArrayList<>();
        acts(remediation).stream().filter(act -> !act.approvals().isEmpty())
                .forEach(act -> all.add(new Yes("the delete of revision " + act.plan().revision(), act.approvals())));
        reruns(remediation).forEach(rerun -> all.add(new Yes("the rerun of " + RerunReport.named(rerun.of()), rerun.approvals())));
        remediation.state().end().ifPresent(ending -> ending.restore().filter(restore -> !ending.approvals().isEmpty()).ifPresent(
                restore -> all.add(new Yes("the restore of revision " + restore.plan().revision(), ending.approvals()))));
        return all;
    }
}
