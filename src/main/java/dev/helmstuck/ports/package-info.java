/** What the flow needs of the outside, as interfaces that adapters implement: cluster, CI, chat, people, store; and how each says that it cannot. */
package dev.helmstuck.ports;
