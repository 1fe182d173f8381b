package dev.helmstuck.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.helmstuck.config.ClusterSettings;
import dev.helmstuck.ports.UnavailableException;

/**
 * The kubeconfig, read as {@code kubectl --context} would: several files are one, and whichever comes first has an entry has it
 * alone. Where kubectl would go on with a guess, another context or {@code localhost:8080}, this one refuses.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">Organizing Cluster Access</a>
 */
final class Kubeconfig {
    private static final int MAX_NAMES = 20;

    private final ClusterSettings settings;
    private final List<KubeconfigFile> files;

    Kubeconfig(ClusterSettings settings) {
        this.settings = settings;
        this.files = settings.kubeconfigs().stream().map(KubeconfigFile::new).toList();
    }

    /**
     * How the cluster of exactly this context is reached, and as whom. Runs the user's credential plugin if it has one.
     *
     * @param patience how long a credential plugin may take
     * @throws UnavailableException with file and key if the context cannot be used
     */
    Access access(String name, Duration patience) {
        return access(name, Optional.of(patience));
    }

    /**
     * Looks whether this context can be used, as far as the files tell.
     *
     * @throws UnavailableException with file and key if it cannot
     */
    void check(String name) {
        var unused = access(name, Optional.empty());
    }

    private Access access(String name, Optional<Duration> patience) {
        KubeconfigNode named = entry("contexts", name).orElseThrow(() -> unknown(name));
        Optional<KubeconfigNode> context = named.child("context");
        String clusterName = context.flatMap(inner -> inner.text("cluster"))
                .orElseThrow(() -> named.wrong("context", "names no cluster"));
        ClusterEntry cluster = entry("clusters", clusterName).flatMap(entry -> entry.child("cluster")).map(ClusterEntry::new)
                .orElseThrow(() -> named.wrong("context", "names the cluster \"" + clusterName + "\", which is not in " + place()));
        Optional<UserEntry> user = context.flatMap(inner -> inner.text("user"))
                .map(userName -> entry("users", userName).map(entry -> new UserEntry(entry, patience))
                        .orElseThrow(() -> named.wrong("context", "names the user \"" + userName + "\", who is not in " + place())));
        return cluster.access(user, settings.proxies());
    }

    private Optional<KubeconfigNode> entry(String list, String name) {
        return files.stream().map(file -> file.entry(list, name)).flatMap(Optional::stream).findFirst();
    }

    private UnavailableException unknown(String name) {
        TreeSet<String> names = new TreeSet<>();
        files.forEach(file -> file.contexts().forEach(names::add));
        String known = names.isEmpty() ? "none" : names.stream().limit(MAX_NAMES).collect(Collectors.joining(", "));
        String more = names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "";
        return ClusterErrors.of(place() + " has no context \"" + name + "\"; it has " + known + more);
    }

    private String place() {
        return "the kubeconfig " + settings.kubeconfigs().stream().map(Path::toString).collect(Collectors.joining(" + "));
    }
}
