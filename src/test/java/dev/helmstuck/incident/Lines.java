package dev.helmstuck.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.helmstuck.simulator.Line;

/** The lines between the bot and the three systems. The WebSocket has none: what comes in by it is not what these storms are about. */
final class Lines implements AutoCloseable {
    final Line slack;
    final Line cluster;
    final Line gitlab;

    /** Put in before the bot starts. */
    Lines(Incident incident) {
        slack = Line.to(URI.create(incident.slack().apiUrl()));
        incident.world.with("SLACK_API_URL", slack.by(URI.create(incident.slack().apiUrl())).toString());
        incident.slack().reachedBy(slack.by(URI.create(incident.slack().webUrl())));
        gitlab = Line.to(incident.world.gitlab().url());
        incident.world.with("GITLAB_URL", gitlab.by(incident.world.gitlab().url()).toString());
        cluster = Line.to(incident.cluster.uri());
        Path kubeconfig = incident.world.dir().resolve("kubeconfig");
        try {
            String direct = Files.readString(kubeconfig);
            Files.writeString(kubeconfig,
                    direct.replace(incident.cluster.uri().toString(), cluster.by(incident.cluster.uri()).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        slack.close();
        cluster.close();
        gitlab.close();
    }
}
