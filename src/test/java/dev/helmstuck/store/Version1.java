package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;

/** What the databases in the resources hold, which version 1 wrote by {@link #fill}. */
final class Version1 {
    private static final Remediation OPENED = Stored.opened("r1", "gitlab-cny");
    private static final Remediation AWAITING = Stored.next(OPENED, Stored.awaiting());
    private static final Remediation DELETING = Stored.next(Stored.opened("r2", "gitlab-main", Stored.NOW.plusNanos(1)),
            new State.Deleting(Stored.PLAN, Stored.REQUEST, Stored.APPROVALS, Optional.of("backup-1")));
    private static final Remediation CLOSED = Stored.next(Stored.opened("r3", "gstg-cny"), Stored.closed());
    private static final MessageRef ROOT = new MessageRef("C1", "1700000000.000100");

    private Version1() {}

    static void fill(Remediations store) {
        for (Remediation next : List.of(AWAITING, DELETING, CLOSED)) {
            store.open(Remediation.open(next.id(), next.target(), next.requester(), next.channel(), next.opened()),
                    Stored.row(next.id(), "command"));
            store.save(next, List.of(Stored.row(next.id(), "approval")));
        }
        store.audit(Stored.row("", "refused — ünïcode 'quoted'"));
        store.intend("r1", "root", Stored.NOW);
        store.posted("r1", "root", ROOT);
        store.intend("r1", "request:1", Stored.NOW);
        store.first("event:Ev1", Stored.NOW);
        store.lease("r1", "a", Stored.NOW, Stored.NOW.plusSeconds(30));
    }

    static void assertFilled(Remediations store) {
        assertThat(store.unfinished()).containsExactly(AWAITING, DELETING);
        assertThat(store.find("r3")).contains(CLOSED);
        assertThat(store.openFor("gitlab-cny")).contains(AWAITING);
        assertThat(store.openFor("gstg-cny")).isEmpty();
        assertThat(store.byMessage(ROOT)).contains(AWAITING);
        assertThat(store.posting("r1", "root")).contains(new Posting("root", Optional.of(ROOT)));
        assertThat(store.posting("r1", "request:1")).contains(new Posting("request:1", Optional.empty()));
        for (String id : List.of("r1", "r2", "r3"))
            assertThat(store.auditOf(id)).containsExactly(Stored.row(id, "command"), Stored.row(id, "approval"));
        assertThat(store.auditOf("")).containsExactly(Stored.row("", "refused — ünïcode 'quoted'"));
        assertThat(store.first("event:Ev1", Stored.NOW)).isFalse();
        assertThat(store.lease("r1", "b", Stored.NOW.plusSeconds(29), Stored.NOW.plusSeconds(60))).isFalse();
    }
}
