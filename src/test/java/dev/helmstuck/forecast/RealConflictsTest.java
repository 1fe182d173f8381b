package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

/** What Helm 4 says of conflicts, as it said it. */
class RealConflictsTest {
    @Test
    void every_object_field_and_manager_is_read() {
        assertThat(RealConflicts.of(
                """
                        level=WARN msg="upgrade failed" name=app error="conflict occurred …"
                        Error: UPGRADE FAILED: conflict occurred while applying object c/settings /v1, Kind=ConfigMap: Apply failed with 2 conflicts: conflicts with "kubectl-patch" using v1:
                        - .data.feature
                        - .data.version && server-side apply failed for object c/web /v1, Kind=Service: Service "web" is invalid: spec.ports[1].name: Duplicate value: "http" && conflict occurred while applying object d/web apps/v1, Kind=Deployment: Apply failed with 2 conflicts: conflicts with "kubectl" with subresource "scale" using apps/v1:
                        - .spec.replicas
                        conflicts with "kubectl-set" using apps/v1:
                        - .spec.template.spec.containers[name="main"].ports[containerPort=80,protocol="TCP"].name && conflict occurred while applying object /all rbac.authorization.k8s.io/v1, Kind=ClusterRole: Apply failed with 1 conflict: conflict with "clusterrole-aggregation-controller": .rules
                        """,
                "c")).isEqualTo(Map.of("ConfigMap/settings", Set.of("data.feature (kubectl-patch)", "data.version (kubectl-patch)"),
                        "d/Deployment/web",
                        Set.of("spec.replicas (kubectl)", "spec.template.spec.containers[main].ports[].name (kubectl-set)"),
                        "ClusterRole/all", Set.of("rules (clusterrole-aggregation-controller)")));
    }
}
