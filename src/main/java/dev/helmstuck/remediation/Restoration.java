package dev.helmstuck.remediation;

import java.util.Optional;

import dev.helmstuck.runbook.RestorePlan;

/**
 * A record that people allowed to be put back.
 *
 * @param uid of the record that is there again; empty if it is not, or not known to be
 * @param helm where Helm stands since then, if that was seen
 */
public record Restoration(RestorePlan plan, Optional<String> uid, Optional<Aftermath.Helm> helm) {}
