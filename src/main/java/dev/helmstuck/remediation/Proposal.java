package dev.helmstuck.remediation;

import java.time.Instant;

import dev.helmstuck.runbook.Plan;

/**
 * A plan that people were or are to be asked about, each in a message of its own. The last one is the current one; the others were replaced.
 *
 * @param number the look that made it: unique and rising
 * @param made when
 * @param voided why a yes to the one before does not count here; empty for the first
 */
public record Proposal(int number, Plan plan, Instant made, String voided) {}
