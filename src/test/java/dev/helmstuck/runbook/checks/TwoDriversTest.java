package dev.helmstuck.runbook.checks;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.FAILED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

/** Helm's records in Secrets and in ConfigMaps at once: a Helm is locked by those of its own driver. */
class TwoDriversTest {

    @Test
    void pending_in_config_maps_above_an_old_secret_blocks_and_asks_for_the_driver() {
        Finding finding = assertBlocked(secrets(1, DEPLOYED), Some.configMaps(3, PENDING_UPGRADE));
        assertThat(finding.summary()).isEqualTo("Two storage drivers hold records of gitlab-cny, and the newest in ConfigMaps is pending.");
        assertThat(finding.seen()).containsExactly(
                "in Secrets: 1 record, the newest, revision 1, is deployed, created 2026-11-21 11:35:00 UTC, 25m ago",
                "in ConfigMaps: 3 records, the newest, revision 3, is pending-upgrade, created 2026-11-21 11:35:00 UTC, 25m ago");
        assertThat(finding.next())
                .startsWith("Which driver do the jobs use? HELM_DRIVER of the failed CI job says it; without one it is Secrets.")
                .contains("If it is Secrets, Helm is not locked by these records", "owner-", "type /helm-stuck gitlab-cny again",
                        "If it is configmap, this bot does not touch those");
        assertThat(finding.byHand())
                .isEqualTo("helm --kube-context gprd-gitlab-gke -n gitlab-cny history gitlab-cny; HELM_DRIVER=configmap "
                        + "helm --kube-context gprd-gitlab-gke -n gitlab-cny history gitlab-cny");
    }

    @Test
    void pending_in_secrets_beside_old_config_maps_blocks_too_for_their_numbers_cannot_be_compared() {
        Finding finding = assertBlocked(Some.releases(PENDING_UPGRADE, DEPLOYED), Some.configMaps(3, DEPLOYED));
        assertThat(finding.summary()).contains("the newest in Secrets is pending");
        assertThat(finding.next()).contains("If it is configmap, Helm is not locked").doesNotContain("Helm is not locked by these records");
    }

    @Test
    void pending_in_both_blocks() {
        Finding finding = assertBlocked(Some.releases(PENDING_UPGRADE, DEPLOYED), Some.configMaps(Some.STUCK, PENDING_UPGRADE));
        assertThat(finding.summary()).contains("the newest of either is pending");
    }

    @Test
    void a_label_or_a_record_alone_that_says_pending_is_enough() {
        Releases.ConfigMaps labelled = new Releases.ConfigMaps(Some.configMaps(3, PENDING_UPGRADE).revisions(),
                Optional.of(Some.payload(3, DEPLOYED)));
        var unused = assertBlocked(secrets(1, DEPLOYED), labelled);
        Releases.ConfigMaps recorded = new Releases.ConfigMaps(Some.configMaps(3, DEPLOYED).revisions(),
                Optional.of(Some.payload(3, PENDING_UPGRADE)));
        unused = assertBlocked(secrets(1, DEPLOYED), recorded);
        Releases.ConfigMaps doubtful = new Releases.ConfigMaps(Some.configMaps(3, DEPLOYED).revisions(),
                Optional.of(new Payload.Doubtful("it is null")));
        unused = assertBlocked(secrets(1, DEPLOYED), doubtful);
    }

    @Test
    void without_a_pending_one_in_either_there_is_no_lock_and_the_others_are_told() {
        Releases releases = Some.with(secrets(1, DEPLOYED), Some.configMaps(3, FAILED));
        ReleaseIsStuck.ReleaseFinding answer = ReleaseIsStuck.check(Some.target(), new Fact.Known<>(releases), new Fact.Known<>(List.of()),
                Some.NOW);
        assertThat(answer.release()).isEqualTo(new ReleaseState.NotStuck(1, DEPLOYED));
        assertThat(answer.finding().seen()).last().asString().contains("ConfigMaps too", "revision 3, is failed");
    }

    private static Releases secrets(int number, ReleaseStatus status) {
        return new Releases(List.of(Some.revision(number, status)), Optional.of(Some.payload(number, status)), Optional.empty(),
                Releases.ConfigMaps.NONE, List.of());
    }

    private static Finding assertBlocked(Releases secrets, Releases.ConfigMaps configMaps) {
        ReleaseIsStuck.ReleaseFinding answer = ReleaseIsStuck.check(Some.target(), new Fact.Known<>(Some.with(secrets, configMaps)),
                new Fact.Known<>(List.of()), Some.NOW);
        assertThat(answer.release()).isInstanceOf(ReleaseState.Unclear.class);
        assertThat(answer.finding().result()).isEqualTo(Result.STOP);
        return answer.finding();
    }
}
