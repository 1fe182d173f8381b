package dev.helmstuck.simulator.playground;

/**
 * One thing that can go wrong, and be undone.
 *
 * @param name what is so while it is on
 * @param means what it does, and what undoing it does
 * @param on makes it so; throws if it cannot be so now, and says why
 * @param off makes it undone
 */
record Switch(String id, String name, String means, Runnable on, Runnable off) {}
