package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finalizer;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeleteIsPossibleTest {
    private static final SecretRef SECRET = new SecretRef("sh.helm.release.v1.gitlab-cny.v1234", "uid-1234", "91234");
    private static final Finalizer KEEP = new Finalizer("example.com/keep", Optional.of("keeper"),
            Optional.of(Instant.parse("2026-11-21T10:00:00Z")));

    private static final Map<DeleteAnswer, Result> TABLE = Map.of(
            new DeleteAnswer.Done(), Result.PASS,
            new DeleteAnswer.Gone(), Result.STOP,
            new DeleteAnswer.Changed("the UID in the precondition does not match"), Result.STOP,
            new DeleteAnswer.Forbidden("secrets is forbidden: cannot delete"), Result.STOP,
            new DeleteAnswer.Held(List.of(KEEP), Optional.empty()), Result.STOP);
    private static final Map<CopyAnswer, Result> COPIES = Map.of(
            new CopyAnswer.Possible(), Result.PASS,
            new CopyAnswer.RecordReplaced("it was written since"), Result.STOP,
            new CopyAnswer.CopyRefused("exceeded quota: secrets"), Result.STOP);

    static Stream<DeleteAnswer> answers() {
        return TABLE.keySet().stream();
    }

    static Stream<CopyAnswer> copies() {
        return COPIES.keySet().stream();
    }

    @Test
    void no_answer_is_unknown_whichever_of_the_two_it_is() {
        Finding delete = DeleteIsPossible.check(Some.target(), SECRET, new Fact.Unavailable<>("the cluster", "timed out"),
                new Fact.Known<>(new CopyAnswer.Possible()));
        assertThat(delete.result()).isEqualTo(Result.UNKNOWN);
        assertThat(delete.summary()).contains("the delete got no answer");
        assertThat(delete.seen()).containsExactly("the cluster: timed out");
        Finding copy = DeleteIsPossible.check(Some.target(), SECRET, new Fact.Known<>(new DeleteAnswer.Done()),
                new Fact.Unavailable<>("the cluster", "timed out"));
        assertThat(copy.result()).isEqualTo(Result.UNKNOWN);
        assertThat(copy.summary()).contains("the copy got no answer");
    }

    @Test
    void the_tables_have_every_answer() {
        assertThat(TABLE.keySet()).extracting(Object::getClass).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(
                Stream.of(DeleteAnswer.class.getPermittedSubclasses()).map(Class::getName).toList());
        assertThat(COPIES.keySet()).extracting(Object::getClass).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(
                Stream.of(CopyAnswer.class.getPermittedSubclasses()).map(Class::getName).toList());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void only_a_delete_that_would_be_done_passes(DeleteAnswer answer) {
        Finding finding = check(answer);
        assertThat(finding.step()).isEqualTo(Step.DELETE_IS_POSSIBLE);
        assertThat(finding.result()).isEqualTo(TABLE.get(answer));
        assertThat(finding.next().isEmpty()).isEqualTo(finding.result() == Result.PASS);
    }

    @ParameterizedTest
    @MethodSource("copies")
    void only_where_the_copy_would_be_kept_too_it_passes(CopyAnswer copy) {
        assertThat(check(new DeleteAnswer.Done(), copy).result()).isEqualTo(COPIES.get(copy));
        for (DeleteAnswer answer : TABLE.keySet()) {
            if (TABLE.get(answer) == Result.STOP) assertThat(check(answer, copy).result()).isEqualTo(Result.STOP);
        }
    }

    @Test
    void the_command_by_hand_is_a_dry_run_that_carries_uid_and_resource_version() {
        assertThat(check(new DeleteAnswer.Done()).byHand()).isEqualTo("echo '{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\","
                + "\"dryRun\":[\"All\"],\"preconditions\":{\"uid\":\"uid-1234\",\"resourceVersion\":\"91234\"}}' | kubectl --context "
                + "gprd-gitlab-gke -n gitlab-cny delete --raw /api/v1/namespaces/gitlab-cny/secrets/sh.helm.release.v1.gitlab-cny.v1234 -f -");
    }

    @Test
    void the_object_is_named_with_uid_and_resource_version() {
        assertThat(check(new DeleteAnswer.Done()).seen()).containsExactly(
                "sh.helm.release.v1.gitlab-cny.v1234 with uid uid-1234 and resourceVersion 91234",
                "and would keep the copy of it before (dry run)");
    }

    @Test
    void the_api_servers_own_words_are_kept() {
        assertThat(check(new DeleteAnswer.Forbidden("secrets is forbidden")).seen()).containsExactly("secrets is forbidden");
        assertThat(check(new DeleteAnswer.Changed("does not match")).seen()).containsExactly("does not match");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "secrets \"x\" is forbidden: exceeded quota: q, requested: secrets=1, used: secrets=5, limited: secrets=5 | Make room in the quota",
            "secrets \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no          | The policy or webhook",
            "admission webhook \"w\" denied the request: no                                                        | The policy or webhook",
            "secrets \"x\" is forbidden: unable to create new content in namespace n because it is being terminated | The namespace is being deleted",
            "secrets is forbidden: User \"u\" cannot create resource. Needed: the verb \"create\" on \"secrets\"    | Give the bot's account the permission",
            "Secret \"x\" is invalid: metadata.annotations: Too long                                               | Put right what the API server names"})
    void what_stands_against_the_copy_is_named_with_what_helps_against_it(String message, String next) {
        Finding finding = check(new DeleteAnswer.Done(), new CopyAnswer.CopyRefused(message));
        assertThat(finding.summary()).isEqualTo("The copy of the record could not be kept, so nothing would be deleted.");
        assertThat(finding.seen()).containsExactly(message);
        assertThat(finding.next()).startsWith(next);
        assertThat(finding.byHand()).contains("create secret generic").contains("--dry-run=server");
        Finding delete = check(new DeleteAnswer.Forbidden(message));
        assertThat(delete.summary()).isEqualTo("The API server does not allow the delete.");
        assertThat(delete.next()).startsWith(next);
    }

    @Test
    void where_neither_is_allowed_both_are_named() {
        Finding finding = check(new DeleteAnswer.Forbidden("cannot delete. Needed: delete"),
                new CopyAnswer.CopyRefused("exceeded quota: q"));
        assertThat(finding.summary()).isEqualTo("The API server allows neither the copy nor the delete.");
        assertThat(finding.seen()).containsExactly("copy: exceeded quota: q", "delete: cannot delete. Needed: delete");
        assertThat(finding.next()).containsSubsequence("For the copy: Make room", "For the delete: Give the bot's account");
    }

    @Test
    void a_finalizer_is_named_with_who_set_it_and_what_to_do() {
        Finding finding = check(
                new DeleteAnswer.Held(List.of(KEEP, new Finalizer("b", Optional.empty(), Optional.empty())), Optional.empty()));
        assertThat(finding.summary()).isEqualTo("A finalizer keeps the Secret, so a delete would not take it away.");
        assertThat(finding.seen()).containsExactly(
                "finalizers example.com/keep, set by keeper (2026-11-21 10:00:00 UTC); b, by whom is not told",
                "a delete would only mark it, and Helm would stay locked");
        assertThat(finding.next()).startsWith("Ask whoever set it what it waits for").doesNotContain("permission")
                .contains("kubectl --context gprd-gitlab-gke -n gitlab-cny edit secret sh.helm.release.v1.gitlab-cny.v1234");
    }

    @Test
    void that_somebody_deleted_it_already_is_said() {
        Finding finding = check(new DeleteAnswer.Held(List.of(KEEP), Optional.of(Instant.parse("2026-11-21T11:00:00Z"))));
        assertThat(finding.seen()).last().isEqualTo("somebody deleted it already, at 2026-11-21 11:00:00 UTC, and it is still there");
    }

    private static Finding check(DeleteAnswer answer) {
        return check(answer, new CopyAnswer.Possible());
    }

    private static Finding check(DeleteAnswer answer, CopyAnswer copy) {
        return DeleteIsPossible.check(Some.target(), SECRET, new Fact.Known<>(answer), new Fact.Known<>(copy));
    }
}
