/** The playground: a page beside the simulated world, to take part in it and to break it. */
package dev.helmstuck.simulator.playground;
