package dev.helmstuck.forecast;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import org.junit.jupiter.api.Test;

/** What a look after the rerun tells of a forecast, of a deploy that died when half of it was applied. */
class DeployHindsightTest {
    private static final String OLD = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: old}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: idle}, spec: {replicas: 1}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 1}}
            """;
    private static final String NEW = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: new}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: unmade}, data: {a: b}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: idle}, spec: {replicas: 1}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2}}
            """;
    private static final String SETTINGS = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: new}}";
    private static final String UNTOUCHED = """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: idle}, spec: {replicas: 1}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 1}}
            """;
    private static final String UNMADE = "{apiVersion: v1, kind: ConfigMap, metadata: {name: unmade}, data: {a: b}}";

    private final SomeRelease half = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
            .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW).live(3, SETTINGS).old(2, UNTOUCHED);
    private final SomeRelease whole = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
            .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW).live(3, NEW);

    @Test
    void what_it_did_as_foretold_came_true() {
        assertThat(seen(half, NEW, DeployHindsightTest::deployed)).extracting(Statement::words, Statement::became, Statement::objects)
                .containsExactly(
                        tuple("the same deploy rolls", Became.CAME_TRUE, List.of("Deployment/web")),
                        tuple("the same deploy changes", Became.CAME_TRUE, List.of("ConfigMap/unmade")),
                        tuple("the same deploy leaves as it is", Became.CAME_TRUE, List.of("ConfigMap/settings")));
    }

    @Test
    void what_it_did_not_do_is_named() {
        assertThat(seen(half, NEW, same -> same)).extracting(Statement::became, Statement::seen).containsExactly(
                tuple(Became.DID_NOT, List.of("Deployment/web did not roll")),
                tuple(Became.DID_NOT, List.of("ConfigMap/unmade is as it was")),
                tuple(Became.CAME_TRUE, List.of()));
    }

    @Test
    void where_nothing_was_to_roll_what_rolled_is_named() {
        assertThat(seen(whole, NEW, same -> same).getFirst()).satisfies(none -> {
            assertThat(none.words()).isEqualTo("the same deploy rolls none of these");
            assertThat(none.became()).isEqualTo(Became.CAME_TRUE);
            assertThat(none.objects()).containsExactlyInAnyOrder("Deployment/idle", "Deployment/web");
        });
        assertThat(seen(whole, NEW, DeployHindsightTest::deployed).getFirst()).satisfies(one -> {
            assertThat(one.became()).isEqualTo(Became.DID_NOT);
            assertThat(one.seen()).containsExactly("Deployment/web was changed: generation 0 became 7");
        });
    }

    @Test
    void an_autoscaler_at_work_is_no_rollout() {
        assertThat(seen(whole, NEW, objects -> objects.stream()
                .map(object -> written(object, "kube-controller-manager", "scale", 5)).toList()).getFirst().became())
                .isEqualTo(Became.CAME_TRUE);
    }

    @Test
    void what_another_deploy_makes_otherwise_is_neither_true_nor_false() {
        String other = NEW.replace("replicas: 2", "replicas: 3");

        assertThat(seen(half, other, DeployHindsightTest::deployed)).extracting(Statement::became, Statement::objects).containsExactly(
                tuple(Became.CAME_TRUE, List.of("ConfigMap/unmade")), tuple(Became.CAME_TRUE, List.of("ConfigMap/settings")),
                tuple(Became.UNREAD, List.of("Deployment/web")));
        assertThat(seen(half, other, DeployHindsightTest::deployed).getLast().seen())
                .containsExactly("another version of them was deployed than the one that got stuck");
    }

    @Test
    void what_was_written_again_without_a_count_is_neither_true_nor_false() {
        assertThat(seen(half, NEW, objects -> objects.stream()
                .map(object -> object.kind().equals("ConfigMap") ? written(object, "helm", "", 0) : object).toList()))
                .filteredOn(statement -> statement.objects().contains("ConfigMap/settings")).singleElement()
                .satisfies(settings -> assertThat(settings.became()).isEqualTo(Became.UNREAD));
    }

    @Test
    void what_cannot_be_read_any_more_is_neither_true_nor_false() {
        Live blind = new Live(List.of(), List.of(new Live.UnreadKind("apps/v1", "Deployment", "ns", "deployments may not be listed"),
                new Live.UnreadKind("v1", "ConfigMap", "ns", "configmaps may not be listed")), Set.of());

        assertThat(new DeployHindsight(half.foretell().baseline(), blind, "ns", Yaml.manifest(NEW), Yaml.manifest(NEW)).statements())
                .singleElement().satisfies(unread -> {
                    assertThat(unread.became()).isEqualTo(Became.UNREAD);
                    assertThat(unread.seen()).containsExactlyInAnyOrder("deployments may not be listed", "configmaps may not be listed");
                });
    }

    private static List<Statement> seen(SomeRelease release, String deployed, UnaryOperator<List<Live.LiveObject>> deploy) {
        Baseline baseline = release.foretell().baseline();
        Live now = new Live(deploy.apply(release.live().objects()), List.of(), Set.of());
        return new DeployHindsight(baseline, now, "ns", Yaml.manifest(NEW), Yaml.manifest(deployed)).statements();
    }

    /** As foretold of the half one: web rolls, what was not made is there. */
    private static List<Live.LiveObject> deployed(List<Live.LiveObject> before) {
        List<Live.LiveObject> now = new ArrayList<>(before);
        now.replaceAll(object -> object.name().equals("web") ? written(object, "helm", "", 7) : object);
        if (now.stream().noneMatch(object -> object.name().equals("unmade")))
            now.addAll(new SomeRelease().live(4, UNMADE).live().objects());
        return now;
    }

    private static Live.LiveObject written(Live.LiveObject object, String manager, String subresource, long generation) {
        Map<String, Object> content = new LinkedHashMap<>(object.content());
        Map<String, Object> metadata = new LinkedHashMap<>(Tree.map(content.get("metadata")));
        List<Object> owners = new ArrayList<>(Tree.list(metadata.get("managedFields")));
        owners.add(Map.of("manager", manager, "operation", "Update", "subresource", subresource, "time", "2026-11-21T13:00:00Z"));
        metadata.put("managedFields", owners);
        metadata.put("generation", generation);
        content.put("metadata", metadata);
        return new Live.LiveObject(object.apiVersion(), object.kind(), object.namespace(), object.name(), content);
    }
}
