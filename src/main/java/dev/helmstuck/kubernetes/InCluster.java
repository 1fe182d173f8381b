package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import okhttp3.HttpUrl;

/**
 * The cluster the bot runs in, by its Pod's service account; the token is read anew each time, for the kubelet renews it. No proxy
 * stands between a Pod and its own API server, whatever the environment says of other places.
 */
record InCluster(Path account, String server) {
    static final InCluster USUAL = new InCluster(Path.of("/var/run/secrets/kubernetes.io/serviceaccount"),
            "https://kubernetes.default.svc");

    Access access() {
        Path token = account.resolve("token");
        try {
            String header = Credentials.bearer(Files.readString(token))
                    .orElseThrow(() -> ClusterErrors.of("the service account token at " + token + " is none"));
            Tls tls = new Tls(Optional.of(Pem.certificates(Files.readAllBytes(account.resolve("ca.crt")))), false, Optional.empty(),
                    Optional.empty());
            return new Access(HttpUrl.get(server), tls, ClusterProxy.NONE, List.of(Map.entry("Authorization", header)), Optional.empty());
        } catch (IOException unreadable) {
            throw ClusterErrors.of("the target says in-cluster, but there is no service account (token and ca.crt) in " + account
                    + ": the bot does not run in a Pod, or its Pod mounts none", unreadable);
        } catch (GeneralSecurityException unreadable) {
            throw ClusterErrors.of("the service account's ca.crt in " + account + " holds no certificate that can be read");
        }
    }
}
