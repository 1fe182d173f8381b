package dev.helmstuck.runbook.checks;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.FAILED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_INSTALL;
import static dev.helmstuck.release.ReleaseStatus.PENDING_ROLLBACK;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static dev.helmstuck.release.ReleaseStatus.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ReleaseIsStuckTest {
    private static final int TOP = Some.STUCK;

    @Test
    void records_that_could_not_be_read_are_unknown() {
        ReleaseIsStuck.ReleaseFinding answer = ReleaseIsStuck.check(Some.target(),
                new Fact.Unavailable<>("the cluster", "forbidden: list secrets"),
                Some.NOW);
        assertThat(answer.finding().result()).isEqualTo(Result.UNKNOWN);
        assertThat(answer.release()).isEqualTo(new ReleaseState.Unclear(Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(names = "PENDING_.*", mode = Mode.MATCH_ALL)
    void a_pending_one_on_top_is_stuck(ReleaseStatus status) {
        ReleaseIsStuck.ReleaseFinding answer = check(Some.releases(status, DEPLOYED));
        assertThat(answer.finding().result()).isEqualTo(Result.PASS);
        assertThat(answer.finding().summary()).isEqualTo("Stuck: revision 1234 is " + status.word() + ".");
        assertThat(answer.release())
                .isEqualTo(new ReleaseState.Stuck(new StuckRevision(Some.revision(TOP, status), Some.record(TOP, status),
                        Some.revision(TOP - 1, DEPLOYED), DEPLOYED)));
    }

    @Test
    void what_the_approver_must_know_is_shown() {
        assertThat(check(Some.releases(PENDING_UPGRADE, SUPERSEDED)).finding().seen()).containsExactly(
                "sh.helm.release.v1.gitlab-cny.v1234, uid uid-1234, resourceVersion 91234", "created 2026-11-21 09:00:00 UTC, 3h ago",
                "chart gitlab-9.6.1, app version v18.6.1", "Helm's description: Preparing upgrade",
                "revision 1233 below it is superseded: everything had been applied, only Helm's very last write was lost");
    }

    @ParameterizedTest
    @CsvSource({
            "DEPLOYED,     Helm is healthy",
            "FAILED,       there is no lock: the next deploy can run",
            "SUPERSEDED,   there is no lock and the next deploy can run",
            "UNINSTALLING, has no deployed releases",
            "UNINSTALLED,  there is no lock",
            "UNKNOWN,      look at the release by hand"})
    void any_other_status_on_top_is_not_stuck_and_explained(ReleaseStatus status, String meaning) {
        ReleaseIsStuck.ReleaseFinding answer = check(Some.releases(status, PENDING_UPGRADE));
        assertThat(answer.release()).isEqualTo(new ReleaseState.NotStuck(TOP, status));
        assertThat(answer.finding().result()).isEqualTo(Result.NOT_NEEDED);
        assertThat(answer.finding().summary()).isEqualTo("Not stuck: the newest revision, 1234, is " + status.word() + ".");
        assertThat(answer.finding().next()).contains(meaning);
    }

    @Test
    void pending_ones_in_mid_history_are_harmless_and_told() {
        Releases releases = new Releases(List.of(Some.revision(3, PENDING_ROLLBACK), Some.revision(5, DEPLOYED),
                Some.revision(4, PENDING_UPGRADE)), Optional.of(Some.payload(5, DEPLOYED)), Optional.of(Some.payload(4, PENDING_UPGRADE)),
                0,
                List.of());
        ReleaseIsStuck.ReleaseFinding answer = check(releases);
        assertThat(answer.release()).isEqualTo(new ReleaseState.NotStuck(5, DEPLOYED));
        assertThat(answer.finding().seen())
                .anyMatch(line -> line.startsWith("2 older revisions in mid-history labelled pending: harmless"));
    }

    @Test
    void the_highest_number_decides_in_whatever_order_and_not_the_name() {
        List<Revision> revisions = new ArrayList<>();
        for (int number : new int[]{8, 9, 10, 11, 99, 100})
            revisions.add(Some.revision(number, number == 100 ? PENDING_UPGRADE : SUPERSEDED));
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(revisions, random);
            Releases releases = new Releases(revisions, Optional.of(Some.payload(100, PENDING_UPGRADE)),
                    Optional.of(Some.payload(99, SUPERSEDED)), 0, List.of());
            assertThat(check(releases).release()).isInstanceOfSatisfying(ReleaseState.Stuck.class, it -> {
                assertThat(it.stuck().revision().number()).isEqualTo(100);
                assertThat(it.stuck().below().number()).isEqualTo(99);
            });
        }
    }

    @Test
    void a_gap_in_the_numbers_is_no_matter() {
        Releases releases = new Releases(List.of(Some.revision(7, FAILED), Some.revision(10, PENDING_ROLLBACK)),
                Optional.of(Some.payload(10, PENDING_ROLLBACK)), Optional.of(Some.payload(7, FAILED)), 0, List.of());
        assertThat(check(releases).release()).isInstanceOf(ReleaseState.Stuck.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEPLOYED", "SUPERSEDED", "FAILED", "UNINSTALLED", "UNINSTALLING", "UNKNOWN"})
    void every_status_below_is_named_with_what_it_tells(ReleaseStatus below) {
        Finding finding = check(Some.releases(PENDING_UPGRADE, below)).finding();
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.seen()).anyMatch(line -> line.startsWith("revision 1233 below it is " + below.word() + ": "));
    }

    @ParameterizedTest
    @EnumSource(names = "PENDING_.*", mode = Mode.MATCH_ALL)
    void two_pending_ones_on_top_of_each_other_stop(ReleaseStatus below) {
        assertStops(Some.releases(PENDING_UPGRADE, below), "Revisions 1234 and 1233 are both pending.");
    }

    @ParameterizedTest
    @EnumSource(names = "PENDING_.*", mode = Mode.MATCH_ALL)
    void the_only_revision_stops(ReleaseStatus status) {
        Releases only = new Releases(List.of(Some.revision(1, status)), Optional.of(Some.payload(1, status)), Optional.empty(), 0,
                List.of());
        Finding finding = assertStops(only, "Revision 1 is " + status.word() + " and is the only one.");
        assertThat(finding.next()).contains("helm uninstall").contains("helm upgrade --install");
        assertThat(check(only).release()).isEqualTo(new ReleaseState.Unclear(Optional.of(1), Optional.of(status)));
    }

    @Test
    void an_undecodable_one_on_top_stops_with_the_reason() {
        Releases releases = new Releases(List.of(Some.revision(TOP, PENDING_UPGRADE), Some.revision(TOP - 1, DEPLOYED)),
                Optional.of(new Payload.Undecodable("it is not base64")), Optional.of(Some.payload(TOP - 1, DEPLOYED)), 0, List.of());
        Finding finding = assertStops(releases, "The newest record, revision 1234, cannot be decoded: it is not base64.");
        assertThat(finding.next()).contains("release: already exists");
    }

    @Test
    void an_undecodable_one_below_stops_with_the_reason() {
        Releases releases = new Releases(List.of(Some.revision(TOP, PENDING_UPGRADE), Some.revision(TOP - 1, DEPLOYED)),
                Optional.of(Some.payload(TOP, PENDING_UPGRADE)), Optional.of(new Payload.Undecodable("it is empty")), 0, List.of());
        assertStops(releases, "Revision 1234 is pending-upgrade, but revision 1233 below it cannot be decoded: it is empty.");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "deployed,        1234, the label says deployed, the record says pending-upgrade",
            "Pending-Upgrade, 1234, the label says Pending-Upgrade",
            "pending-install, 1234, the label says pending-install",
            "-,               1234, the label says nothing",
            "pending-upgrade, 1233, The labels of revision 1234 contradict its content",
            "pending-upgrade, x,    The labels of revision 1234 contradict its content",
            "pending-upgrade, -,    The labels of revision 1234 contradict its content"})
    void labels_that_disagree_with_the_record_on_top_stop(String status, String version, String words) {
        Finding finding = assertStops(top(labelled(TOP, status, version), Some.record(TOP, PENDING_UPGRADE)), words);
        assertThat(finding.seen()).last().asString().startsWith("labels: status=");
    }

    @Test
    void a_label_that_says_pending_over_a_record_that_does_not_is_not_taken_for_an_unlocked_helm() {
        ReleaseIsStuck.ReleaseFinding answer = check(top(labelled(TOP, "pending-upgrade", "1234"), Some.record(TOP, DEPLOYED)));
        assertThat(answer.finding().result()).isEqualTo(Result.STOP);
        assertThat(answer.release()).isInstanceOf(ReleaseState.Unclear.class);
    }

    @ParameterizedTest
    @CsvSource({"other, gitlab-cny, 1234", "gitlab-cny, other, 1234", "gitlab-cny, gitlab-cny, 1233", "gitlab-cny, gitlab-cny, 2"})
    void a_record_on_top_that_is_of_another_release_than_its_name_says_stops(String name, String namespace, int version) {
        assertStops(top(Some.revision(TOP, PENDING_UPGRADE), of(name, namespace, version, PENDING_UPGRADE)),
                "holds another release than its name says");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "failed,   1233",
            "-,        1233",
            "deployed, 1234",
            "deployed, -"})
    void labels_that_disagree_with_the_record_below_stop_too(String status, String version) {
        // Helm merges the next upgrade from the revision that is labelled deployed
        assertStops(below(labelled(TOP - 1, status, version), Some.record(TOP - 1, DEPLOYED)),
                "The labels of revision 1233 contradict its content");
    }

    @ParameterizedTest
    @CsvSource({"other, gitlab-cny, 1233", "gitlab-cny, other, 1233", "gitlab-cny, gitlab-cny, 1232"})
    void a_record_below_that_is_of_another_release_than_its_name_says_stops_too(String name, String namespace, int version) {
        assertStops(below(Some.revision(TOP - 1, DEPLOYED), of(name, namespace, version, DEPLOYED)),
                "holds another release than its name says");
    }

    @Test
    void records_in_config_maps_are_another_storage_driver() {
        Finding finding = assertStops(new Releases(List.of(), Optional.empty(), Optional.empty(), 4, List.of("kas")),
                "No Helm record of gitlab-cny in namespace gitlab-cny.");
        assertThat(finding.next()).contains("HELM_DRIVER=configmap");
        assertThat(finding.seen()).containsExactly("4 records of gitlab-cny in ConfigMaps");
    }

    @Test
    void other_releases_in_the_namespace_are_named() {
        Finding finding = assertStops(new Releases(List.of(), Optional.empty(), Optional.empty(), 0, List.of("gitlab", "kas")),
                "No Helm record of gitlab-cny");
        assertThat(finding.seen()).containsExactly("other releases in this namespace: gitlab, kas");
        assertThat(finding.next()).contains("wrong release or namespace");
    }

    @Test
    void nothing_at_all_is_a_wrong_namespace_or_the_sql_driver() {
        Finding finding = assertStops(new Releases(List.of(), Optional.empty(), Optional.empty(), 0, List.of()),
                "No Helm record of gitlab-cny");
        assertThat(finding.next()).contains("Wrong namespace or cluster").contains("HELM_DRIVER=sql");
    }

    @Test
    void every_finding_shows_the_command_by_hand() {
        for (ReleaseStatus status : ReleaseStatus.values()) {
            assertThat(check(Some.releases(status, DEPLOYED)).finding().byHand())
                    .isEqualTo("helm --kube-context gprd-gitlab-gke -n gitlab-cny history gitlab-cny");
        }
    }

    private static Finding assertStops(Releases releases, String words) {
        ReleaseIsStuck.ReleaseFinding answer = check(releases);
        assertThat(answer.finding().result()).isEqualTo(Result.STOP);
        assertThat(answer.finding().summary()).contains(words);
        assertThat(answer.finding().next()).isNotEmpty();
        assertThat(answer.release()).isInstanceOf(ReleaseState.Unclear.class);
        return answer.finding();
    }

    private static ReleaseIsStuck.ReleaseFinding check(Releases releases) {
        return ReleaseIsStuck.check(Some.target(), new Fact.Known<>(releases), Some.NOW);
    }

    private static Releases top(Revision top, ReleaseRecord record) {
        return new Releases(Arrays.asList(Some.revision(TOP - 1, DEPLOYED), top), Optional.of(new Payload.Decoded(record)),
                Optional.of(Some.payload(TOP - 1, DEPLOYED)), 0, List.of());
    }

    private static Releases below(Revision below, ReleaseRecord record) {
        return new Releases(Arrays.asList(below, Some.revision(TOP, PENDING_INSTALL)), Optional.of(Some.payload(TOP, PENDING_INSTALL)),
                Optional.of(new Payload.Decoded(record)), 0, List.of());
    }

    private static Revision labelled(int number, String status, String version) {
        Revision it = Some.revision(number, DEPLOYED);
        return new Revision(it.secret(), number, it.uid(), it.resourceVersion(), it.created(), Optional.ofNullable(status),
                Optional.ofNullable(version));
    }

    private static ReleaseRecord of(String name, String namespace, int version, ReleaseStatus status) {
        return new ReleaseRecord(name, namespace, version, status, "", "gitlab-9.6.1", "", Optional.empty());
    }
}
