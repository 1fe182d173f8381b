package dev.helmstuck.runbook;

import java.util.Optional;

/**
 * A deploy job that has not begun, so that no Helm of it can live.
 *
 * @param byItself whether it may begin without anybody doing anything
 * @param why what keeps it, in words that follow its name
 * @param gate the job that a person has to start before it, if there is one
 */
public record WaitingDeploy(CiJob job, boolean byItself, String why, Optional<CiJob> gate) {}
