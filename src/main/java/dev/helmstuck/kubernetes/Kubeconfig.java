package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;

/**
 * One context of a kubeconfig, read as {@code kubectl --context} would, its {@code exec} plugin included.
 *
 * <p>fabric8 does the reading, with three things it would let pass put right: an unknown context silently becomes the file's
 * current one, a missing cluster becomes {@code kubernetes.default.svc}, and {@code as}, {@code tokenFile} and an http proxy in
 * front of an https server are not looked at. Nothing comes from the environment or from system properties.
 */
final class Kubeconfig {
    private static final int MAX_NAMES = 20;

    private final Path file;
    private final io.fabric8.kubernetes.api.model.Config content;

    Kubeconfig(Path file) {
        this.file = file;
        this.content = read(file);
    }

    Access access(String name) {
        Context context = context(name);
        Cluster cluster = content.getClusters().stream().filter(one -> Objects.equals(one.getName(), context.getCluster())).findFirst()
                .map(one -> one.getCluster()).filter(one -> one.getServer() != null && one.getServer().matches("https?://.+"))
                .orElseThrow(() -> broken(name, "names a cluster that the file does not hold with a server URL"));
        AuthInfo user = content.getUsers().stream().filter(one -> Objects.equals(one.getName(), context.getUser())).findFirst()
                .map(one -> one.getUser()).orElseThrow(() -> broken(name, "names a user that the file does not hold"));
        Config config = config(name);
        if (user.getExec() != null && config.getAutoOAuthToken() == null && config.getClientCertData() == null) {
            throw broken(name, "has a credential plugin (" + ApiResponse.cut(user.getExec().getCommand())
                    + ") that gave no credentials; run kubectl with this context where the bot runs");
        }
        String proxy = cluster.getProxyUrl();
        if (proxy != null && proxy.startsWith("http://")) {
            config = new ConfigBuilder(config).withHttpProxy(proxy).withHttpsProxy(proxy).build();
        }
        return new Access(config, identity(user, config));
    }

    private Config config(String name) {
        try {
            return Config.fromKubeconfig(name, file.toFile());
        } catch (RuntimeException unusable) {
            // Its message may quote the file, which holds credentials.
            throw broken(name, "cannot be used: a certificate, key or credential plugin that it names is not to be read or run");
        }
    }

    private Context context(String name) {
        return content.getContexts().stream().filter(one -> Objects.equals(one.getName(), name)).findFirst()
                .flatMap(one -> Optional.ofNullable(one.getContext())).orElseThrow(() -> {
                    List<String> names = content.getContexts().stream().map(one -> one.getName()).filter(Objects::nonNull).sorted()
                            .toList();
                    String known = names.isEmpty()
                            ? "none"
                            : String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())))
                                    + (names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "");
                    return ClusterErrors.of("the kubeconfig " + file + " has no context \"" + name + "\"; it has " + known);
                });
    }

    private List<Map.Entry<String, String>> identity(AuthInfo user, Config config) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        String token = user.getTokenFile() == null ? config.getAutoOAuthToken() : tokenFile(user.getTokenFile());
        if (token != null && !token.isBlank()) {
            headers.add(Map.entry("Authorization", "Bearer " + token.strip()));
        } else if (user.getUsername() != null && user.getPassword() != null) {
            byte[] basic = (user.getUsername() + ":" + user.getPassword()).getBytes(StandardCharsets.UTF_8);
            headers.add(Map.entry("Authorization", "Basic " + Base64.getEncoder().encodeToString(basic)));
        }
        if (user.getAs() != null) headers.add(Map.entry("Impersonate-User", user.getAs()));
        if (user.getAsUid() != null) headers.add(Map.entry("Impersonate-Uid", user.getAsUid()));
        if (user.getAsGroups() != null) user.getAsGroups().forEach(group -> headers.add(Map.entry("Impersonate-Group", group)));
        return headers;
    }

    private String tokenFile(String name) {
        Path tokens = file.resolveSibling(name);
        try {
            return Files.readString(tokens);
        } catch (IOException unreadable) {
            throw ClusterErrors.of("the kubeconfig " + file + " names the token file " + tokens + ", which cannot be read");
        }
    }

    private static io.fabric8.kubernetes.api.model.Config read(Path file) {
        try {
            var content = Serialization.unmarshal(Files.readString(file), io.fabric8.kubernetes.api.model.Config.class);
            if (content == null || content.getContexts() == null) throw ClusterErrors.of("the kubeconfig " + file + " is empty");
            return content;
        } catch (IOException unreadable) {
            throw ClusterErrors.of("the kubeconfig " + file + " cannot be read (missing, or not for this account)", unreadable);
        } catch (dev.helmstuck.ports.UnavailableException already) {
            throw already;
        } catch (RuntimeException notYaml) {
            // No cause: a parser's message quotes the file, which holds credentials.
            throw ClusterErrors.of("the kubeconfig " + file + " is no kubeconfig");
        }
    }

    private RuntimeException broken(String context, String what) {
        return ClusterErrors.of("the context \"" + context + "\" of the kubeconfig " + file + " " + what);
    }
}
