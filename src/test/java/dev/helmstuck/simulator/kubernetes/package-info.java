/** A cluster's API server with a memory, in process: what the demo and the adapter's tests talk to, held to the real one by a contract. */
package dev.helmstuck.simulator.kubernetes;
