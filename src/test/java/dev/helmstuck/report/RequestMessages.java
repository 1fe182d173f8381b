package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.forecast.SomeForecasts;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.report.thread.RequestReport;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.testing.Some;

/** The approval request, open in every way, being followed, and ended. */
public final class RequestMessages {
    private RequestMessages() {}

    public static List<Said> all() {
        List<Said> said = new ArrayList<>();
        Named ann = new Named("UANN", "@ann", false);
        Named ben = new Named("", "ben@example.com", false);
        Named sre = new Named("S0SRE", "@sre-oncall", true);
        Diagnosis stuck = SomeLives.stuck();
        said.add(open("one yes, users and a group", SomeLives.asked(), Some.policy(), ann, ben, sre));
        said.add(open("one of two said yes", SomeLives.after(SomeLives.asked(), new Event.Heard(SomeLives.approvals())), Some.policy(2),
                sre));
        said.add(open("two yes, a group whose name nobody knows", SomeLives.asked(), Some.policy(2),
                new Named("S0SRE", "group S0SRE", true)));
        said.add(open("with remarks", SomeLives.asked(SomeLives.with(SomeFindings.allowsWithRemarks())), Some.policy(), sre));
        said.add(open("with what got it stuck and what became of the jobs after it",
                SomeLives.asked(SomeLives.with(SomeFindings.allowsAndTellsOfJobs())), Some.policy(), sre));
        said.add(open("after a void one", SomeLives.secondLook(SomeLives.with(SomeFindings.allowsWithRemarks())), Some.policy(), sre));
        for (ReleaseStatus below : List.of(ReleaseStatus.SUPERSEDED, ReleaseStatus.FAILED)) {
            ReleaseStatus top = below == ReleaseStatus.FAILED ? ReleaseStatus.PENDING_ROLLBACK : ReleaseStatus.PENDING_UPGRADE;
            said.add(open("over " + below.word(), SomeLives.asked(SomeFindings.diagnosis(top, below)), Some.policy(), sre));
        }
        SomeForecasts.all().forEach((when, forecast) -> said.add(open("foretold, " + when,
                SomeLives.asked(SomeLives.foretold(ForecastLines.of(Some.target(), forecast))), Some.policy(), sre)));
        said.add(open("not foretold", SomeLives.asked(SomeLives.foretold(Prospect.untold("the cluster: no answer within 20 s"))),
                Some.policy(), sre));
        DeletePlan plan = stuck.plan().orElseThrow();
        said.add(new Said("half of the time is over", RequestReport.reminder(SomeLives.asked(), SomeLives.around(), true)));
        said.add(new Said("half of the time was over, and now it is answered",
                RequestReport.reminder(SomeLives.approved(), SomeLives.around(), false)));
        said.add(new Said("somebody said yes", RequestReport.checking(plan, "Ann")));
        said.add(new Said("two said yes", RequestReport.checking(plan, "Ann, Ben")));
        said.add(ended("it ended", SomeLives.validated(LastMessages.UNLOCKED)));
        said.add(ended("its time was over", SomeLives.after(SomeLives.asked(), new Event.Expired())));
        said.add(new Said("it became void", RequestReport.ended(plan,
                "The plan changed: the Secret was changed after the request was posted. A new request follows below.")));
        return said;
    }

    private static Said ended(String when, Remediation remediation) {
        Ending ending = SomeLives.ending(remediation);
        return new Said(when, RequestReport.ended(remediation.target(), ending.plan().orElseThrow(), ending));
    }

    static Said open(String when, Remediation remediation, Policy policy, Named... approvers) {
        return new Said("open, " + when, RequestReport.open(remediation, (State.AwaitingApproval) remediation.state(),
                remediation.proposal().orElseThrow(), policy, List.of(approvers)));
    }
}
