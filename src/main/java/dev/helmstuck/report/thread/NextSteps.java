package dev.helmstuck.report.thread;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;

/** What a person does after a remediation (runbook, step 6), by outcome. */
final class NextSteps {
    private static final String HISTORY = "look at the history before anything is deployed";

    /**
     * The one next action.
     *
     * @param action what is to be done, as the end of a sentence without its stop
     * @param lines what has to be known for it
     */
    record Next(List<Span> action, List<Line> lines) {
        static Next of(String action, Line... lines) {
            return new Next(List.of(new Span.Text(action)), List.of(lines));
        }
    }

    private NextSteps() {}

    static Next of(Remediation remediation, Target target, Ending ending) {
        if (remediation.restore().isPresent()) return RestoreReport.next(remediation, target, ending);
        Optional<Next> drill = DrillWords.next(remediation, ending);
        if (drill.isPresent()) return drill.get();
        String again = "type /helm-stuck " + remediation.target() + " again";
        return switch (ending.outcome()) {
            case RESOLVED -> Next.of("go on with the deploys that waited, this one is done");
            case UNLOCKED, NEEDS_ATTENTION -> ending.rerun().isPresent()
                    ? rerun(ending.rerun().get(), target)
                    : rerunWasAsked(remediation)
                            ? notRerun(target, ending)
                            : ending.aftermath().map(aftermath -> after(aftermath, target, ending, again))
                                    .orElseGet(() -> unproven(target, ending, again));
            case NOT_STUCK -> Next.of("read the error of the failed job itself", Line.of(meaning(remediation.findings())));
            case BLOCKED, PLAN_CHANGED -> settle(remediation.findings(), again);
            case REFUSED -> Next.of("talk to " + refuser(ending) + ", then " + again + " for a new request");
            case EXPIRED -> Next.of("find a second engineer, then " + again);
            case RESTORED -> Next.of(again);
            case CANCELLED -> Next.of("if Helm is still locked, " + again);
            case ALREADY_GONE ->
                Next.of(again + " to see where Helm stands", Line.of("Find out who deleted the record. The history by hand:"),
                        history(target));
            case FAILED -> Next.of((ending.why().contains("cannot delete resource")
                    ? "give the bot's account `delete` on Secrets in " + target.namespace()
                    : "mend that") + ", then " + again);
        };
    }

    /** Who said no, as {@link dev.helmstuck.remediation.Moves} says it. */
    static String refuser(Ending ending) {
        String suffix = " said no";
        String why = Headline.bare(ending.why());
        return why.endsWith(suffix) ? why.substring(0, why.length() - suffix.length()) : "whoever said no";
    }

    /** Whether people were asked about a rerun last. */
    static boolean rerunWasAsked(Remediation remediation) {
        return remediation.proposal().filter(proposal -> proposal.plan() instanceof RerunPlan).isPresent();
    }

    private static Next notRerun(Target target, Ending ending) {
        if (ending.instead().isPresent()) return instead(ending.instead().get());
        return Next.of("agree on what is to be deployed; rerun this target's newest deploy job only if no deploy is under way",
                Line.of("A retry keeps its pipeline's variables: that of an older job is a rollback. It is one of " + target.projects()
                        + "."));
    }

    private static Next rerun(AllowedRerun rerun, Target target) {
        if (rerun.job().isEmpty()) {
            return new Next(List.of(new Span.Text("look whether "), RerunReport.job(rerun.of()),
                    new Span.Text(" was rerun, before anybody reruns it")), List.of());
        }
        CiJob job = rerun.job().get();
        Span.Anchor log = new Span.Anchor("its log", job.url());
        if (job.active() || job.waits())
            return new Next(List.of(new Span.Text("look at "), RerunReport.job(job)), List.of(history(target)));
        if (rerun.proof().isEmpty()) return new Next(List.of(new Span.Text("read "), log), List.of(history(target)));
        if (rerun.proof().get().doubt().isPresent())
            return new Next(List.of(new Span.Text("see in "), log, new Span.Text(" what it deployed")), List.of(history(target)));
        return new Next(rerun.proof().get().helm() instanceof Helm.Unlocked
                ? List.of(new Span.Text("see in "), log, new Span.Text(" why it deployed nothing"))
                : List.of(new Span.Text("look at "), RerunReport.job(job)), List.of(history(target)));
    }

    private static Next settle(List<Finding> findings, String again) {
        if (Headline.notStuck(findings)) return Next.of("look how the newest deploy went, there is nothing to repair");
        return Next.of(WhatStops.remedy(findings).orElse("find out who is at work") + ", then " + again,
                Line.of("Do not delete by hand what a check stops."));
    }

    /** What the records of a release mean that is not stuck. */
    static String meaning(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.step() == Step.RELEASE_IS_STUCK).map(Finding::next)
                .collect(Collectors.joining());
    }

    /** The delete may have happened, but nobody saw how Helm stands. */
    private static Next unproven(Target target, Ending ending, String again) {
        return new Next(List.of(new Span.Text((ending.why().startsWith("The record is deleted")
                ? "look at the history (command below)"
                : "check with the command below whether the record is there") + ", then " + again)), Stream.concat(
                        ending.plan().map(plan -> Line.command(target.kubectl() + " get secret " + plan.secret()
                                + " -o custom-columns=NAME:.metadata.name,UID:.metadata.uid")).stream(),
                        Stream.of(history(target))).toList());
    }

    private static Next after(Aftermath aftermath, Target target, Ending ending, String again) {
        return switch (aftermath.helm()) {
            case Helm.Unlocked(int revision, ReleaseStatus status) -> switch (status) {
                case DEPLOYED, SUPERSEDED, FAILED -> rerun(aftermath, target, ending);
                case UNKNOWN, UNINSTALLED, UNINSTALLING, PENDING_INSTALL, PENDING_UPGRADE, PENDING_ROLLBACK -> Next.of(HISTORY,
                        Line.of("Do so with somebody who knows Helm's storage:"), history(target));
            };
            case Helm.NewRevision(int revision, ReleaseStatus status) -> status.isPending()
                    ? Next.of("let the deploy of revision " + revision + " end, and rerun nothing meanwhile",
                            Line.of("If it gets stuck too, " + again + "."))
                    : Next.of("look at the job that deployed revision " + revision,
                            Line.of("Rerun no older one, that would deploy an older version."));
            case Helm.StillPending(int revision, ReleaseStatus status) -> Afterwards.stillThere(ending)
                    ? Next.of("see which finalizer keeps it (command below), then " + again,
                            Line.of("Rerun nothing and do not roll back."),
                            Line.command(target.kubectl() + " get secret " + ending.plan().map(DeletePlan::secret).orElseThrow()
                                    + " -o custom-columns=UID:.metadata.uid,DELETED:.metadata.deletionTimestamp,FINALIZERS:.metadata.finalizers"))
                    : Next.of("look at the history, then " + again, Line.of("Rerun nothing and do not roll back."), history(target));
            case Helm.NotFound() -> Next.of("find out who removed the revision below, and deploy nothing before",
                    Line.of("That revision was there a moment ago. The copy can be put back, so that Helm knows the release again, locked as before."));
            case Helm.Unread(String why) -> Next.of(HISTORY, history(target));
        };
    }

    private static Line history(Target target) {
        return Line.command(target.helm() + " history " + target.release());
    }

    private static Next instead(CiJob job, Line... lines) {
        return new Next(List.of(new Span.Text(job.active() ? "watch " : "start "), RerunReport.job(job),
                new Span.Text(job.active() ? ", and rerun nothing" : ", which a newer deploy waits for, and rerun nothing")),
                List.of(lines));
    }

    private static Next rerun(Aftermath aftermath, Target target, Ending ending) {
        if (!aftermath.jobsUnread().isEmpty()) {
            return Next.of("rerun the newest failed deploy job of this target, never an older one", Line.of("It is one of "
                    + target.projects() + ". I could not look it up (" + aftermath.jobsUnread() + ")."));
        }
        Optional<CiJob> job = aftermath.rerun();
        if (job.isEmpty() && aftermath.instead().isPresent()) {
            return instead(aftermath.instead().get(), Line.of(aftermath.noRerun().orElse("")));
        }
        if (job.isEmpty()) {
            return Next.of("start the next deploy as usual and watch it", Line.of(aftermath.noRerun()
                    .orElse("There is nothing to rerun: as far as GitLab shows, this target's newest deploy job did not fail.")));
        }
        boolean mayBeEmpty = ending.plan().filter(NextDryRun::mayBeEmpty).isPresent();
        boolean foretold = ending.plan().flatMap(NextDryRun::prospect).isPresent();
        return new Next(
                Arrays.asList(new Span.Text("rerun "), new Span.Anchor(job.get().name() + " #" + job.get().id(), job.get().url()),
                        new Span.Text(mayBeEmpty ? ", then check the images: it can be green without a deploy" : " and watch it")),
                List.of(Line
                        .of((job.get().status().equals("success")
                                ? "It is green, but it deployed nothing: the release was locked when it began, and no newer record is there. "
                                : "")
                                + "Rerun no older job: a retry keeps its pipeline's variables, so it would deploy its older version, which is "
                                + "a rollback."),
                        Line.of(mayBeEmpty
                                ? "The images that run:"
                                : (foretold ? "What it lists and rolls is foretold below." : "It usually lists changes.")
                                        + " Look at this before and after: where GENERATION stays the same, nothing was "
                                        + "changed and no pod was replaced."),
                        Line.command(
                                target.kubectl() + " get deploy -o custom-columns='NAME:.metadata.name,GENERATION:.metadata.generation,"
                                        + "IMAGES:.spec.template.spec.containers[*].image'")));
    }
}
