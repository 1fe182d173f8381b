/** The work on each state: a state goes in, an event comes out. No step says anything. */
package dev.helmstuck.flow.steps;
