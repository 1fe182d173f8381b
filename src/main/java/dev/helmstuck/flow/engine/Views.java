package dev.helmstuck.flow.engine;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.People;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Deed;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.thread.RecordFile;
import dev.helmstuck.report.thread.Surroundings;
import dev.helmstuck.report.thread.ThreadMessage;
import dev.helmstuck.report.thread.ThreadView;
import jakarta.inject.Inject;

/** What the thread of a remediation should say: what is saved of it, with the names and the link that belong to it now. */
final class Views {
    private final Catalog catalog;
    private final People people;
    private final Threads threads;
    private final Remediations remediations;

    @Inject
    Views(Catalog catalog, People people, Threads threads, Remediations remediations) {
        this.catalog = catalog;
        this.people = people;
        this.threads = threads;
        this.remediations = remediations;
    }

    /** Nothing more while a target that is no longer configured keeps it from going on. */
    List<ThreadMessage> of(Remediation remediation) {
        return around(remediation).map(around -> ThreadView.of(remediation, around)).orElse(List.of());
    }

    /** What must be said of one that has ended, whatever fails. */
    static List<ThreadMessage> least(Remediation remediation) {
        return remediation.state().end().map(ending -> ThreadView.least(remediation, ending)).orElse(List.of());
    }

    /** The record as Markdown; empty if there is nothing to be kept. */
    Optional<String> record(Remediation remediation) {
        return around(remediation).filter(around -> RecordFile.isWorthIt(remediation)).flatMap(
                around -> remediation.state().end().map(ending -> RecordFile.markdown(remediation, around, ending)));
    }

    /** What belongs to it now; empty while a target that is no longer configured keeps it from going on. */
    Optional<Surroundings> around(Remediation remediation) {
        return catalog.target(remediation.target()).map(entry -> configured(remediation, entry))
                .or(() -> remediation.state().end().map(ending -> Surroundings.forgotten(remediation, ending).with(trail(remediation))));
    }

    /** Names and a link are wanted only while people are asked. */
    private Surroundings configured(Remediation remediation, ConfiguredTarget entry) {
        return remediation.state() instanceof State.AwaitingApproval(var plan, var request, var yes)
                ? new Surroundings(entry.target(), Optional.of(entry.policy()), people.named(entry.policy().approvers()),
                        // the request can be found in the thread without it
                        request.flatMap(it -> threads.link(remediation, new MessageRef(it.channel(), it.ts()))))
                : new Surroundings(entry.target(), Optional.of(entry.policy()), List.of(), Optional.empty(), trail(remediation));
    }

    private List<Deed> trail(Remediation remediation) {
        return remediation.state().ended() ? remediations.auditOf(remediation.id()).stream().map(AuditRow::deed).toList() : List.of();
    }
}
