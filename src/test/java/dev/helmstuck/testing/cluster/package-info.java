/** A real Kubernetes control plane and real Helm for tests, and releases that are really stuck in it. */
package dev.helmstuck.testing.cluster;
