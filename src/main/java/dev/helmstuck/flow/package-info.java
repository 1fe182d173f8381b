/** The thin shell: gather, step, save, act, resume; it owns the ports that the adapters implement. */
package dev.helmstuck.flow;
