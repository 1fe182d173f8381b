/** The cluster over fabric8's kubeconfig, transport and models: reads records and workloads, copies a record, the one guarded delete. */
package dev.helmstuck.kubernetes;
