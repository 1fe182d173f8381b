/** What is shipped for a cluster and for Slack, held to the code and tried on a real API server. */
package dev.helmstuck.manifests;
