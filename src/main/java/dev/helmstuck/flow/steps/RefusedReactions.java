package dev.helmstuck.flow.steps;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Reason;
import dev.helmstuck.approval.Tally;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.flow.steps.Progress.Entry;
import dev.helmstuck.flow.steps.Progress.Moved;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;

/** Reactions that do not count: told once for each person, reason and request, and written down. */
final class RefusedReactions {

    private RefusedReactions() {}

    /**
     * What is done anyway, with those that were not told before.
     *
     * @param inTime whose yes was seen before the deadline: one that came in time and was not enough is not late when the deadline passes
     */
    static Progress told(Remediation remediation, Request request, Tally tally, List<Approval> inTime, Optional<Moved> anyway) {
        Optional<Moved> all = anyway;
        for (Vote.Rejected each : tally.refused()) {
            if (toldBefore(remediation, request, each)) continue;
            if (each.reason() == Reason.LATE && inTime.stream().anyMatch(yes -> yes.user().equals(each.user()))) continue;
            all = Optional.of(all.orElseGet(() -> Progress.moved(new Event.Noted()).andWaits()).telling(
                    new Note.RefusedReaction(request, each),
                    new Entry(each.user(), "refused reaction", request.ts(), each.reason().name())));
        }
        return all.isPresent() ? all.get() : new Progress.Waits();
    }

    private static boolean toldBefore(Remediation remediation, Request request, Vote.Rejected refused) {
        return remediation.notes().stream().anyMatch(note -> note instanceof Note.RefusedReaction(Request at, Vote.Rejected why)
                && at.ts().equals(request.ts()) && why.user().equals(refused.user()) && why.reason() == refused.reason());
    }
}
