package dev.helmstuck.testing.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that talk to {@link RealCluster#shared()}.
 * Without the cluster's programs they are skipped with a line that says how to get them; where {@code CI=true} they fail instead,
 * as a build that never ran the drill must not look like one that passed it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealClusterCondition.class)
public @interface NeedsRealCluster {
}
