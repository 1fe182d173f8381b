/** The runbook as pure functions: evidence becomes findings, findings a diagnosis, a diagnosis a plan. */
package dev.helmstuck.runbook;
