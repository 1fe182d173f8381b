/** Doctor's rounds: everything that a remediation would need is looked at while nobody waits for it, and nothing is changed. */
package dev.helmstuck.flow.doctor;
