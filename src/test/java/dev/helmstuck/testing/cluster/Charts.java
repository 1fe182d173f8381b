package dev.helmstuck.testing.cluster;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The charts of the tests. */
final class Charts {
    private Charts() {}

    /** Looks like the GitLab chart: its names, four Deployments, an HPA, a Secret. */
    static String gitlab() {
        try {
            return Path.of(Objects.requireNonNull(Charts.class.getResource("/charts/gitlab"), "no chart").toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
