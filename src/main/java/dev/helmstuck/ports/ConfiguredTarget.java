package dev.helmstuck.ports;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.runbook.Target;

/** A target and the policy that holds for it. */
public record ConfiguredTarget(Target target, Policy policy) {}
