package dev.helmstuck.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VouchingTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "dead", "ok", "x y z", "!!! ???", "12345 67890", Vouching.PLACEHOLDER})
    void a_reason_is_made_of_words(String reason) {
        assertThat(Vouching.unfit(reason)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pod gone", "Pod ist weg, auf dem Runner geprüft", "нет процесса на раннере",
            "node-7 is powered off (cloud console)",
            "the runner's pod is gone <!channel> *so there*"})
    void words_are_taken_as_they_are(String reason) {
        assertThat(Vouching.unfit(reason)).isEmpty();
    }

    @Test
    void a_reason_is_bounded() {
        assertThat(Vouching.unfit("it is " + "g".repeat(194))).isEmpty();
        assertThat(Vouching.unfit("it is " + "g".repeat(195))).hasValueSatisfying(why -> assertThat(why).contains("200", "201"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logged in with glpat-abcdefghij and saw nothing", "the token=abc shows nothing", "password: hunter is gone",
            "saw -----BEGIN PRIVATE KEY"})
    void what_looks_like_a_secret_is_not_kept(String reason) {
        assertThat(Vouching.unfit(reason)).hasValueSatisfying(why -> assertThat(why).contains("looks like a token")
                .doesNotContain("glpat", "hunter"));
    }

    @Test
    void it_is_all_that_is_missing_only_if_every_check_ran_and_no_other_one_blocks() {
        List<Finding> findings = new ArrayList<>(Some.findings(Result.PASS));
        assertThat(Unproven.isAll(findings)).isFalse();
        findings.set(1, unproven(Optional.empty()));
        assertThat(Unproven.isAll(findings)).isTrue();
        assertThat(Unproven.isAll(findings.subList(0, 5))).isFalse();
        findings.set(2, Some.finding(Step.WORKLOADS_SETTLED, Result.STOP));
        assertThat(Unproven.isAll(findings)).isFalse();
    }

    @Test
    void whose_word_a_plan_relies_on_is_part_of_it() {
        DeletePlan proven = plan(Some.findings(Result.PASS));
        DeletePlan vouched = plan(with(word("pod gone, checked")));
        assertThat(proven.vouching()).isEmpty();
        assertThat(vouched.vouching()).contains(word("pod gone, checked"));
        assertThat(vouched.fingerprint()).isNotEqualTo(proven.fingerprint()).isEqualTo(plan(with(word("pod gone, checked"))).fingerprint())
                .isNotEqualTo(plan(with(word("something else was seen"))).fingerprint());
    }

    private static DeletePlan plan(List<Finding> findings) {
        return Some.diagnosis(new ReleaseState.Stuck(Some.stuck()), findings).plan().orElseThrow();
    }

    private static List<Finding> with(Vouching word) {
        List<Finding> findings = new ArrayList<>(Some.findings(Result.PASS));
        findings.set(1, unproven(Optional.of(word)));
        return findings;
    }

    private static Vouching word(String reason) {
        return new Vouching("URUTH", "Ruth", reason, Some.NOW, Optional.empty());
    }

    private static Finding unproven(Optional<Vouching> word) {
        Finding stop = Some.finding(Step.OWNER_IS_DEAD, word.isPresent() ? Result.WARN : Result.STOP);
        return new Finding(stop.step(), stop.result(), stop.summary(), stop.seen(), stop.next(), stop.links(), stop.byHand(), stop.table(),
                stop.cause(), Optional.of(new Unproven(word)));
    }
}
