package dev.helmstuck.runbook.checks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.JobPattern;
import dev.helmstuck.runbook.Target;

/**
 * A pattern that matches none of the jobs that were read is said: a mistyped one makes this and the check for deploys in flight blind. Only
 * the target's own patterns count, and only in projects that answered.
 */
public final class UnmatchedPatterns {

    private UnmatchedPatterns() {}

    /**
     * The finding, and the remark if there is one.
     *
     * @param answers what each of the target's projects says of its jobs since that moment, in the order of {@link Target#ci}
     */
    public static Finding said(Finding finding, Target target, List<Fact<List<CiJob>>> answers, Instant since) {
        // nothing deploys a drill
        if (target.drill()) return finding;
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            String project = target.ci().get(i).project();
            if (answers.get(i) instanceof Fact.Known<List<CiJob>>(List<CiJob> jobs))
                remarks.addAll(unmatched(target, project, jobs, since));
        }
        if (remarks.isEmpty()) return finding;
        return finding.after(remarks).remarking("But a pattern of the targets file matches no job.",
                "Compare the pattern with the names of the jobs in GitLab: a wrong one hides the jobs that it should find.");
    }

    private static List<String> unmatched(Target target, String project, List<CiJob> jobs, Instant since) {
        return target.patterns().stream().filter(pattern -> pattern.target().isEmpty() && pattern.isOf(project))
                .filter(pattern -> jobs.stream().noneMatch(pattern::matches)).map(pattern -> line(pattern, jobs.size(), since)).toList();
    }

    private static String line(JobPattern pattern, int jobs, Instant since) {
        return "`" + pattern.names().pattern() + "` (" + (pattern.release() ? "ci.jobs" : "ci.sameCluster") + ") matches no job: "
                + pattern.project() + " lists " + Formats.count(jobs, "job") + " created since " + Formats.moment(since);
    }
}
