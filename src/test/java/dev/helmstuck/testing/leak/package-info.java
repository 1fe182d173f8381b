/** Many faulty calls: threads, sockets and memory stay what they were. */
package dev.helmstuck.testing.leak;
