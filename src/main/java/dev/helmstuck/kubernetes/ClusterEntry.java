package dev.helmstuck.kubernetes;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.config.ProxyVariables;
import okhttp3.HttpUrl;

/** A cluster of a kubeconfig: its address, whom we take for it, and the way there. */
final class ClusterEntry {
    private static final Pattern HTTP = Pattern.compile("(?i)https?://.+");
    private static final String EXEC_EXTENSION = "client.authentication.k8s.io/exec";
    private static final String AUTHORITY = "certificate-authority";
    private static final String INSECURE = "insecure-skip-tls-verify";

    private final KubeconfigNode cluster;
    private final HttpUrl server;

    ClusterEntry(KubeconfigNode cluster) {
        this.cluster = cluster;
        this.server = server(cluster);
    }

    private static HttpUrl server(KubeconfigNode cluster) {
        String text = cluster.text("server").orElseThrow(() -> cluster.wrong("server", "is missing; kubectl would take localhost:8080"));
        HttpUrl url = HTTP.matcher(text).matches() && text.strip().equals(text) ? HttpUrl.parse(text) : null;
        if (url == null) throw cluster.wrong("server", "is no URL that starts with https:// or http://");
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw cluster.wrong("server", "holds a user name or a password; these belong into users");
        }
        return url;
    }

    /** @param user nobody if the context names none: then the API server is asked as a stranger */
    Access access(Optional<UserEntry> user, ProxyVariables proxies) {
        Optional<List<X509Certificate>> authorities = authorities();
        boolean unverified = cluster.flag(INSECURE);
        if (unverified && authorities.isPresent()) throw cluster.wrong(INSECURE, "stands beside a " + AUTHORITY + "; keep one of the two");
        ClusterProxy proxy = cluster.text("proxy-url").map(url -> ClusterProxy.of(url, what -> cluster.wrong("proxy-url", what)))
                .orElseGet(() -> EnvironmentProxy.of(proxies, server));
        Credentials credentials = user.map(one -> credentials(one, proxy)).orElse(Credentials.NONE);
        Tls tls = new Tls(authorities, unverified, cluster.text("tls-server-name"), credentials.key());
        return new Access(server, tls, proxy, headers(user, credentials), credentials.until());
    }

    /** kubectl keeps credentials to itself when the server is http; straight to this machine itself they may go. */
    private Credentials credentials(UserEntry user, ClusterProxy proxy) {
        boolean here = ProxyVariables.isLoopback(server.host()) && proxy.equals(ClusterProxy.NONE);
        boolean open = !server.isHttps() && !here;
        if (open && user.isSomebody()) {
            throw cluster.wrong("server", "is http://, where a token could be read on the way; name https://, or no user");
        }
        if (server.isHttps() && !user.isSomebody()) throw user.nobody();
        return open ? Credentials.NONE : user.credentials(this::info);
    }

    private List<Map.Entry<String, String>> headers(Optional<UserEntry> user, Credentials credentials) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        credentials.authorization().ifPresent(value -> headers.add(Map.entry("Authorization", value)));
        user.ifPresent(one -> headers.addAll(one.impersonation()));
        if (cluster.flag("disable-compression")) headers.add(Map.entry("Accept-Encoding", "identity"));
        return headers;
    }

    private Optional<List<X509Certificate>> authorities() {
        return cluster.content(AUTHORITY).map(pem -> {
            try {
                return Pem.certificates(pem);
            } catch (GeneralSecurityException unreadable) {
                throw cluster.wrong(AUTHORITY, "holds no certificate that can be read");
            }
        });
    }

    /** What a credential plugin is told about its cluster. */
    private JsonNode info() {
        ObjectNode info = ApiResponse.JSON.createObjectNode();
        info.put("server", cluster.text("server").orElseThrow());
        cluster.text("tls-server-name").ifPresent(name -> info.put("tls-server-name", name));
        if (cluster.flag(INSECURE)) info.put(INSECURE, true);
        cluster.content(AUTHORITY).ifPresent(pem -> info.put(AUTHORITY + "-data", Base64.getEncoder().encodeToString(pem)));
        cluster.text("proxy-url").ifPresent(url -> info.put("proxy-url", url));
        if (cluster.flag("disable-compression")) info.put("disable-compression", true);
        JsonNode extension = cluster.children("extensions").stream().filter(one -> one.text("name").filter(EXEC_EXTENSION::equals)
                .isPresent()).map(one -> one.raw("extension")).findFirst().orElse(NullNode.getInstance());
        return info.set("config", extension);
    }
}
