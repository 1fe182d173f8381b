package dev.helmstuck.flow;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

import dev.helmstuck.flow.Remediations.AuditRow;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.RootReport;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import jakarta.inject.Inject;

/** {@code Diagnosing}: runs the checks and shows each finding in the thread and in the root message as soon as it is known. */
final class Diagnose {
    private final Gather gather;
    private final Postings postings;
    private final Outage outage;
    private final Background background;
    private final Clock clock;

    @Inject
    Diagnose(Gather gather, Postings postings, Outage outage, Background background, Clock clock) {
        this.gather = gather;
        this.postings = postings;
        this.outage = outage;
        this.background = background;
        this.clock = clock;
    }

    Answer work(Remediation remediation, Catalog.Entry entry) {
        MessageRef root = postings.root(remediation, RootReport.of(remediation, entry.target(), List.of()));
        outage.saw(remediation, root);
        Teller teller = new Teller(remediation, entry, root);
        Diagnosis diagnosis;
        try {
            diagnosis = gather.look(entry.target(), entry.policy().sampleGap(), teller::tell);
        } finally {
            teller.end();
        }
        teller.await();
        return Answer.moves(new Event.Diagnosed(diagnosis), row(remediation, diagnosis));
    }

    private AuditRow row(Remediation remediation, Diagnosis diagnosis) {
        String results = String.join(", ", diagnosis.findings().stream().map(each -> each.step() + " " + each.result()).toList());
        return new AuditRow(remediation.id(), clock.instant(), "helm-stuck", "diagnosis", results, diagnosis.verdict().name());
    }

    /** Posts findings in order on a thread of its own, so that a slow chat does not use up the time of the checks. */
    private final class Teller {
        private final Remediation remediation;
        private final Catalog.Entry entry;
        private final MessageRef root;
        private final BlockingQueue<List<Finding>> queue = new LinkedBlockingQueue<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final List<Finding> soFar = new ArrayList<>();

        Teller(Remediation remediation, Catalog.Entry entry, MessageRef root) {
            this.remediation = remediation;
            this.entry = entry;
            this.root = root;
            background.execute(this::run);
        }

        void tell(Finding finding) {
            queue.add(List.of(finding));
        }

        void end() {
            queue.add(List.of());
        }

        void await() {
            try {
                done.get();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Unavailable("helm-stuck", "stopped while the findings were being posted", stopped);
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof Unavailable chat) throw chat;
                throw new IllegalStateException("a finding could not be posted", failed.getCause());
            }
        }

        private void run() {
            try {
                for (List<Finding> next = queue.take(); !next.isEmpty(); next = queue.take()) {
                    Finding finding = next.getFirst();
                    soFar.add(finding);
                    postings.show(root, RootReport.of(remediation, entry.target(), List.copyOf(soFar)));
                    postings.say(remediation, "finding:" + remediation.looks() + ":" + finding.step(), FindingReport.of(finding));
                }
                done.complete(null);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                done.completeExceptionally(stopped);
            } catch (RuntimeException | Error failed) {
                // whatever ends this thread must not leave the checks waiting for it
                done.completeExceptionally(failed);
            }
        }
    }
}
