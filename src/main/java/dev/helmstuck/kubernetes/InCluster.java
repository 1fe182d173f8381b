package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;

/** The cluster the bot runs in, by its Pod's service account; the token is read anew each time, for the kubelet renews it. */
record InCluster(Path account, String server) {
    static final InCluster USUAL = new InCluster(Path.of("/var/run/secrets/kubernetes.io/serviceaccount"), Config.DEFAULT_MASTER_URL);

    Access access() {
        Path token = account.resolve("token");
        try {
            Config config = new ConfigBuilder(Config.empty()).withMasterUrl(server).withCaCertFile(account.resolve("ca.crt").toString())
                    .build();
            return new Access(config, List.of(Map.entry("Authorization", "Bearer " + Files.readString(token).strip())));
        } catch (IOException unreadable) {
            throw ClusterErrors.of("the target says in-cluster, but there is no service account token at " + token
                    + ": the bot does not run in a Pod, or its Pod mounts none", unreadable);
        }
    }
}
