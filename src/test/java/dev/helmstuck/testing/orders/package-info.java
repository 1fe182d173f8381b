/** Random orders: the real flow on fakes with a memory, in one thread, judged by an oracle of its own. */
package dev.helmstuck.testing.orders;
