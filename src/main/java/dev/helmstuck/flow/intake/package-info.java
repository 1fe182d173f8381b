/** The ways in: commands, reactions and reconnects. */
package dev.helmstuck.flow.intake;
