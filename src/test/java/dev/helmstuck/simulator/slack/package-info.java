/** A Slack workspace with a memory, Slack's limits and Slack's faults, which the production bot talks to over real protocols. */
package dev.helmstuck.simulator.slack;
