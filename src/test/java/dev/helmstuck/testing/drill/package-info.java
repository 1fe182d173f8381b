/** Whole stories on real clusters with real Helm: the runbook as people go through it. */
package dev.helmstuck.testing.drill;
