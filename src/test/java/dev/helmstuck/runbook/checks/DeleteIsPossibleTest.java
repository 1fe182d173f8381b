package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeleteIsPossibleTest {
    private static final SecretRef SECRET = new SecretRef("sh.helm.release.v1.gitlab-cny.v1234", "uid-1234", "91234");

    private static final Map<DeleteAnswer, Result> TABLE = Map.of(
            new DeleteAnswer.Done(), Result.PASS,
            new DeleteAnswer.Gone(), Result.STOP,
            new DeleteAnswer.Changed("the UID in the precondition does not match"), Result.STOP,
            new DeleteAnswer.Forbidden("secrets is forbidden: cannot delete"), Result.STOP);

    static Stream<DeleteAnswer> answers() {
        return TABLE.keySet().stream();
    }

    @Test
    void no_answer_is_unknown() {
        Finding finding = DeleteIsPossible.check(Some.target(), SECRET, new Fact.Unavailable<>("the cluster", "timed out"));
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(finding.seen()).containsExactly("the cluster: timed out");
    }

    @Test
    void the_table_has_every_answer() {
        assertThat(TABLE.keySet()).extracting(Object::getClass).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(
                Stream.of(DeleteAnswer.class.getPermittedSubclasses()).map(Class::getName).toList());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void only_a_delete_that_would_be_done_passes(DeleteAnswer answer) {
        Finding finding = check(answer);
        assertThat(finding.step()).isEqualTo(Step.DELETE_IS_POSSIBLE);
        assertThat(finding.result()).isEqualTo(TABLE.get(answer));
        assertThat(finding.next().isEmpty()).isEqualTo(finding.result() == Result.PASS);
        assertThat(finding.byHand()).isEqualTo(
                "kubectl --context gprd-gitlab-gke -n gitlab-cny delete secret sh.helm.release.v1.gitlab-cny.v1234 --dry-run=server");
    }

    @Test
    void the_object_is_named_with_uid_and_resource_version() {
        assertThat(check(new DeleteAnswer.Done()).seen())
                .isEqualTo(List.of("sh.helm.release.v1.gitlab-cny.v1234 with uid uid-1234 and resourceVersion 91234"));
    }

    @Test
    void the_api_servers_own_words_are_kept() {
        assertThat(check(new DeleteAnswer.Forbidden("secrets is forbidden")).seen()).containsExactly("secrets is forbidden");
        assertThat(check(new DeleteAnswer.Changed("does not match")).seen()).containsExactly("does not match");
    }

    private static Finding check(DeleteAnswer answer) {
        return DeleteIsPossible.check(Some.target(), SECRET, new Fact.Known<>(answer));
    }
}
