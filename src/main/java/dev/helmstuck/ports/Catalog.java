package dev.helmstuck.ports;

import java.util.List;
import java.util.Optional;

/** The configured targets and groups, as the flow needs them. */
public interface Catalog {

    /** The target of this name. */
    Optional<ConfiguredTarget> target(String name);

    /** The targets of the group of this name. */
    Optional<List<String>> group(String name);

    /** All targets' names, in the file's order. */
    List<String> targetNames();

    /** All groups' names. */
    List<String> groupNames();
}
