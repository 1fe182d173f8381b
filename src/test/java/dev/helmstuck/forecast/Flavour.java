package dev.helmstuck.forecast;

import java.util.List;

import dev.helmstuck.testing.cluster.Helm;

/** The three ways in which Helm applies. */
enum Flavour {
    HELM_3("Helm 3", Helm.V3),
    HELM_4_CLIENT("Helm 4 client-side", Helm.V4, "--server-side=false"),
    HELM_4_SERVER("Helm 4 server-side", Helm.V4);

    private final String words;
    private final Helm helm;
    private final String install;

    Flavour(String words, Helm helm, String... install) {
        this.words = words;
        this.helm = helm;
        this.install = String.join(" ", install);
    }

    String words() {
        return words;
    }

    Helm helm() {
        return helm;
    }

    /** The flags that a first install needs; later deploys follow by themselves. */
    List<String> install() {
        return install.isEmpty() ? List.of() : List.of(install.split(" ", -1));
    }

    boolean isServerSide() {
        return this == HELM_4_SERVER;
    }
}
