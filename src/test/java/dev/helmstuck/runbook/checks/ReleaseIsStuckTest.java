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
import java.util.stream.Stream;

import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.FieldConflict;
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
                new Fact.Known<>(List.of()), Some.NOW);
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
                        Some.revision(TOP - 1, DEPLOYED), Some.record(TOP - 1, DEPLOYED), List.of())));
    }

    @Test
    void what_the_approver_must_know_is_shown() {
        assertThat(check(Some.releases(PENDING_UPGRADE, SUPERSEDED)).finding().seen()).containsExactly(
                "sh.helm.release.v1.gitlab-cny.v1234, uid uid-1234, resourceVersion 91234", "created 2026-11-21 11:35:00 UTC, 25m ago",
                "chart gitlab-9.6.1, app version v18.6.1", "Helm's description: Preparing upgrade",
                "revision 1233 below it is superseded: everything had been applied, only Helm's very last write was lost (unless it was "
                        + "superseded before already)");
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
                Releases.ConfigMaps.NONE,
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
                    Optional.of(Some.payload(99, SUPERSEDED)), Releases.ConfigMaps.NONE, List.of());
            assertThat(check(releases).release()).isInstanceOfSatisfying(ReleaseState.Stuck.class, it -> {
                assertThat(it.stuck().revision().number()).isEqualTo(100);
                assertThat(it.stuck().below().number()).isEqualTo(99);
            });
        }
    }

    @Test
    void a_gap_in_the_numbers_is_no_matter() {
        Releases releases = new Releases(List.of(Some.revision(7, FAILED), Some.revision(10, PENDING_ROLLBACK)),
                Optional.of(Some.payload(10, PENDING_ROLLBACK)), Optional.of(Some.payload(7, FAILED)), Releases.ConfigMaps.NONE, List.of());
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

    @Test
    void a_rollback_that_died_over_a_stuck_upgrade_names_how_it_came_about_and_the_order_out_of_it() {
        Finding finding = assertStops(Some.releases(PENDING_ROLLBACK, PENDING_UPGRADE), "Revisions 1234 and 1233 are both pending.");
        assertThat(finding.seen()).last().asString()
                .isEqualTo("revision 1233 below it is pending-upgrade: an atomic upgrade failed, Helm could "
                        + "not mark it failed and died while rolling it back; or somebody typed helm rollback over the stuck upgrade");
        assertThat(finding.next()).containsSubsequence("from the top", "never with helm rollback", "prove that no Helm lives",
                "save revision 1234",
                "Helm stays locked by revision 1233", "type /helm-stuck gitlab-cny again, which judges revision 1233",
                "To take revision 1234 away: echo '{\"kind\":\"DeleteOptions\"", "\"uid\":\"uid-1234\",\"resourceVersion\":\"91234\"",
                "delete --raw /api/v1/namespaces/gitlab-cny/secrets/sh.helm.release.v1.gitlab-cny.v1234 -f -");
        assertThat(finding.byHand()).as("shows, and changes nothing").endsWith("history gitlab-cny");
    }

    @Test
    void several_deployed_ones_are_a_remark_that_comes_first() {
        Releases releases = history(List.of(Some.revision(TOP - 2, DEPLOYED), Some.revision(TOP - 3, SUPERSEDED),
                Some.revision(TOP - 4, DEPLOYED)), PENDING_UPGRADE, FAILED);
        Finding finding = check(releases).finding();
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen().getFirst())
                .startsWith("revisions 1232, 1230 are all marked deployed, as after two Helms that ran at once");
        assertThat(check(releases).release()).isInstanceOf(ReleaseState.Stuck.class);
    }

    @Test
    void where_helm_merges_from_an_older_one_than_helm_diff_compares_with_both_are_named() {
        Releases releases = history(List.of(Some.revision(TOP - 2, DEPLOYED)), PENDING_ROLLBACK, FAILED);
        assertThat(check(releases).finding().seen())
                .contains("the next deploy merges from revision 1232, the newest that is marked deployed, "
                        + "while helm diff compares with revision 1233");
        assertThat(check(Some.releases(PENDING_UPGRADE, DEPLOYED)).finding().seen()).noneMatch(line -> line.contains("merges"));
    }

    @Test
    void what_others_took_over_is_a_remark_only_where_the_next_deploy_is_server_side() {
        Releases two = Some.releases(PENDING_UPGRADE, DEPLOYED);
        Releases serverSide = new Releases(two.revisions(), two.top(),
                Optional.of(new Payload.Decoded(Some.record(TOP - 1, DEPLOYED).with(ApplyMethod.SERVER_SIDE))), Releases.ConfigMaps.NONE,
                List.of());
        assertThat(ReleaseIsStuck.nextIsServerSide(Some.target(), new Fact.Known<>(serverSide), Some.NOW))
                .contains(Some.record(TOP, PENDING_UPGRADE));
        assertThat(ReleaseIsStuck.nextIsServerSide(Some.target(), new Fact.Known<>(two), Some.NOW)).isEmpty();
        List<FieldConflict> taken = List.of(new FieldConflict("Deployment/web", "spec.replicas", "kubectl"));
        ReleaseIsStuck.ReleaseFinding answer = ReleaseIsStuck.check(Some.target(), new Fact.Known<>(serverSide), new Fact.Known<>(taken),
                Some.NOW);
        assertThat(answer.finding().result()).isEqualTo(Result.WARN);
        assertThat(answer.finding().seen().getFirst())
                .isEqualTo("deployed again with Helm 4, it is applied server-side, as revision 1233 was, "
                        + "and fails on what others took over, which no dry run shows: Deployment/web spec.replicas (kubectl). They give it up, or a "
                        + "person decides to take it back with --force-conflicts");
        assertThat(answer.release()).isInstanceOfSatisfying(ReleaseState.Stuck.class,
                it -> assertThat(it.stuck().conflicts()).isEqualTo(taken));
    }

    @Test
    void that_it_could_not_be_looked_up_what_others_took_over_is_a_remark_too() {
        Finding finding = ReleaseIsStuck.check(Some.target(), new Fact.Known<>(Some.releases(PENDING_UPGRADE, DEPLOYED)),
                new Fact.Unavailable<>("the cluster", "forbidden: list deployments"), Some.NOW).finding();
        assertThat(finding.result()).isEqualTo(Result.WARN);
        assertThat(finding.seen().getFirst()).contains("could not be looked up: the cluster: forbidden: list deployments");
    }

    @Test
    void gaps_in_the_history_are_named() {
        Releases releases = history(List.of(Some.revision(TOP - 3, SUPERSEDED), Some.revision(TOP - 20, SUPERSEDED)), PENDING_UPGRADE,
                DEPLOYED);
        assertThat(check(releases).finding().seen()).contains(
                "no record of revision 1232: pruned by Helm's history limit, or deleted by hand; what only it added, no deploy removes any more",
                "no record of revisions 1215 to 1230: pruned by Helm's history limit, or deleted by hand; what only they added, no deploy removes any more");
    }

    @Test
    void an_upgrade_over_an_older_deployed_one_does_not_say_that_everything_was_applied() {
        Releases releases = history(List.of(Some.revision(TOP - 2, DEPLOYED)), PENDING_UPGRADE, SUPERSEDED);
        assertThat(check(releases).finding().seen()).noneMatch(line -> line.contains("everything had been applied"))
                .anyMatch(line -> line.contains("revision 1232 is marked deployed"));
    }

    @ParameterizedTest
    @EnumSource(names = "PENDING_.*", mode = Mode.MATCH_ALL)
    void the_only_revision_stops(ReleaseStatus status) {
        Releases only = new Releases(List.of(Some.revision(1, status)), Optional.of(Some.payload(1, status)), Optional.empty(),
                Releases.ConfigMaps.NONE,
                List.of());
        Finding finding = assertStops(only, "Revision 1 is " + status.word() + " and is the only one.");
        assertThat(finding.next()).contains("helm uninstall").contains("helm upgrade --install");
        assertThat(check(only).release()).isEqualTo(new ReleaseState.Unclear(Optional.of(1), Optional.of(status)));
    }

    @Test
    void an_undecodable_one_on_top_stops_with_the_reason() {
        Releases releases = new Releases(List.of(Some.revision(TOP, PENDING_UPGRADE), Some.revision(TOP - 1, DEPLOYED)),
                Optional.of(new Payload.Undecodable("it is not base64")), Optional.of(Some.payload(TOP - 1, DEPLOYED)),
                Releases.ConfigMaps.NONE, List.of());
        Finding finding = assertStops(releases, "The newest record, revision 1234, cannot be decoded: it is not base64.");
        assertThat(finding.next()).contains("release: already exists");
    }

    @Test
    void one_that_only_helm_reads_stops_and_is_not_said_to_be_skipped_by_helm() {
        Payload doubtful = new Payload.Doubtful("a field of its JSON is written in upper case");
        List<Revision> both = List.of(Some.revision(TOP, PENDING_UPGRADE), Some.revision(TOP - 1, DEPLOYED));
        Releases top = new Releases(both, Optional.of(doubtful), Optional.of(Some.payload(TOP - 1, DEPLOYED)), Releases.ConfigMaps.NONE,
                List.of());
        assertThat(assertStops(top, "is not one that I read: a field of its JSON is written in upper case.").next())
                .contains("Helm may read it all the same").doesNotContain("skips", "already exists");
        Releases below = new Releases(both, Optional.of(Some.payload(TOP, PENDING_UPGRADE)), Optional.of(doubtful),
                Releases.ConfigMaps.NONE, List.of());
        assertThat(assertStops(below, "but revision 1233 below it is not one that I read").next()).contains("Helm may read it");
    }

    @Test
    void an_undecodable_one_below_stops_with_the_reason() {
        Releases releases = new Releases(List.of(Some.revision(TOP, PENDING_UPGRADE), Some.revision(TOP - 1, DEPLOYED)),
                Optional.of(Some.payload(TOP, PENDING_UPGRADE)), Optional.of(new Payload.Undecodable("it is empty")),
                Releases.ConfigMaps.NONE, List.of());
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
        Finding finding = assertStops(
                new Releases(List.of(), Optional.empty(), Optional.empty(), Some.configMaps(4, PENDING_UPGRADE), List.of("kas")),
                "No Helm record of gitlab-cny in namespace gitlab-cny.");
        assertThat(finding.next()).contains("HELM_DRIVER=configmap");
        assertThat(finding.seen()).containsExactly("4 records of gitlab-cny in ConfigMaps",
                "the newest there, revision 4, is pending-upgrade");
    }

    @Test
    void other_releases_in_the_namespace_are_named() {
        Finding finding = assertStops(
                new Releases(List.of(), Optional.empty(), Optional.empty(), Releases.ConfigMaps.NONE, List.of("gitlab", "kas")),
                "No Helm record of gitlab-cny");
        assertThat(finding.seen()).containsExactly("other releases in this namespace: gitlab, kas");
        assertThat(finding.next()).contains("wrong release or namespace");
    }

    @Test
    void nothing_at_all_is_a_wrong_namespace_or_the_sql_driver() {
        Finding finding = assertStops(new Releases(List.of(), Optional.empty(), Optional.empty(), Releases.ConfigMaps.NONE, List.of()),
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
        return ReleaseIsStuck.check(Some.target(), new Fact.Known<>(releases), new Fact.Known<>(List.of()), Some.NOW);
    }

    private static Releases history(List<Revision> older, ReleaseStatus top, ReleaseStatus below) {
        Releases two = Some.releases(top, below);
        return new Releases(Stream.concat(two.revisions().stream(), older.stream()).toList(), two.top(), two.below(),
                Releases.ConfigMaps.NONE, List.of());
    }

    private static Releases top(Revision top, ReleaseRecord record) {
        return new Releases(Arrays.asList(Some.revision(TOP - 1, DEPLOYED), top), Optional.of(new Payload.Decoded(record)),
                Optional.of(Some.payload(TOP - 1, DEPLOYED)), Releases.ConfigMaps.NONE, List.of());
    }

    private static Releases below(Revision below, ReleaseRecord record) {
        return new Releases(Arrays.asList(below, Some.revision(TOP, PENDING_INSTALL)), Optional.of(Some.payload(TOP, PENDING_INSTALL)),
                Optional.of(new Payload.Decoded(record)), Releases.ConfigMaps.NONE, List.of());
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
