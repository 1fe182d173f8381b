package dev.helmstuck.runbook.checks;

import java.util.List;

import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;

/** Runbook, step 4, rehearsed: a server-side dry run of the very delete, before a person is asked. */
public final class DeleteIsPossible {

    private DeleteIsPossible() {}

    /** Judges the API server's answer to the dry run. */
    public static Finding check(Target target, SecretRef secret, Fact<DeleteAnswer> fact) {
        String byHand = target.kubectl() + " delete secret " + secret.name() + " --dry-run=server";
        return fact.either(answer -> judge(secret, answer, byHand),
                missing -> Unknown.of(Step.DELETE_IS_POSSIBLE, "the dry run of the delete got no answer", missing, byHand));
    }

    private static Finding judge(SecretRef secret, DeleteAnswer answer, String byHand) {
        return switch (answer) {
            case DeleteAnswer.Done() -> finding(Result.PASS, "The API server would delete exactly this object (dry run).",
                    List.of(secret.name() + " with uid " + secret.uid() + " and resourceVersion " + secret.resourceVersion()), "", byHand);
            case DeleteAnswer.Gone() -> finding(Result.STOP, "The Secret is gone.", List.of(secret.name() + " was not found"),
                    "Somebody was faster. Run the command again to see where Helm stands.", byHand);
            case DeleteAnswer.Changed(String message) ->
                finding(Result.STOP, "The Secret is no longer the one that was read.", List.of(message),
                        "Somebody is writing to this release. Find out who, then run the command again.", byHand);
            case DeleteAnswer.Forbidden(String message) ->
                finding(Result.STOP, "The API server does not allow the delete.", List.of(message),
                        "Give the bot's account the permission that is named above, or delete by hand as the runbook says.", byHand);
        };
    }

    private static Finding finding(Result result, String summary, List<String> seen, String next, String byHand) {
        return new Finding(Step.DELETE_IS_POSSIBLE, result, summary, seen, next, List.of(), byHand);
    }
}
