package dev.helmstuck.config;

import java.nio.file.Path;
import java.util.Optional;

/** {@code KUBECONFIG}: a kubeconfig whose contexts the targets name; without it only in-cluster targets work. */
public record ClusterSettings(Optional<Path> kubeconfig) {}
