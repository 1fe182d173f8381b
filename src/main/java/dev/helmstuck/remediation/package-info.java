/** The state machine of one remediation: states, events, and the one step function. */
package dev.helmstuck.remediation;
