/** The same words on a terminal, and a diagnosis as JSON. */
package dev.helmstuck.terminal;
