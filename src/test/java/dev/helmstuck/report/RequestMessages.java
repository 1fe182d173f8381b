package dev.helmstuck.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.report.thread.RequestReport;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.testing.Some;

/** The approval request, open in every way, being followed, and ended. */
public final class RequestMessages {
    private static final Instant DEADLINE = Some.NOW.plus(Duration.ofMinutes(15));

    private RequestMessages() {}

    public static List<Said> all() {
        Members none = new Members(Set.of(), Set.of());
        Policy users = Some.policy(new Members(Set.of("UANN", "ben@example.com"), Set.of()), none, 1);
        Policy groups = Some.policy(new Members(Set.of(), Set.of("S0SRE", "S0DELIVERY")), none, 2);
        Plan plan = plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.DEPLOYED);
        List<Said> said = new ArrayList<>();
        open(said, "one yes, users and a group", plan, Some.policy(), "");
        said.add(new Said("open, one of two said yes",
                RequestReport.open(plan, groups, Some.NOW, DEADLINE,
                        new RequestReport.Standing("", SomeFindings.allows(), List.of("Ann")))));
        open(said, "one yes, users", plan, users, "");
        open(said, "two yes, groups", plan, groups, "");
        open(said, "after a void one", plan, users, "the Secret was changed after the request was posted");
        open(said, "over superseded", plan(ReleaseStatus.PENDING_UPGRADE, ReleaseStatus.SUPERSEDED), users, "");
        open(said, "over failed", plan(ReleaseStatus.PENDING_ROLLBACK, ReleaseStatus.FAILED), users, "");
        said.add(new Said("open, with remarks", RequestReport.open(plan, users, Some.NOW, DEADLINE,
                new RequestReport.Standing("", SomeFindings.allowsWithRemarks(), List.of()))));
        said.add(new Said("half of the time is over", RequestReport.reminder(plan, DEADLINE)));
        said.add(new Said("somebody said yes", RequestReport.checking(plan, "Ann")));
        said.add(new Said("two said yes", RequestReport.checking(plan, "Ann, Ben")));
        said.add(new Said("it ended", RequestReport.ended(plan, SomeLives.ending(SomeLives.validated(LastMessages.UNLOCKED)).why())));
        said.add(new Said("it became void", RequestReport.ended(plan,
                "The plan changed: the Secret was changed after the request was posted. A new request follows below.")));
        return said;
    }

    static Plan plan(ReleaseStatus top, ReleaseStatus below) {
        return SomeFindings.diagnosis(top, below).plan().orElseThrow();
    }

    private static void open(List<Said> said, String when, Plan plan, Policy policy, String voided) {
        said.add(new Said("open, " + when,
                RequestReport.open(plan, policy, Some.NOW, DEADLINE,
                        new RequestReport.Standing(voided, SomeFindings.allows(), List.of()))));
    }
}
