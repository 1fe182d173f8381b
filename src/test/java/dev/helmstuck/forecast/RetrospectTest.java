package dev.helmstuck.forecast;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Claim;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;
import dev.helmstuck.runbook.TrackedObject;
import org.junit.jupiter.api.Test;

/** What a look after the delete tells of a forecast, of a deploy that died when half of it was applied. */
class RetrospectTest {
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
            {apiVersion: v1, kind: ConfigMap, metadata: {name: extra}, data: {a: b}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: unmade}, data: {a: b}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: idle}, spec: {replicas: 1}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2}}
            """;
    private static final String APPLIED = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: new}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: extra}, data: {a: b}}
            """;
    private static final String UNTOUCHED = """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: idle}, spec: {replicas: 1}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 1}}
            """;

    private final SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
            .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW).live(3, APPLIED).old(2, UNTOUCHED);
    private final Baseline baseline = release.foretell().baseline();

    @Test
    void all_that_was_foretold_of_is_kept_with_what_was_foretold_and_so_is_every_workload() {
        assertThat(baseline.objects()).extracting(one -> one.words("ns"), TrackedObject::claims).containsExactlyInAnyOrder(
                tuple("ConfigMap/settings", Set.of(Claim.THERE)),
                tuple("ConfigMap/extra", Set.of(Claim.THERE, Claim.ORPHANED)),
                tuple("ConfigMap/unmade", Set.of(Claim.CHANGES)),
                tuple("Deployment/web", Set.of(Claim.CHANGES, Claim.ROLLS)),
                tuple("Deployment/idle", Set.of()));
        assertThat(baseline.objects()).filteredOn(one -> !one.wasThere()).extracting(TrackedObject::name).containsExactly("unmade");
        assertThat(Retrospect.wanted(baseline)).contains(new Wanted("v1", "ConfigMap", Optional.of("ns"),
                Set.of("settings", "extra", "unmade")));
    }

    @Test
    void what_nobody_wrote_since_came_true() {
        assertThat(seen(release.live())).hasSize(3).allSatisfy(statement -> {
            assertThat(statement.became()).isEqualTo(Became.CAME_TRUE);
            assertThat(statement.seen()).isEmpty();
        });
    }

    @Test
    void what_is_gone_written_or_new_is_named() {
        List<Live.LiveObject> now = new ArrayList<>(release.live().objects());
        now.removeIf(object -> object.name().equals("extra"));
        now.replaceAll(object -> object.name().equals("web") ? written(object, "kubectl-edit", "", 7) : object);
        now.addAll(new SomeRelease().live(3, "{apiVersion: v1, kind: ConfigMap, metadata: {name: unmade}}").live().objects());

        List<Statement> seen = seen(new Live(now, List.of(), Set.of()));

        assertThat(seen).extracting(Statement::became).containsExactly(Became.DID_NOT, Became.DID_NOT, Became.DID_NOT);
        assertThat(seen.get(0).seen()).containsExactly("ConfigMap/extra is gone");
        assertThat(seen.get(1).seen()).containsExactlyInAnyOrder("ConfigMap/unmade is there by now",
                "Deployment/web was changed: generation 0 became 7");
        assertThat(seen.get(2).seen()).containsExactly("ConfigMap/extra is gone");
    }

    @Test
    void what_controllers_write_is_no_change() {
        List<Live.LiveObject> now = release.live().objects().stream()
                .map(object -> written(written(object, "kube-controller-manager", "status", 1), "kube-controller-manager", "scale", 2))
                .toList();

        assertThat(seen(new Live(now, List.of(), Set.of()))).extracting(Statement::became).containsOnly(Became.CAME_TRUE);
    }

    @Test
    void a_field_that_was_taken_away_is_seen_though_it_moves_no_date() {
        String owner = "{apiVersion: v1, kind: Service, metadata: {name: s, uid: u, managedFields: [{manager: helm, operation: Update, "
                + "time: '2026-11-21T12:00:00Z', fieldsV1: {'f:spec': {%s}}}]}}";
        Map<String, Object> before = Yaml.object(owner.formatted("'f:ports': {}, 'f:type': {}"));
        Map<String, Object> after = Yaml.object(owner.formatted("'f:ports': {}"));
        assertThat(Tracking.isIntact(Tracking.seal(before), before)).isTrue();
        assertThat(Tracking.isIntact(Tracking.seal(before), after)).isFalse();
        // as the version before this one made it
        assertThat(Tracking.isIntact("86b1df1a2e2d1c35", before)).isFalse();
    }

    @Test
    void what_cannot_be_read_any_more_is_named_and_neither_true_nor_false() {
        List<Live.LiveObject> now = release.live().objects().stream().filter(object -> !object.kind().equals("Deployment")).toList();
        Live live = new Live(now, List.of(new Live.UnreadKind("apps/v1", "Deployment", "ns", "deployments may not be listed")), Set.of());

        assertThat(seen(live)).extracting(Statement::became).containsExactly(Became.CAME_TRUE, Became.CAME_TRUE, Became.CAME_TRUE,
                Became.UNREAD);
        assertThat(seen(live).getLast()).satisfies(unread -> {
            assertThat(unread.objects()).containsExactlyInAnyOrder("Deployment/web", "Deployment/idle");
            assertThat(unread.seen()).containsExactly("deployments may not be listed");
        });
    }

    private List<Statement> seen(Live now) {
        return new Retrospect(baseline, now, "ns").unchanged();
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
