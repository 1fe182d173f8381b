/** A GitLab with a memory: the part of its REST API that the bot uses, with its limits, for the demo and the tests. */
package dev.helmstuck.simulator.gitlab;
