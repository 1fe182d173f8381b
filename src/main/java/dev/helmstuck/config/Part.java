package dev.helmstuck.config;

/** A part of the configuration; a sub-command asks only for those that it needs, and the others may be missing or wrong. */
public enum Part {
    SLACK,
    GITLAB,
    CLUSTER,
    STORE,
    HTTP,
    TARGETS
}
