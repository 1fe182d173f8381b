package dev.helmstuck.runbook;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.FAILED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_INSTALL;
import static dev.helmstuck.release.ReleaseStatus.PENDING_ROLLBACK;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static dev.helmstuck.release.ReleaseStatus.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the marks on the records tell of the operation that got stuck, and what they do not. */
class TrailTest {
    private static final String APPLIED = "everything had been applied";
    private static final int TOP = Some.STUCK;

    static List<Arguments> combinations() {
        List<Arguments> all = new ArrayList<>();
        for (ReleaseStatus top : List.of(PENDING_UPGRADE, PENDING_ROLLBACK, PENDING_INSTALL)) {
            for (ReleaseStatus below : ReleaseStatus.values())
                all.add(Arguments.of(top, below));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void every_combination_has_a_sentence_and_only_one_says_that_everything_was_applied(ReleaseStatus top, ReleaseStatus below) {
        Trail trail = Trail.of(stuck(top, below, "Upgrade complete"));
        assertThat(trail.words()).isNotBlank().doesNotEndWith(".");
        boolean lastWriteLost = top == PENDING_UPGRADE && below == SUPERSEDED;
        assertThat(trail.applied()).isEqualTo(lastWriteLost);
        assertThat(trail.words().contains(APPLIED)).isEqualTo(lastWriteLost);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "PENDING_UPGRADE  | DEPLOYED        | Helm died in a hook, while applying, while waiting or at its very end: none, some or all of its changes",
            "PENDING_UPGRADE  | FAILED          | the operation before had failed, and this upgrade began over it; how far revision 1234 came",
            "PENDING_UPGRADE  | UNINSTALLED     | unusual, Helm begins no upgrade over it unless an older one is marked deployed",
            "PENDING_UPGRADE  | PENDING_UPGRADE | revision 1233 was written again after this one began: by a Helm that was thought dead",
            "PENDING_ROLLBACK | DEPLOYED        | somebody typed helm rollback (an atomic upgrade would have marked it failed)",
            "PENDING_ROLLBACK | FAILED          | that operation failed, and Helm died while rolling it back; how far",
            "PENDING_ROLLBACK | SUPERSEDED      | Helm marks it so when a rollback is applied, and also when it cannot be applied; how far",
            "PENDING_ROLLBACK | UNINSTALLED     | somebody typed helm rollback over an uninstalled release",
            "PENDING_ROLLBACK | PENDING_UPGRADE | an atomic upgrade failed, Helm could not mark it failed and died while rolling it back; or somebody",
            "PENDING_INSTALL  | FAILED          | an install replaces one that had failed",
            "PENDING_INSTALL  | DEPLOYED        | Helm begins no install over it; look twice"})
    void the_status_on_top_decides_what_the_one_below_tells(ReleaseStatus top, ReleaseStatus below, String words) {
        assertThat(Trail.of(stuck(top, below, "Upgrade complete")).words()).contains(words);
    }

    @Test
    void an_upgrade_over_a_failed_one_is_no_rollback() {
        assertThat(Trail.of(stuck(PENDING_UPGRADE, FAILED, "Upgrade \"gitlab-cny\" failed: timed out")).words())
                .doesNotContain("rolling", "rollback");
    }

    @Test
    void an_install_over_a_replaced_release_does_not_say_that_anything_was_applied() {
        Trail trail = Trail.of(stuck(PENDING_INSTALL, SUPERSEDED, "superseded by new release"));
        assertThat(trail.applied()).isFalse();
        assertThat(trail.words())
                .isEqualTo("an install replaces an uninstalled release, which Helm marks so before it applies anything; how "
                        + "far the install came the records do not tell");
        assertThat(Trail.of(stuck(PENDING_INSTALL, SUPERSEDED, "Upgrade complete")).words()).contains("look twice");
    }

    @Test
    void an_upgrade_over_a_superseded_one_is_not_applied_if_an_older_one_is_deployed() {
        StuckRevision stuck = with(stuck(PENDING_UPGRADE, SUPERSEDED, "Upgrade complete"), older(DEPLOYED));
        assertThat(Trail.of(stuck))
                .isEqualTo(new Trail("it need not be this upgrade that marked it so, for revision 1232 is marked deployed; "
                        + "how far revision 1234 came the records do not tell", false));
    }

    @Test
    void an_upgrade_over_a_superseded_one_that_had_failed_is_not_applied() {
        Trail trail = Trail.of(stuck(PENDING_UPGRADE, SUPERSEDED, "Upgrade \"gitlab-cny\" failed: context deadline exceeded"));
        assertThat(trail).isEqualTo(
                new Trail("it had failed and was superseded later; how far revision 1234 came the records do not tell", false));
    }

    @Test
    void an_upgrade_over_one_that_was_superseded_before_it_began_is_not_applied() {
        Instant began = Some.revision(TOP, PENDING_UPGRADE).created();
        assertThat(superseded(Optional.of(began.minusSeconds(1))))
                .isEqualTo(new Trail("it was marked so before this upgrade began, as after an "
                        + "earlier delete like this one; how far revision 1234 came the records do not tell", false));
        assertThat(superseded(Optional.of(began)).applied()).isFalse();
        assertThat(superseded(Optional.of(began)).words()).startsWith("it was marked so in the very second");
        assertThat(superseded(Optional.empty()).applied()).isFalse();
        assertThat(superseded(Optional.of(began.plusSeconds(1))).applied()).isTrue();
    }

    @Test
    void a_rollback_over_a_superseded_one_tells_a_failed_one_from_one_that_may_have_ended() {
        String untold = "; how far the rollback came the records do not tell";
        assertThat(Trail.of(with(stuck(PENDING_ROLLBACK, SUPERSEDED, "Upgrade \"gitlab-cny\" failed: conflict"), older(DEPLOYED))))
                .isEqualTo(
                        new Trail("it had failed and was superseded later, as Helm does when the rollback of it cannot be applied" + untold,
                                false));
        assertThat(Trail.of(with(stuck(PENDING_ROLLBACK, SUPERSEDED, "Upgrade complete"), older(DEPLOYED)))).isEqualTo(
                new Trail("the rollback did not end, for revision 1232 is still marked deployed" + untold, false));
    }

    @Test
    void helm_merges_from_the_newest_deployed_and_without_one_from_the_newest() {
        assertThat(stuck(PENDING_UPGRADE, DEPLOYED, "").mergedFrom().number()).isEqualTo(1233);
        assertThat(stuck(PENDING_UPGRADE, FAILED, "").mergedFrom().number()).isEqualTo(1233);
        StuckRevision atomic = with(stuck(PENDING_ROLLBACK, FAILED, ""), older(DEPLOYED));
        assertThat(atomic.mergedFrom().number()).isEqualTo(1232);
        assertThat(Outlook.of(atomic).mergesFrom()).isEqualTo(1232);
    }

    @Test
    void the_record_whose_deploy_got_stuck_is_the_failed_one_under_a_rollback_of_it() {
        StuckRevision atomic = stuck(PENDING_ROLLBACK, FAILED, "Upgrade \"gitlab-cny\" failed: x");
        assertThat(atomic.attempted()).isEqualTo(atomic.belowRecord());
        assertThat(stuck(PENDING_ROLLBACK, DEPLOYED, "").attempted().version()).isEqualTo(TOP);
        assertThat(stuck(PENDING_UPGRADE, FAILED, "").attempted().version()).isEqualTo(TOP);
    }

    private static Trail superseded(Optional<Instant> written) {
        StuckRevision stuck = stuck(PENDING_UPGRADE, SUPERSEDED, "Upgrade complete");
        Revision it = stuck.below();
        Revision below = new Revision(it.secret(), it.number(), it.uid(), it.resourceVersion(), it.created(), it.statusLabel(),
                it.versionLabel(), written);
        return Trail.of(new StuckRevision(stuck.revision(), stuck.record(), below, stuck.belowRecord(), stuck.older()));
    }

    private static Revision older(ReleaseStatus status) {
        return Some.revision(TOP - 2, status);
    }

    private static StuckRevision with(StuckRevision stuck, Revision older) {
        return new StuckRevision(stuck.revision(), stuck.record(), stuck.below(), stuck.belowRecord(), List.of(older));
    }

    private static StuckRevision stuck(ReleaseStatus top, ReleaseStatus below, String description) {
        ReleaseRecord under = new ReleaseRecord("gitlab-cny", "gitlab-cny", TOP - 1, below, description, "gitlab-9.6.1", "",
                Optional.empty());
        return new StuckRevision(Some.revision(TOP, top), Some.record(TOP, top), Some.revision(TOP - 1, below), under, List.of());
    }
}
