/** The world around the bot, in one process: a Slack workspace, a cluster, a GitLab. What the demo runs and the tests talk to. */
package dev.helmstuck.simulator;
