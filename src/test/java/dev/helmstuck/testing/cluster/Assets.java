package dev.helmstuck.testing.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the cluster's programs lie: the envtest convention, as variable or as system property. */
final class Assets {
    static final String HOW_TO_GET = "export KUBEBUILDER_ASSETS=$(.ci/kube-assets)";
    private static final List<String> PROGRAMS = List.of("etcd", "kube-apiserver", "kubectl", "kube-controller-manager", "kube-scheduler",
            "kwok", "helm", "helm4");

    private Assets() {}

    static Optional<Path> folder() {
        return Stream.of(System.getProperty("kubebuilder.assets"), System.getenv("KUBEBUILDER_ASSETS"))
                .filter(value -> value != null && !value.isBlank()).findFirst().map(Path::of);
    }

    /** Why no real cluster can be started, or empty if it can. */
    static Optional<String> problem() {
        Optional<Path> folder = folder();
        if (folder.isEmpty())
            return Optional.of("no real cluster, KUBEBUILDER_ASSETS is not set: " + HOW_TO_GET);
        List<String> missing = PROGRAMS.stream().filter(name -> !Files.isExecutable(folder.orElseThrow().resolve(name))).toList();
        if (missing.isEmpty())
            return Optional.empty();
        return Optional.of("no real cluster, KUBEBUILDER_ASSETS (" + folder.orElseThrow() + ") lacks " + String.join(", ", missing) + ": "
                + HOW_TO_GET);
    }
}
