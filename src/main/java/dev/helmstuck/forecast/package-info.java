/** What happened to a stuck deploy, and what the next one will do: computed from records, manifests and live objects. */
package dev.helmstuck.forecast;
