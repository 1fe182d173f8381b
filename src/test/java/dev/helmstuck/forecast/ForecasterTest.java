package dev.helmstuck.forecast;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.FAILED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_INSTALL;
import static dev.helmstuck.release.ReleaseStatus.PENDING_ROLLBACK;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static dev.helmstuck.release.ReleaseStatus.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.ReleaseStatus;
import org.junit.jupiter.api.Test;

/** From records and live objects to the forecast; {@link ForecastJudgeTest} holds the same against real Helm. */
class ForecasterTest {
    private static final String OLD = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {version: v2}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: legacy}, data: {a: b}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: main, image: "web:2"}]}}}}
            """;
    private static final String SETTINGS = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {version: v3, feature: on}}\n";
    private static final String EXTRA = "{apiVersion: v1, kind: ConfigMap, metadata: {name: extra}, data: {a: b}}\n";
    private static final String WEB = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: "
            + "[{name: main, image: \"web:3\", env: [{name: FEATURE, value: \"on\"}]}]}}}}\n";
    private static final String NEW = SETTINGS + "---\n" + EXTRA + "---\n" + WEB;
    private static final String TIMED_OUT = "Upgrade \"app\" failed: timed out waiting for the condition";

    @Test
    void nothing_was_applied() {
        Forecast forecast = upgrade().old(2, OLD).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.BEFORE_APPLYING);
        assertThat(forecast.helmStatus()).contains(DEPLOYED);
        assertThat(forecast.helmRevision()).contains(2);
        assertThat(forecast.unknown()).isEmpty();
        Deploy repeated = forecast.ifRepeated();
        assertThat(repeated.dryRunLists().known()).containsExactly("ConfigMap/extra", "ConfigMap/legacy", "ConfigMap/settings",
                "Deployment/web");
        assertThat(repeated.reallyChanges().known()).isEqualTo(repeated.dryRunLists().known());
        assertThat(repeated.rolls().known()).containsExactly("Deployment/web");
        assertThat(forecast.ifReverted().reallyChanges().known()).isEmpty();
        assertThat(forecast.ifReverted().orphans().known()).isEmpty();
    }

    @Test
    void all_was_applied_and_going_back_leaves_something_behind() {
        Forecast forecast = upgrade().old(3, SETTINGS + "---\n" + WEB).live(3, EXTRA).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.AFTER_APPLYING);
        assertThat(forecast.ifRepeated().dryRunLists().known()).hasSize(4);
        assertThat(forecast.ifRepeated().reallyChanges().known()).isEmpty();
        Deploy reverted = forecast.ifReverted();
        assertThat(reverted.dryRunLists().known()).isEmpty();
        assertThat(reverted.reallyChanges().known()).containsExactly("ConfigMap/legacy", "ConfigMap/settings", "Deployment/web");
        assertThat(reverted.orphans().known()).containsExactly("ConfigMap/extra");
        assertThat(reverted.fieldsLeft().known()).isEqualTo(Map.of("ConfigMap/settings", List.of("data.feature"), "Deployment/web",
                List.of("spec.template.spec.containers[main].env")));
    }

    @Test
    void some_was_applied() {
        Forecast forecast = upgrade().old(3, SETTINGS).live(3, EXTRA).old(2, rest()).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.WHILE_APPLYING);
        assertThat(forecast.ifRepeated().reallyChanges().known()).containsExactly("ConfigMap/legacy", "Deployment/web");
    }

    @Test
    void what_was_deleted_by_hand_since_is_not_taken_for_not_yet_made() {
        Forecast forecast = upgrade().old(3, SETTINGS + "---\n" + WEB).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.AFTER_APPLYING);
        assertThat(forecast.ifRepeated().reallyChanges().known()).containsExactly("ConfigMap/extra");
    }

    @Test
    void a_text_of_a_secret_that_is_gone_from_the_manifest_stays_and_says_nothing() {
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: b%s}}\n";
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", secret.formatted(", old: c") + "---\n" + OLD)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", secret.formatted("") + "---\n" + NEW)
                .old(3, "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: Yg==, old: Yw==}}").old(3, SETTINGS + "---\n" + WEB)
                .live(3, EXTRA).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.AFTER_APPLYING);
    }

    @Test
    void the_hooks_behind_an_object_that_is_refused_do_not_run() {
        var before = SomeRelease.hook("before", "pre-upgrade", Optional.empty());
        var after = SomeRelease.hook("after", "post-upgrade", Optional.empty());
        String claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c}, spec: {resources: {requests: {storage: %s}}}}";
        SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", claim.formatted("1Gi"))
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", claim.formatted("2Gi"), before, after).old(2, claim.formatted("1Gi"));
        Deploy repeated = release.foretell().ifRepeated();
        assertThat(repeated.fails()).containsOnlyKeys("PersistentVolumeClaim/c");
        assertThat(repeated.rerunsHooks().known()).containsExactly("Job/before");
    }

    @Test
    void a_hook_that_stayed_and_that_helm_deletes_only_afterwards_is_in_its_own_way() {
        String job = "{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {ttlSecondsAfterFinished: 600}}";
        for (String when : List.of("pre", "post")) {
            SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
                    .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW, SomeRelease.hook("aaa", when + "-upgrade", Optional.empty()),
                            SomeRelease.hook("migrate", when + "-upgrade", "hook-succeeded"),
                            SomeRelease.hook("zzz", when + "-upgrade", Optional.empty()))
                    .old(2, OLD);
            assertThat(release.foretell().ifRepeated().fails()).isEmpty();
            Deploy repeated = release.foreign(job).foretell().ifRepeated();
            assertThat(repeated.fails()).containsOnlyKeys("Job/migrate");
            assertThat(repeated.fails().get("Job/migrate")).contains("600 s after it has ended");
            assertThat(repeated.rerunsHooks().known()).containsExactly("Job/aaa", "Job/migrate");
            assertThat(repeated.reallyChanges().known()).hasSize(when.equals("pre") ? 0 : 4);
        }
    }

    @Test
    void helm_4_takes_a_hook_that_stayed_for_its_own_if_it_can_and_does_not_run_it_again() {
        String job = "{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {backoffLimit: 6%s}}";
        for (String template : List.of("", ", template: {spec: {hostNetwork: true}}")) {
            Deploy repeated = new SomeRelease().applied(ApplyMethod.SERVER_SIDE).revision(2, DEPLOYED, "Upgrade complete", OLD)
                    .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW,
                            SomeRelease.hook("migrate", "pre-upgrade", "hook-succeeded", job.formatted("")))
                    .old(2, OLD).foreign(job.formatted(template)).foretell().ifRepeated();
            assertThat(repeated.fails()).isEmpty();
            assertThat(repeated.rerunsHooks().known()).isEmpty();
            assertThat(repeated.hooksTaken()).containsExactly("Job/migrate");
        }
        Deploy other = new SomeRelease().applied(ApplyMethod.SERVER_SIDE).revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW, SomeRelease.hook("migrate", "pre-upgrade", "hook-succeeded",
                        job.formatted(", template: {spec: {restartPolicy: Never}}")))
                .old(2, OLD).foreign(job.formatted("")).foretell().ifRepeated();
        assertThat(other.fails().get("Job/migrate")).contains("its spec.template can never be changed");
    }

    @Test
    void a_hook_that_does_its_work_by_being_there_is_applied_again_by_helm_4() {
        Deploy repeated = new SomeRelease().applied(ApplyMethod.SERVER_SIDE).revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW, SomeRelease.secretHook("token", "post-upgrade", "hook-succeeded"))
                .old(2, OLD).foreign("{apiVersion: v1, kind: Secret, metadata: {name: token}}").foretell().ifRepeated();
        assertThat(repeated.rerunsHooks().known()).containsExactly("Secret/token");
        assertThat(repeated.hooksTaken()).isEmpty();
    }

    @Test
    void what_somebody_else_made_since_is_not_taken_for_helms_work() {
        Forecast forecast = upgrade().old(2, OLD).foreign("{apiVersion: v1, kind: ConfigMap, metadata: {name: extra, creationTimestamp: \""
                + SomeRelease.made(3).plusSeconds(60) + "\"}}").foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.BEFORE_APPLYING);
    }

    @Test
    void whether_a_hook_is_in_its_own_way_is_not_guessed() {
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW, SomeRelease.hook("migrate", "pre-upgrade", "hook-succeeded"))
                .old(2, OLD).unread("batch/v1", "Job", "ns", "jobs may not be listed").foretell();
        assertThat(forecast.ifRepeated().rerunsHooks().complete()).isFalse();
        assertThat(forecast.unknown()).anyMatch(one -> one.line().contains("ifRepeated.rerunsHooks")
                && one.why().equals("Job/migrate: jobs may not be listed"));
    }

    @Test
    void a_port_stays_with_all_that_it_was_given_and_a_field_with_what_follows_from_it() {
        String service = "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {type: NodePort, %s ports: [{name: a, port: 80%s}%s]}}";
        SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", service.formatted("", "", ""))
                .revision(3, PENDING_UPGRADE, "Preparing upgrade",
                        service.formatted("sessionAffinity: ClientIP,", "", ", {name: b, port: 81}"))
                .old(3, service.formatted("sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 10800}},",
                        ", nodePort: 30001", ", {name: b, port: 81, nodePort: 30002}"));
        assertThat(release.foretell().ifReverted().fieldsLeft().known()).isEqualTo(
                Map.of("Service/s", List.of("spec.ports[b]", "spec.sessionAffinity", "spec.sessionAffinityConfig")));
    }

    @Test
    void of_two_ports_of_one_number_the_wrong_one_is_renamed_and_the_new_name_stays() {
        String service = "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{name: dns, port: 53, protocol: UDP}, "
                + "{name: %s, port: 53, protocol: TCP}]}}";
        SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", service.formatted("dns-tcp"))
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", service.formatted("domain")).old(3, service.formatted("domain"));
        assertThat(release.foretell().ifReverted().fieldsLeft().known()).isEqualTo(Map.of("Service/s", List.of("spec.ports[domain]")));
    }

    @Test
    void which_fields_stay_is_not_guessed_across_versions_of_an_api() {
        String hpa = "{apiVersion: autoscaling/%s, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {maxReplicas: 2%s}}";
        String newer = hpa.formatted("v2", ", behavior: {scaleDown: {stabilizationWindowSeconds: 60}}");
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", hpa.formatted("v1", ""))
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", newer).old(3, newer).old(3, hpa.formatted("v1", "")).foretell();
        assertThat(forecast.ifReverted().fieldsLeft().complete()).isFalse();
        assertThat(forecast.unknown()).singleElement().satisfies(one -> assertThat(one.line())
                .contains("ifReverted.fieldsLeft: HorizontalPodAutoscaler/web: it is autoscaling/v1 in this revision and autoscaling/v2"));
    }

    @Test
    void a_custom_resource_keeps_values_and_lists_where_a_revert_sends_nothing() {
        String queue = "{apiVersion: x.io/v1, kind: Queue, metadata: {name: q}, spec: {version: %s, bindings: [a%s], ttl: 30}}";
        SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", queue.formatted("1", ""))
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", queue.formatted("2", ", b")).old(3, queue.formatted("2", ", b"));
        Forecast forecast = release.foretell();
        assertThat(forecast.ifReverted().reallyChanges().known()).isEmpty();
        assertThat(forecast.ifReverted().fieldsLeft().known()).isEmpty();
        assertThat(forecast.ifReverted().customsLeft()).isEqualTo(Map.of("Queue/q", List.of("spec.bindings", "spec.version")));
        assertThat(forecast.ifRepeated().customsLeft()).isEmpty();
    }

    @Test
    void a_service_keeps_its_address() {
        String service = "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {%s ports: [{port: 80}]}}";
        SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", service.formatted(""))
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", service.formatted("clusterIP: None,"))
                .old(2, service.formatted("clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1],"));
        assertThat(release.foretell().ifRepeated().fails()).containsOnlyKeys("Service/s");
        assertThat(release.foretell().ifReverted().fails()).isEmpty();
    }

    @Test
    void what_an_earlier_stuck_deploy_left_is_not_taken_for_this_ones_work() {
        Forecast forecast = upgrade().old(2, SETTINGS).old(2, EXTRA).old(2, rest()).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.BEFORE_APPLYING);
    }

    @Test
    void if_nothing_differs_it_cannot_be_told_whether_it_applied() {
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", OLD)
                .old(2, OLD).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.BEFORE_APPLYING, Moment.AFTER_APPLYING);
    }

    @Test
    void a_hook_that_runs_is_where_it_died_and_one_that_has_ended_need_not_be() {
        Optional<Instant> started = Optional.of(SomeRelease.made(3).plusSeconds(1));
        var hook = SomeRelease.hook("migrate", "pre-upgrade", started);
        SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW, hook).old(2, OLD);
        Died gone = release.foretell().died();
        assertThat(gone.couldBe()).containsExactly(Moment.BEFORE_APPLYING, Moment.IN_HOOK);
        assertThat(gone.hook()).contains("Job/migrate");
        assertThat(release.foretell().ifRepeated().rerunsHooks().known()).containsExactly("Job/migrate");
        Died runs = release.foreign("{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, status: {active: 1}}").foretell().died();
        assertThat(runs.couldBe()).containsExactly(Moment.IN_HOOK);
    }

    @Test
    void a_hook_that_was_not_begun_is_not_where_it_died() {
        Died died = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW, SomeRelease.hook("migrate", "pre-upgrade", Optional.empty()))
                .old(2, OLD)
                .foretell().died();
        assertThat(died.couldBe()).containsExactly(Moment.BEFORE_APPLYING);
        assertThat(died.hook()).isEmpty();
    }

    @Test
    void under_atomic_the_dry_run_is_empty_and_the_deploy_rolls() {
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD).revision(3, FAILED, TIMED_OUT, NEW)
                .revision(4, PENDING_ROLLBACK, "Rollback to 2", OLD).old(4, OLD).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.AFTER_APPLYING);
        assertThat(forecast.helmStatus()).contains(FAILED);
        assertThat(forecast.ifRepeated().revision()).contains(3);
        assertThat(forecast.ifRepeated().dryRunLists().known()).isEmpty();
        assertThat(forecast.ifRepeated().rolls().known()).containsExactly("Deployment/web");
        assertThat(forecast.remarks()).anyMatch(remark -> remark.contains("merges from revision 2"));
    }

    @Test
    void a_failed_upgrade_that_helm_marked_superseded_is_still_the_attempted_one() {
        Forecast forecast = new SomeRelease().revision(1, DEPLOYED, "Install complete", OLD).revision(2, SUPERSEDED, TIMED_OUT, NEW)
                .revision(3, PENDING_ROLLBACK, "Rollback to 1", OLD).old(2, SETTINGS + "---\n" + WEB).old(2, EXTRA).foretell();
        assertThat(forecast.ifRepeated().revision()).contains(2);
        assertThat(forecast.ifReverted().revision()).contains(1);
        assertThat(forecast.died().couldBe()).containsExactly(Moment.BEFORE_APPLYING);
    }

    @Test
    void a_rollback_typed_by_hand_is_itself_what_was_attempted() {
        Forecast forecast = new SomeRelease().revision(1, SUPERSEDED, "Install complete", NEW)
                .revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, PENDING_ROLLBACK, "Rollback to 1", NEW).old(2, OLD).foretell();
        assertThat(forecast.ifRepeated().revision()).contains(3);
        assertThat(forecast.ifReverted().revision()).contains(2);
    }

    @Test
    void a_first_install_leaves_nothing_to_revert_to_but_all_that_it_made() {
        Forecast forecast = new SomeRelease().revision(1, PENDING_INSTALL, "Initial install underway", NEW).live(1, EXTRA).foretell();
        assertThat(forecast.helmStatus()).isEmpty();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.WHILE_APPLYING);
        assertThat(forecast.ifRepeated().dryRunLists().known()).hasSize(3);
        assertThat(forecast.ifRepeated().reallyChanges().known()).containsExactly("ConfigMap/settings", "Deployment/web");
        assertThat(forecast.ifReverted().revision()).isEmpty();
        assertThat(forecast.ifReverted().orphans().known()).containsExactly("ConfigMap/extra");
        assertThat(forecast.unknown()).isEmpty();
    }

    @Test
    void what_may_not_be_read_is_named_and_never_guessed() {
        Forecast forecast = upgrade().old(2, OLD).unread("apps/v1", "Deployment", "ns", "deployments may not be listed").foretell();
        assertThat(forecast.ifRepeated().reallyChanges().complete()).isFalse();
        assertThat(forecast.ifRepeated().reallyChanges().known()).doesNotContain("Deployment/web");
        assertThat(forecast.ifRepeated().rolls().complete()).isFalse();
        assertThat(forecast.ifRepeated().dryRunLists().complete()).isTrue();
        assertThat(forecast.ifReverted().orphans().complete()).isFalse();
        assertThat(forecast.unknown()).anyMatch(one -> one.line().startsWith("ifRepeated.reallyChanges, ifRepeated.rolls")
                && one.why().endsWith("Deployment/web: deployments may not be listed"));
    }

    @Test
    void what_is_unread_and_rolls_nothing_leaves_the_rolls_known() {
        Forecast forecast = upgrade().old(2, OLD).unread("v1", "ConfigMap", "ns", "no").foretell();
        assertThat(forecast.ifRepeated().reallyChanges().complete()).isFalse();
        assertThat(forecast.ifRepeated().rolls()).isEqualTo(new PartlyKnown<>(List.of("Deployment/web"), true));
    }

    @Test
    void a_manifest_that_cannot_be_read_leaves_open_what_depends_on_it() {
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", "{a: [")
                .old(2, OLD).foretell();
        assertThat(forecast.ifRepeated().dryRunLists().complete()).isFalse();
        assertThat(forecast.ifReverted().dryRunLists()).isEqualTo(new PartlyKnown<>(List.of(), true));
        assertThat(forecast.unknown()).isNotEmpty();
    }

    @Test
    void an_object_of_somebody_else_stops_the_whole_deploy() {
        Forecast forecast = upgrade().old(2, OLD).foreign(EXTRA).foretell();
        assertThat(forecast.ifRepeated().fails()).containsKey("ConfigMap/extra");
        assertThat(forecast.ifRepeated().reallyChanges().known()).isEmpty();
    }

    @Test
    void a_field_that_can_never_change_fails_and_then_nothing_is_removed() {
        String selecting = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector: {matchLabels: {app: %s}}}}";
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", selecting.formatted("a") + "\n---\n" + EXTRA)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", selecting.formatted("b"))
                .old(2, selecting.formatted("a") + "\n---\n" + EXTRA)
                .foretell();
        assertThat(forecast.ifRepeated().fails()).isEqualTo(Map.of("Deployment/web", "spec.selector.matchLabels.app can never be changed"));
        assertThat(forecast.ifRepeated().reallyChanges().known()).isEmpty();
    }

    @Test
    void a_revision_left_that_is_pending_too_stops_every_deploy() {
        Forecast forecast = new SomeRelease().revision(1, DEPLOYED, "", OLD).revision(2, PENDING_UPGRADE, "", NEW)
                .revision(3, PENDING_ROLLBACK, "", OLD)
                .old(2, OLD).foretell();
        assertThat(forecast.ifRepeated().fails()).containsKey("release");
        assertThat(forecast.ifReverted().fails()).containsKey("release");
    }

    @Test
    void helm_4_applies_as_the_newest_record_left_was_applied() {
        assertThat(upgrade().old(2, OLD).foretell().ifRepeated().serverSide()).isFalse();
        Forecast forecast = new SomeRelease().applied(ApplyMethod.SERVER_SIDE).revision(2, DEPLOYED, "", OLD)
                .revision(3, PENDING_UPGRADE, "", NEW)
                .old(2, OLD).foretell();
        assertThat(forecast.ifRepeated().serverSide()).isTrue();
    }

    @Test
    void an_object_of_another_namespace_is_named_with_it() {
        String elsewhere = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: other}, data: {a: \"%s\"}}";
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "", elsewhere.formatted("1"))
                .revision(3, PENDING_UPGRADE, "", elsewhere.formatted("2"))
                .old(2, elsewhere.formatted("1")).foretell();
        assertThat(forecast.ifRepeated().reallyChanges().known()).containsExactly("other/ConfigMap/a");
    }

    @Test
    void helm_skips_a_record_that_it_cannot_decode() {
        ReleaseHistory history = new SomeRelease().revision(1, DEPLOYED, "", OLD).undecodable(2).revision(3, PENDING_UPGRADE, "", NEW)
                .history();
        assertThat(history.left().map(revision -> revision.number())).contains(1);
        assertThat(history.current().map(revision -> revision.number())).contains(1);
    }

    @Test
    void only_the_payloads_that_matter_are_asked_for() {
        ReleaseHistory all = new SomeRelease().revision(1, SUPERSEDED, "", OLD).revision(2, DEPLOYED, "", OLD)
                .revision(3, FAILED, TIMED_OUT, NEW)
                .revision(4, PENDING_ROLLBACK, "", OLD).history();
        ReleaseHistory history = new ReleaseHistory(all.revisions(), Map.of());
        StringBuilder asked = new StringBuilder();
        for (var next = history.missing(); next.isPresent(); next = history.missing()) {
            asked.append(next.get().number()).append(' ');
            history = history.with(next.get().number(), all.payloads().get(next.get().number()));
        }
        assertThat(asked).hasToString("4 3 2 ");
    }

    @Test
    void nothing_is_foretold_of_a_release_that_is_not_stuck() {
        assertThat(new Forecaster(new SomeRelease().revision(1, DEPLOYED, "", OLD).history(), "ns", "app")
                .foretell(new Live(List.of(), List.of(), java.util.Set.of()))).isEmpty();
    }

    private static SomeRelease upgrade() {
        return new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD).revision(3, ReleaseStatus.PENDING_UPGRADE,
                "Preparing upgrade", NEW);
    }

    private static String rest() {
        return OLD.substring(OLD.indexOf("---") + 4);
    }
}
