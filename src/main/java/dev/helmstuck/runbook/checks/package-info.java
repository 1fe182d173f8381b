/** The checks of the runbook, each turning facts into one finding, and what they are made of. */
package dev.helmstuck.runbook.checks;
