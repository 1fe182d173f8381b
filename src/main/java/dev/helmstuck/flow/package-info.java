/** The thin shell: what comes in, what is gathered, each step, and what drives them all; it knows the outside by ports alone. */
package dev.helmstuck.flow;
