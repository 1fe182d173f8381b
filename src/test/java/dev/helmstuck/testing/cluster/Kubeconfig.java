package dev.helmstuck.testing.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes kubeconfig files, readable by their owner only as they hold a token. */
final class Kubeconfig {
    private Kubeconfig() {}

    static Path write(Path file, ControlPlane cluster, String context, String user, String token) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: loopback, cluster: {server: "%s", certificate-authority: "%s"}}]
                    users: [{name: "%s", user: {token: "%s"}}]
                    contexts: [{name: "%s", context: {cluster: loopback, user: "%s"}}]
                    current-context: "%s"
                    """.formatted(cluster.server(), cluster.authority(), user, token, context, user, context));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
