package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.Wanted;
import dev.helmstuck.runbook.Target;
import org.junit.jupiter.api.Test;

/** Which kinds a cluster knows. */
abstract class LiveContract {

    abstract Place place();

    @Test
    void a_kind_that_is_gone_is_told_from_one_that_cannot_be_read() {
        Target target = place().target(place().namespace());
        try (KubernetesCluster cluster = place().cluster()) {
            Live live = cluster.live(target, List.of(wanted("gone.example.com/v1", "Widget"), wanted("apps/v1beta1", "Deployment"),
                    wanted("v1", "Secret")));
            assertThat(live.unserved()).containsExactlyInAnyOrder("gone.example.com/v1 Widget", "apps/v1beta1 Deployment");
            assertThat(live.unread()).isEmpty();
        }
    }

    private static Wanted wanted(String apiVersion, String kind) {
        return new Wanted(apiVersion, kind, Optional.empty(), Set.of("one"));
    }
}
