/** The thread of a remediation: which messages it has, and what each says. */
package dev.helmstuck.report.thread;
