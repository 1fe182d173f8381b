package dev.helmstuck.forecast;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_INSTALL;
import static dev.helmstuck.release.ReleaseStatus.PENDING_ROLLBACK;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static dev.helmstuck.release.ReleaseStatus.UNINSTALLED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Things that are seldom; {@link RareChartTest} holds the same against real Helm. */
class SeldomForecastTest {
    private static final String SETTINGS = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {version: v%d}}\n";
    private static final String WIDGET = "---\n{apiVersion: gone.example.com/v1, kind: Widget, metadata: {name: one}}\n";

    @Test
    void no_helm_can_upgrade_from_or_to_a_kind_that_is_gone() {
        Forecast forecast = foretell(new SomeRelease().revision(2, DEPLOYED, "", SETTINGS.formatted(2) + WIDGET)
                .revision(3, PENDING_UPGRADE, "", SETTINGS.formatted(3)).old(3, SETTINGS.formatted(3)),
                Set.of("gone.example.com/v1 Widget"));
        assertThat(forecast.unknown()).isEmpty();
        for (Deploy deploy : List.of(forecast.ifRepeated(), forecast.ifReverted())) {
            assertThat(deploy.fails()).containsOnlyKeys("release");
            assertThat(deploy.fails().get("release")).contains("revision 2", "Widget/one", "gone.example.com/v1");
            assertThat(deploy.reallyChanges().known()).isEmpty();
            assertThat(deploy.orphans().known()).isEmpty();
        }
        assertThat(forecast.ifRepeated().dryRunLists().known()).containsExactly("ConfigMap/settings", "Widget/one");
    }

    @Test
    void an_install_may_make_the_kind_first() {
        Forecast forecast = foretell(new SomeRelease().revision(1, PENDING_INSTALL, "", SETTINGS.formatted(1) + WIDGET),
                Set.of("gone.example.com/v1 Widget"));
        assertThat(forecast.ifRepeated().fails()).isEmpty();
        assertThat(forecast.unknown()).extracting(Untold::why).singleElement().asString().contains("Widget");
    }

    @Test
    void what_waits_for_its_finalizers_was_removed_and_cannot_be_removed_again() {
        String legacy = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: legacy%s}, data: {a: b}}\n";
        String going = ", finalizers: [example.com/wait], deletionTimestamp: \"" + SomeRelease.made(3).plusSeconds(2) + "\"";
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "", SETTINGS.formatted(2) + legacy.formatted(""))
                .revision(3, PENDING_UPGRADE, "", SETTINGS.formatted(3)).old(3, SETTINGS.formatted(3))
                .old(2, legacy.formatted(going)).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.AFTER_APPLYING);
        assertThat(forecast.ifRepeated().reallyChanges().known()).isEmpty();
        assertThat(forecast.remarks()).singleElement().asString().contains("ConfigMap/legacy is being deleted");
    }

    @Test
    void what_was_uninstalled_can_be_deployed_again() {
        Forecast forecast = new SomeRelease().revision(1, UNINSTALLED, "", SETTINGS.formatted(1))
                .revision(2, PENDING_INSTALL, "", SETTINGS.formatted(2)).live(2, SETTINGS.formatted(2)).foretell();
        assertThat(forecast.ifReverted().revision()).contains(1);
        assertThat(forecast.ifReverted().reallyChanges().known()).containsExactly("ConfigMap/settings");
    }

    @Test
    void a_field_that_kubernetes_does_not_have_is_dropped_and_changes_nothing() {
        String web = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {%stemplate: {spec: {containers: "
                + "[{name: main, image: \"web:3\"%s}]}}}}\n";
        SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "", web.formatted("replica: 2, ", ", imagePolicy: a"))
                .revision(3, PENDING_UPGRADE, "", web.formatted("replica: 3, ", ", imagePolicy: b"));
        Forecast forecast = release.old(2, web.formatted("", "")).foretell();
        assertThat(forecast.ifRepeated().dryRunLists().known()).containsExactly("Deployment/web");
        assertThat(forecast.ifRepeated().reallyChanges().known()).isEmpty();
        assertThat(forecast.remarks()).singleElement().asString().contains("Deployment/web spec.replica",
                "spec.template.spec.containers[].imagePolicy");
        assertThat(release.live(3, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: api}, spec: {replica: 1}}").foretell()
                .ifRepeated().reallyChanges().known()).as("what a live object has, its API server knows").containsExactly("Deployment/web");
    }

    @Test
    void helms_merge_stops_at_such_a_field_if_it_is_no_plain_value() {
        String web = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {nosuch: {a: %d}}}\n";
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "", web.formatted(2)).revision(3, PENDING_UPGRADE, "", web.formatted(3))
                .old(2, web.formatted(2).replace("nosuch: {a: 2}", "")).foretell();
        assertThat(forecast.ifRepeated().fails().get("Deployment/web")).contains("nosuch");
    }

    @Test
    void a_revert_that_is_locked_out_leaves_the_newest_record_to_name_its_objects() {
        String extra = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: extra}}\n";
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "", SETTINGS.formatted(2))
                .revision(3, PENDING_UPGRADE, "", SETTINGS.formatted(3) + extra)
                .revision(4, PENDING_ROLLBACK, "", SETTINGS.formatted(2)).live(3, SETTINGS.formatted(3) + extra).foretell();
        assertThat(forecast.ifReverted().fails()).containsOnlyKeys("release");
        assertThat(forecast.ifReverted().orphans().known()).isEmpty();
    }

    @Test
    void what_the_api_server_gave_is_as_it_was_before_unless_somebody_wrote_it() {
        String service = "---\n{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {%sports: [{port: 80}]}}\n";
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "", SETTINGS.formatted(2) + service.formatted(""))
                .revision(3, PENDING_UPGRADE, "", SETTINGS.formatted(3) + service.formatted("clusterIP: None, "))
                .old(3, SETTINGS.formatted(3)).old(2, service.formatted("clusterIP: 10.0.0.1, ")).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.WHILE_APPLYING);
        assertThat(forecast.ifReverted().fieldsLeft().known()).isEmpty();
    }

    @Test
    void what_a_deploy_made_whose_record_is_gone_is_not_what_the_stuck_one_makes() {
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "", SETTINGS.formatted(2))
                .revision(3, PENDING_UPGRADE, "", SETTINGS.formatted(4)).old(2, SETTINGS.formatted(3)).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.BEFORE_APPLYING);
    }

    @Test
    void an_object_that_the_manifest_has_twice_becomes_the_one_and_then_the_other() {
        String web = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: "
                + "[{name: main, image: \"%s\"}]}}}}\n";
        String twice = web.formatted("a:%1$d") + "---\n" + web.formatted("b:%1$d");
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "", twice.formatted(2))
                .revision(3, PENDING_UPGRADE, "", twice.formatted(3)).old(3, web.formatted("b:3")).foretell();
        assertThat(forecast.died().couldBe()).containsExactly(Moment.AFTER_APPLYING);
        assertThat(forecast.ifRepeated().reallyChanges().known()).isEmpty();
        assertThat(forecast.ifRepeated().rolls().known()).containsExactly("Deployment/web");
        assertThat(forecast.ifReverted().reallyChanges().known()).containsExactly("Deployment/web");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            externalIPs: [192.0.2.7]                            | spec.externalIPs, spec.externalTrafficPolicy
            type: NodePort                                      | spec.type, spec.externalTrafficPolicy, spec.ports[80/TCP].nodePort
            type: NodePort, externalTrafficPolicy: Local        | spec.externalTrafficPolicy, spec.type, spec.ports[80/TCP].nodePort
            type: LoadBalancer, externalTrafficPolicy: Local    | spec.externalTrafficPolicy, spec.type, spec.ports[80/TCP].nodePort, spec.healthCheckNodePort, spec.allocateLoadBalancerNodePorts
            """)
    void what_a_service_is_given_after_a_field_stays_with_it(String fields, String left) {
        String service = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {%s, ports: [{port: 80}]}}\n";
        Forecast forecast = new SomeRelease().revision(2, DEPLOYED, "", service.formatted("selector: {a: b}"))
                .revision(3, PENDING_UPGRADE, "", service.formatted("selector: {a: b}, " + fields))
                .old(3, service.formatted("selector: {a: b}, " + fields)).foretell();
        assertThat(forecast.ifReverted().fieldsLeft().known().get("Service/web")).containsExactlyInAnyOrder(left.split(", "));
    }

    private static Forecast foretell(SomeRelease release, Set<String> unserved) {
        Live live = new Live(new ArrayList<>(release.live().objects()), List.of(), Set.of(), Map.of(), unserved);
        return new Forecaster(release.history(), "ns", "app").foretell(live).orElseThrow();
    }
}
