package dev.helmstuck.testing.orders;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.RerunPlan;

/**
 * Whether what is said of a rerun at the end fits what happened.
 *
 * @param made by the old job: the new one that GitLab made of it for us
 */
record RerunWords(Ground ground, Remediation remediation, Ending ending, Map<Long, Long> made) {

    Optional<String> wrong() {
        return ending.rerun().flatMap(this::claimed).or(this::denied).or(this::followed).or(this::resolved);
    }

    private static Optional<String> unless(boolean fine, String what) {
        return fine ? Optional.empty() : Optional.of(what);
    }

    /** A new job that is named is there, of the old one's pipeline. */
    private Optional<String> claimed(AllowedRerun rerun) {
        if (rerun.job().isEmpty()) return Optional.empty();
        Optional<CiJob> real = ground.cluster(remediation.target()).gitlab.job(rerun.job().get().id());
        return unless(real.filter(job -> job.pipeline() == rerun.of().pipeline() && job.id() > rerun.of().id()).isPresent(),
                "it names a job that is not there: " + rerun.job());
    }

    /** What was made for us is never denied, and the last plan's is told. */
    private Optional<String> denied() {
        if (!(remediation.proposal().map(proposal -> proposal.plan()).orElse(null) instanceof RerunPlan plan)) return Optional.empty();
        if (!made.containsKey(plan.job().id()) || ending.outcome() == Outcome.FAILED) return Optional.empty();
        String text = ground.chat.of(remediation.id()).stream().filter(it -> it.key().equals("last")).map(it -> it.now.toString())
                .findFirst().orElse("").toLowerCase(Locale.ROOT);
        return unless(!text.contains("was not rerun"), "the last message denies the rerun: " + text);
    }

    /** Each job that was made for us is shown in its thread, or it is said that nobody knows. */
    private Optional<String> followed() {
        return remediation.proposals().stream().map(proposal -> proposal.plan())
                .filter(plan -> plan instanceof RerunPlan).map(plan -> ((RerunPlan) plan).job().id()).filter(made::containsKey)
                .filter(old -> ground.chat.of(remediation.id()).stream().filter(it -> it.key().startsWith("job:"))
                        .map(it -> it.now.toString())
                        .noneMatch(text -> newest(made.get(old)).anyMatch(id -> text.contains("#" + id)) || text.contains("is not known")))
                .findFirst().map(old -> "nothing is said of the new job " + made.get(old));
    }

    /** This job, and what was made of it. */
    private Stream<Long> newest(long id) {
        long pipeline = ground.cluster(remediation.target()).gitlab.job(id).orElseThrow().pipeline();
        return ground.cluster(remediation.target()).gitlab.jobs().stream().filter(job -> job.pipeline() == pipeline && job.id() >= id)
                .map(CiJob::id);
    }

    private Optional<String> resolved() {
        if (ending.outcome() != Outcome.RESOLVED) return Optional.empty();
        return unless(ending.rerun().flatMap(AllowedRerun::proof).isPresent(), "RESOLVED without a proof");
    }
}
