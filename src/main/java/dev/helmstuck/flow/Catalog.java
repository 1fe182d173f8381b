package dev.helmstuck.flow;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.runbook.Target;

/** The configured targets and groups, as the flow needs them. */
public interface Catalog {

    /** A target and the policy that holds for it. */
    record Entry(Target target, Policy policy) {}

    /** The target of this name. */
    Optional<Entry> target(String name);

    /** The targets of the group of this name. */
    Optional<List<String>> group(String name);

    /** All targets' names, in the file's order. */
    List<String> targets();

    /** All groups' names. */
    List<String> groups();
}
