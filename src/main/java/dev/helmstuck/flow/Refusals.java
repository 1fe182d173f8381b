package dev.helmstuck.flow;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import dev.helmstuck.approval.Reason;
import dev.helmstuck.approval.Verdict;
import dev.helmstuck.flow.Remediations.AuditRow;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.report.Replies;
import dev.helmstuck.report.Report;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers reactions that do not count: once per person, reason and request, and in the audit trail. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private final Remediations remediations;
    private final Conversation conversation;
    private final Postings postings;
    private final Clock clock;

    @Inject
    Refusals(Remediations remediations, Conversation conversation, Postings postings, Clock clock) {
        this.remediations = remediations;
        this.conversation = conversation;
        this.postings = postings;
        this.clock = clock;
    }

    void answer(Remediation remediation, Request request, List<Verdict.Refused> refused) {
        for (Verdict.Refused each : refused) {
            String key = "refused:" + remediation.id() + ":" + request.ts() + ":" + each.user() + ":" + each.reason();
            if (!remediations.first(key, clock.instant())) continue;
            remediations.audit(
                    new AuditRow(remediation.id(), clock.instant(), each.user(), "refused reaction", request.ts(), each.reason().name()));
            say(remediation, each, Replies.refusedReaction(each, request.deadline()));
        }
    }

    private void say(Remediation remediation, Verdict.Refused refused, Report report) {
        try {
            if (inThread(refused.reason())) {
                postings.say(remediation, "refused:" + refused.user() + ":" + refused.reason(), report);
            } else {
                postings.root(remediation.id()).ifPresent(root -> conversation.whisper(root, refused.user(), report));
            }
        } catch (Unavailable unsaid) {
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

    void takenBack(Remediation remediation, Request request, Set<String> users) {
        remediations.audit(new AuditRow(remediation.id(), clock.instant(), String.join(",", users), "yes taken back", request.ts(),
                "nothing deleted"));
        postings.say(remediation, "taken-back:" + clock.instant().toEpochMilli(), Replies.takenBack(request.deadline()));
    }
}
