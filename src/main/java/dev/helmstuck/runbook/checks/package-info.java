/** One class per step of the runbook: each turns facts into one finding. */
package dev.helmstuck.runbook.checks;
