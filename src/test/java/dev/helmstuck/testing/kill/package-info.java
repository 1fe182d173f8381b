/** The bot as a process that dies, by SIGKILL, SIGTERM or with its machine, at every moment, and others that take over. */
package dev.helmstuck.testing.kill;
