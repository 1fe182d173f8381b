/** Whole incidents: the production bot between a simulated Slack, GitLab and cluster, over the real protocols. */
package dev.helmstuck.incident;
