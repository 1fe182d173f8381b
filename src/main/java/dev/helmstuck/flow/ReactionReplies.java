package dev.helmstuck.flow;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Reason;
import dev.helmstuck.approval.Tally;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.Replies;
import dev.helmstuck.runbook.Plan;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers reactions that do not count: once per person, reason and request, and in the audit trail. */
final class ReactionReplies {
    private static final Logger LOG = LoggerFactory.getLogger(ReactionReplies.class);
    private final Remediations remediations;
    private final Conversation conversation;
    private final Postings postings;
    private final Clock clock;

    @Inject
    ReactionReplies(Remediations remediations, Conversation conversation, Postings postings, Clock clock) {
        this.remediations = remediations;
        this.conversation = conversation;
        this.postings = postings;
        this.clock = clock;
    }

    void answer(Remediation remediation, Request request, List<Vote.Rejected> refused) {
        for (Vote.Rejected each : refused) {
            String key = "refused:" + remediation.id() + ":" + request.ts() + ":" + each.user() + ":" + each.reason();
            if (!remediations.first(key, clock.instant())) continue;
            // a yes that came in time and was not enough is not late when the deadline passes
            if (each.reason() == Reason.LATE && !remediations.first(inTime(remediation, request, each.user()), clock.instant())) continue;
            remediations.audit(
                    new AuditRow(remediation.id(), clock.instant(), each.user(), "refused reaction", request.ts(), each.reason().name()));
            say(remediation, request, each, Replies.refusedReaction(each, request.deadline()));
        }
    }

    private void say(Remediation remediation, Request request, Vote.Rejected refused, Report report) {
        try {
            if (inThread(refused.reason())) {
                postings.say(remediation, "refused:" + refused.user() + ":" + refused.reason() + ":" + request.ts(), report);
            } else {
                postings.root(remediation.id()).ifPresent(root -> conversation.whisper(root, refused.user(), report));
            }
        } catch (UnavailableException unsaid) {
            // the refusal holds whether or not it could be said; the audit trail has it
            LOG.warn("a refusal could not be said: {}", unsaid.why());
        }
    }

    /** A bot or a deactivated account sees no whisper; what nobody could read concerns everybody. */
    private static boolean inThread(Reason reason) {
        return switch (reason) {
            case BOT, DEACTIVATED, PERSON_UNREADABLE, GROUP_UNREADABLE -> true;
            case LATE, REQUESTER, SAME_HUMAN, NOT_APPROVER, GUEST, EXTERNAL, FLAG_MISSING -> false;
        };
    }

    /** Remembers whose yes was seen before the deadline; one that is not enough yet is written down. */
    void inTime(Remediation remediation, Request request, Plan plan, Tally tally) {
        for (Person person : tally.approvers()) {
            if (remediations.first(inTime(remediation, request, person.id()), clock.instant()) && !tally.complete()) {
                remediations.audit(new AuditRow(remediation.id(), clock.instant(), person.id(), "yes", AwaitApproval.object(plan),
                        tally.approvers().size() + " of " + tally.needed()));
            }
        }
    }

    private static String inTime(Remediation remediation, Request request, String user) {
        return "in time:" + remediation.id() + ":" + request.ts() + ":" + user;
    }

    /** Says that a yes was taken back while everything was looked at again. */
    void takenBack(Remediation remediation, Request request, Set<String> users) {
        if (users.isEmpty()) return;
        remediations.audit(new AuditRow(remediation.id(), clock.instant(), String.join(",", users), "yes taken back", request.ts(),
                "nothing deleted"));
        postings.say(remediation, "taken-back:" + clock.instant().toEpochMilli(), Replies.takenBack(request.deadline()));
    }
}
