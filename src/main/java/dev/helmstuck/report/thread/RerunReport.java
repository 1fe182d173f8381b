package dev.helmstuck.report.thread;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.AllowedRerun;
import dev.helmstuck.remediation.Proof;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Unlock;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.Target;

/** What follows an unlock in its thread: that Helm is unlocked, the request to rerun the job, the job, and the proof (runbook, step 6). */
final class RerunReport {

    private static final int MOST_ROLLED = 8;

    private RerunReport() {}

    /** That Helm is unlocked, while the rest is still to come. */
    static Report unlocked(Remediation remediation, Target target, Unlock unlock) {
        List<Section> sections = new ArrayList<>();
        List<Line> done = new ArrayList<>(LastReport.record("deleted", unlock.plan()));
        done.addAll(LastReport.copy(unlock.backup()));
        sections.add(new Section("Done", done));
        unlock.aftermath().hindsight().map(HindsightLines::few).ifPresent(sections::add);
        sections.add(new Section("Helm now", Afterwards.helm(unlock.aftermath().helm(), target)));
        sections.add(LastReport.putBack(remediation.target(), unlock.backup()));
        return new Report(Tone.GOOD, Line.of(remediation.target() + ": Helm is unlocked. Next: answer the rerun request below"),
                List.of(), sections);
    }

    /** The request while it is open. */
    static Report open(Remediation remediation, RerunPlan plan, Section answer) {
        CiJob job = plan.job();
        List<Line> reruns = new ArrayList<>();
        reruns.add(new Line(Line.Kind.BULLET, List.of(job(job), new Span.Text(" of " + job.project() + ", of pipeline " + job.pipeline()
                + ", " + ended(job)))));
        reruns.add(Line.bullet("before that it is looked at again: it must still be the target's newest deploy job and no other may run, "
                + "and Helm must still be unlocked at revision " + plan.revision() + "; else nothing is rerun"));
        reruns.add(Line.bullet("GitLab makes a new job of it, with the variables of its pipeline; I follow it here to its end"));
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("A yes reruns exactly this job, once", reruns));
        remediation.lastDelete().ifPresent(deleted -> sections.add(new Section("What its deploy will do",
                NextDryRun.next(deleted).stream().map(Line::bullet).toList())));
        sections.add(answer);
        return new Report(Tone.ASKING, Line.of("Rerun " + named(job) + "?"), List.of(), sections);
    }

    private static String ended(CiJob job) {
        return job.status().equals("success")
                ? "it is green, but ran while Helm was locked and deployed nothing"
                : "it " + job.stands();
    }

    static Report closed(RerunPlan plan, Line how) {
        return Report.of(Tone.NEUTRAL, "Request closed: the rerun of " + named(plan.job()), Section.plain(how,
                Line.of("Reactions here no longer have an effect.")));
    }

    static Report checking(RerunPlan plan, String names) {
        return Report.of(Tone.WORKING, "Yes from " + names + ": looking at the job again",
                Section.plain(Line.of(new Span.Text("About to rerun "), job(plan.job()),
                        new Span.Text(". Take the reaction back, or say no, to stop it."))));
    }

    /** The new job: one message, edited until it has ended. */
    static Report followed(AllowedRerun rerun, Optional<String> trouble) {
        if (rerun.job().isEmpty()) {
            return Report.of(Tone.CAREFUL, "Whether " + named(rerun.of()) + " is rerun is not known", Section.plain(Line.of(
                    new Span.Text("Look at the pipeline of "), job(rerun.of()), new Span.Text(" before anybody reruns it."))));
        }
        CiJob now = rerun.job().get();
        List<Span> spans = new ArrayList<>(List.of(job(now), new Span.Text(" " + now.stands())));
        now.started().ifPresent(since -> now.finished().ifPresentOrElse(
                until -> spans.add(new Span.Text(", it took " + Formats.duration(Duration.between(since, until)))),
                () -> {
                    spans.add(new Span.Text(", since "));
                    spans.add(new Span.PointInTime(since));
                }));
        spans.add(new Span.Text("."));
        List<Line> lines = new ArrayList<>(List.of(new Line(Line.Kind.PARAGRAPH, spans)));
        trouble.ifPresent(why -> lines.add(Line.of(new Span.Strong("That was seen last. "), new Span.Text(Formats.sentence(why)
                + " I keep asking; until then look at its page."))));
        return Report.of(trouble.isPresent() ? Tone.CAREFUL : tone(now),
                "Rerun of " + named(rerun.of()) + ", yes from " + Headline.names(rerun.approvals()),
                Section.plain(lines.toArray(Line[]::new)));
    }

    private static Tone tone(CiJob now) {
        if (now.active() || now.waits()) return Tone.WORKING;
        return now.status().equals("success") ? Tone.GOOD : Tone.CAREFUL;
    }

    /** What the rerun came to; of a long list of what rolled the first ones, for the record holds them all. */
    static Section fewOfProof(Proof proof, Target target) {
        return proof(proof, target, Formats.most(proof.changed(), MOST_ROLLED));
    }

    /** The same with all that rolled. */
    static Section proof(Proof proof, Target target) {
        return proof(proof, target, proof.changed());
    }

    private static Section proof(Proof proof, Target target, List<String> changed) {
        List<Line> lines = new ArrayList<>(Afterwards.now(proof.helm(), target));
        if (proof.doubt().isPresent()) lines.add(Line.bullet("whether the job deployed it cannot be told"));
        lines.add(Line.bullet(proof.unsettled().map(why -> "the workloads are not settled: " + why).orElse("the workloads are settled")));
        if (proof.unread().isPresent()) {
            lines.add(Line.bullet("what rolled is not known: " + proof.unread().get()));
        } else if (proof.changed().isEmpty()) {
            lines.add(Line
                    .bullet("no change ended up deployed: every workload has the generation and the images that it had before the rerun"));
        } else {
            changed.forEach(change -> lines.add(Line.bullet(change)));
        }
        return new Section("What the rerun came to", lines);
    }

    /** What the rerun came to that did not end in a proven deploy, in a few words. */
    static String cameTo(AllowedRerun rerun) {
        if (rerun.job().isEmpty()) return "whether " + named(rerun.of()) + " is rerun is not known";
        CiJob job = rerun.job().get();
        if (job.active() || job.waits()) return "how the rerun #" + job.id() + " ends is not known";
        if (rerun.proof().isEmpty()) return "the rerun #" + job.id() + " " + job.stands();
        return rerun.proof().get().helm() instanceof Aftermath.Helm.Unlocked(int revision, var status)
                ? "the rerun #" + job.id() + " is green but deployed nothing, revision " + revision + " is still the newest"
                : "the rerun #" + job.id() + " is green, but its deploy is not proven";
    }

    /** In a line, with who allowed it. */
    static String done(AllowedRerun rerun) {
        return rerun.job().map(job -> "rerun: " + named(rerun.of()) + " as #" + job.id())
                .orElse("its rerun was asked for: " + named(rerun.of()))
                + ", yes from " + Headline.names(rerun.approvals());
    }

    static Span job(CiJob job) {
        return new Span.Anchor(named(job), job.url());
    }

    static String named(CiJob job) {
        return job.name() + " #" + job.id();
    }
}
