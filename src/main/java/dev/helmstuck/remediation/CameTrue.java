package dev.helmstuck.remediation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;

/** What has become of the forecast of a plan once its record is deleted. */
public final class CameTrue {

    private CameTrue() {}

    /**
     * What each statement about this plan came to.
     *
     * @param objects what the second look tells of them
     */
    public static Hindsight afterDelete(DeletePlan plan, Helm helm, List<Statement> objects) {
        List<Statement> statements = new ArrayList<>();
        Statement stands = stands(plan, helm);
        statements.add(stands);
        statements.addAll(objects);
        statements.add(stands.became() == Became.DID_NOT
                ? new Statement("what the next deploy will do", List.of(), Became.DID_NOT,
                        List.of("it was foretold for revision " + plan.leftRevision() + " as the newest, so it no longer holds"))
                : new Statement("what its dry run lists, what it changes and rolls", List.of(), Became.NOT_YET, List.of()));
        return new Hindsight(statements);
    }

    /**
     * What the statements about the same deploy came to, once it has been.
     *
     * @param before what the look after the delete told
     * @param objects what the look after the deploy tells of them
     */
    public static Hindsight afterDeploy(Optional<Hindsight> before, List<Statement> objects) {
        boolean disturbed = before.stream().flatMap(seen -> seen.statements().stream()).anyMatch(said -> said.became() == Became.DID_NOT);
        return new Hindsight(disturbed
                ? List.of(new Statement("what was foretold of the same deploy came true", List.of(), Became.UNREAD,
                        List.of("the release was already otherwise before the rerun")))
                : objects);
    }

    /** Whether Helm stands where it was foretold. */
    public static boolean asForetold(DeletePlan plan, Helm helm) {
        return helm instanceof Helm.Unlocked(var revision, var status) && revision == plan.leftRevision() && status == plan.leftStatus();
    }

    private static Statement stands(DeletePlan plan, Helm helm) {
        String words = "helm status says " + plan.leftStatus().word() + ", revision " + plan.leftRevision();
        if (asForetold(plan, helm)) return new Statement(words, List.of(), Became.CAME_TRUE, List.of());
        return switch (helm) {
            case Helm.Unlocked(var revision, var status) -> instead(words, "it says " + status.word() + ", revision " + revision);
            case Helm.NewRevision(var revision, var status) -> instead(words, "it says " + status.word() + ", revision " + revision);
            case Helm.StillPending(var revision, var status) -> instead(words, "it says " + status.word() + ", revision " + revision);
            case Helm.NotFound() -> instead(words, "it finds no record of the release");
            case Helm.Unread(String why) -> new Statement(words, List.of(), Became.UNREAD, List.of(why));
        };
    }

    private static Statement instead(String words, String seen) {
        return new Statement(words, List.of(), Became.DID_NOT, List.of(seen));
    }
}
