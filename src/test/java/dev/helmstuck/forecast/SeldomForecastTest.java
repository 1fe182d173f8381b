package dev.helmstuck.forecast;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_INSTALL;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static dev.helmstuck.release.ReleaseStatus.UNINSTALLED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

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

    private static Forecast foretell(SomeRelease release, Set<String> unserved) {
        Live live = new Live(new ArrayList<>(release.live().objects()), List.of(), Set.of(), Map.of(), unserved);
        return new Forecaster(release.history(), "ns", "app").foretell(live).orElseThrow();
    }
}
