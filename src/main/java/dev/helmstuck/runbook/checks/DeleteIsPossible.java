package dev.helmstuck.runbook.checks;

import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.runbook.ByHand;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;

/**
 * Runbook, step 4, rehearsed: server-side dry runs of the very copy and the very delete, before a person is asked for a yes that would be
 * for nothing.
 */
public final class DeleteIsPossible {
    private static final String COPY = "The copy of the record could not be kept, so nothing would be deleted.";
    private static final String DELETE = "The API server does not allow the delete.";

    private DeleteIsPossible() {}

    /** Judges the API server's answers to the two dry runs. */
    public static Finding check(Target target, SecretRef secret, Fact<DeleteAnswer> delete, Fact<CopyAnswer> copy) {
        String byHand = ByHand.rehearsal(target, secret);
        return delete.either(
                deleted -> copy.either(copied -> new Rehearsal(target, secret, deleted, copied).judge(),
                        missing -> Unknown.of(Step.DELETE_IS_POSSIBLE, "the dry run of the copy got no answer", missing,
                                ByHand.copyRehearsal(target))),
                missing -> Unknown.of(Step.DELETE_IS_POSSIBLE, "the dry run of the delete got no answer", missing, byHand));
    }

    private record Rehearsal(Target target, SecretRef secret, DeleteAnswer delete, CopyAnswer copy) {

        Finding judge() {
            return switch (delete) {
                case DeleteAnswer.Done() -> deletable();
                case DeleteAnswer.Gone() -> stop("The Secret is gone.", List.of(secret.name() + " was not found"),
                        "Somebody was faster. Run the command again to see where Helm stands.");
                case DeleteAnswer.Changed(String message) -> changed(message);
                case DeleteAnswer.Forbidden(String message) -> forbidden(message);
                case DeleteAnswer.Held held -> held(held);
            };
        }

        private Finding deletable() {
            return switch (copy) {
                case CopyAnswer.Possible() -> finding(Result.PASS, "The API server would delete exactly this object (dry run).",
                        List.of(secret.name() + " with uid " + secret.uid() + " and resourceVersion " + secret.resourceVersion(),
                                "and would keep the copy of it before (dry run)"),
                        "", ByHand.rehearsal(target, secret));
                case CopyAnswer.RecordReplaced(String message) -> changed(message);
                case CopyAnswer.CopyRefused(String message) -> finding(Result.STOP, COPY, List.of(message), remedy(message),
                        ByHand.copyRehearsal(target));
            };
        }

        private Finding forbidden(String message) {
            return switch (copy) {
                case CopyAnswer.CopyRefused(String copyMessage) -> stop("The API server allows neither the copy nor the delete.",
                        List.of("copy: " + copyMessage, "delete: " + message),
                        Stream.of(remedy(copyMessage), remedy(message)).distinct().reduce((one, other) -> "For the copy: " + one
                                + " For the delete: " + other).orElseThrow());
                case CopyAnswer.Possible possible -> stop(DELETE, List.of(message), remedy(message));
                case CopyAnswer.RecordReplaced moved -> stop(DELETE, List.of(message), remedy(message));
            };
        }

        private Finding changed(String message) {
            return stop("The Secret is no longer the one that was read.", List.of(message),
                    "Somebody is writing to this release. Find out who, then run the command again.");
        }

        private Finding held(DeleteAnswer.Held held) {
            String since = held.deleted().map(at -> "somebody deleted it already, at " + Formats.moment(at) + ", and it is still there")
                    .orElse("a delete would only mark it, and Helm would stay locked");
            return stop("A finalizer keeps the Secret, so a delete would not take it away.", List.of(held.words(), since),
                    "Ask whoever set it what it waits for: its controller takes it off when that is done. Only if that controller is gone for "
                            + "good does its owner take it off by hand (" + target.kubectl() + " edit secret " + secret.name()
                            + "); I never do. Then type /helm-stuck " + target.name() + " again.");
        }

        /** What helps against this refusal, by the API server's words. */
        private String remedy(String message) {
            if (message.contains("exceeded quota")) {
                return "Make room in the quota that is named above: raise it, or take away Secrets that nobody needs any more ("
                        + target.kubectl() + " get secret -l app.kubernetes.io/managed-by=helm-stuck lists older copies).";
            }
            if (message.contains("denied request") || message.contains("denied the request")) {
                return "The policy or webhook that is named above says no. Its owner decides whether it lets the bot's account do this; a "
                        + "permission does not help.";
            }
            if (message.contains("being terminated")) return "The namespace is being deleted: find out by whom, and whether that is meant.";
            if (message.contains("Needed: ")) {
                return "Give the bot's account the permission that is named above.";
            }
            return "Put right what the API server names above.";
        }

        private Finding stop(String summary, List<String> seen, String next) {
            return finding(Result.STOP, summary, seen, next, ByHand.rehearsal(target, secret));
        }

        private static Finding finding(Result result, String summary, List<String> seen, String next, String byHand) {
            return new Finding(Step.DELETE_IS_POSSIBLE, result, summary, seen, next, List.of(), byHand);
        }
    }
}
