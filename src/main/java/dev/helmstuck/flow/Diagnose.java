package dev.helmstuck.flow;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.FindingReport;
import dev.helmstuck.report.thread.RootReport;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import jakarta.inject.Inject;

/** {@code Diagnosing}: runs the checks and shows each finding in the thread and in the root message as soon as it is known. */
final class Diagnose {
    private final Gather gather;
    private final Postings postings;
    private final Outage outage;
    private final Executor background;
    private final Clock clock;

    @Inject
    Diagnose(Gather gather, Postings postings, Outage outage, Executor background, Clock clock) {
        this.gather = gather;
        this.postings = postings;
        this.outage = outage;
        this.background = background;
        this.clock = clock;
    }

    Progress work(Remediation remediation, ConfiguredTarget entry) {
        MessageRef root = postings.root(remediation, RootReport.of(remediation, entry.target(), List.of()));
        outage.saw(remediation, root);
        Teller teller = new Teller(remediation, entry, root);
        Diagnosis diagnosis = gather.look(entry.target(), entry.policy().sampleGap(), teller::tell);
        teller.await();
        return Progress.moved(new Event.Diagnosed(diagnosis), row(remediation, diagnosis));
    }

    private AuditRow row(Remediation remediation, Diagnosis diagnosis) {
        String results = String.join(", ", diagnosis.findings().stream().map(each -> each.step() + " " + each.result()).toList());
        return new AuditRow(remediation.id(), clock.instant(), "helm-stuck", "diagnosis", results, diagnosis.verdict().name());
    }

    /**
     * Posts findings in order in the background, so that a slow chat does not use up the time of the checks; what is still unposted when
     * the checks are done is posted by who waits for it.
     */
    private final class Teller {
        private final Remediation remediation;
        private final ConfiguredTarget entry;
        private final MessageRef root;
        private final Queue<Finding> unposted = new ConcurrentLinkedQueue<>();
        private final ReentrantLock posting = new ReentrantLock();
        private final List<Finding> soFar = new ArrayList<>();
        private Optional<Throwable> failed = Optional.empty();

        Teller(Remediation remediation, ConfiguredTarget entry, MessageRef root) {
            this.remediation = remediation;
            this.entry = entry;
            this.root = root;
        }

        void tell(Finding finding) {
            unposted.add(finding);
            background.execute(() -> {
                posting.lock();
                postAll();
            });
        }

        void await() {
            try {
                posting.lockInterruptibly();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new UnavailableException("helm-stuck", "stopped while the findings were being posted", stopped);
            }
            postAll();
            if (failed.isEmpty()) return;
            if (failed.get() instanceof UnavailableException chat) throw chat;
            throw new IllegalStateException("a finding could not be posted", failed.get());
        }

        /** Posts what there is, unless something failed before; gives the lock back. */
        private void postAll() {
            try {
                for (Finding next = unposted.poll(); next != null; next = unposted.poll()) {
                    if (failed.isEmpty()) post(next);
                }
            } catch (RuntimeException | Error unsaid) {
                // whatever it is, it is for the one who waits
                failed = Optional.of(unsaid);
            } finally {
                posting.unlock();
            }
        }

        private void post(Finding finding) {
            soFar.add(finding);
            postings.show(remediation, root, RootReport.of(remediation, entry.target(), List.copyOf(soFar)));
            postings.say(remediation, "finding:" + remediation.looks() + ":" + finding.step(), FindingReport.of(finding));
        }
    }
}
