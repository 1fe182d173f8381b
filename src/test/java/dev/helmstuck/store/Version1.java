package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.remediation.Proposal;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;

/** What the databases in the resources hold, which version 1 wrote. */
final class Version1 {
    private static final Remediation OPENED = Stored.opened("r1", "gitlab-cny");
    private static final Remediation AWAITING = read(OPENED,
            new State.AwaitingApproval(Stored.PLAN, Optional.of(Stored.REQUEST), List.of()),
            new Proposal(1, Stored.PLAN, Stored.REQUEST.posted(), "the Secret was changed"));
    private static final Remediation DELETING = read(Stored.opened("r2", "gitlab-main", Stored.NOW.plusNanos(1)),
            new State.Deleting(Stored.PLAN, Stored.REQUEST, Stored.APPROVALS, Optional.of("backup-1")),
            new Proposal(0, Stored.PLAN, Stored.REQUEST.posted(), ""));
    private static final Remediation CLOSED = read(Stored.opened("r3", "gstg-cny"), Stored.closed(),
            new Proposal(0, Stored.PLAN, Stored.NOW.plusSeconds(5), ""));
    private static final MessageRef ROOT = new MessageRef("C1", "1700000000.000100");

    private Version1() {}

    /** As today's code reads it. */
    private static Remediation read(Remediation opened, State state, Proposal proposal) {
        return Stored.next(opened, state, List.of(proposal), List.of());
    }

    static void assertFilled(Remediations store) {
        assertThat(store.unfinished()).containsExactly(AWAITING, DELETING);
        assertThat(store.find("r3")).contains(CLOSED);
        assertThat(store.openFor("gitlab-cny")).contains(AWAITING);
        assertThat(store.openFor("gstg-cny")).isEmpty();
        assertThat(store.byMessage(ROOT)).contains(AWAITING);
        assertThat(store.postings("r1")).containsExactlyInAnyOrder(new Posting("root", Optional.of(ROOT), Optional.empty()),
                new Posting("request:1", Optional.empty(), Optional.empty()));
        for (String id : List.of("r1", "r2", "r3"))
            assertThat(store.auditOf(id)).containsExactly(Stored.row(id, "command"), Stored.row(id, "approval"));
        assertThat(store.auditOf("")).containsExactly(Stored.row("", "refused — ünïcode 'quoted'"));
        assertThat(store.first("event:Ev1", Stored.NOW)).isFalse();
        assertThat(store.lease("r1", "b", Stored.NOW.plusSeconds(29), Stored.NOW.plusSeconds(60))).isFalse();
    }
}
