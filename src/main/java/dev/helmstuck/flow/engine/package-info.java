/** What drives remediations from state to state: who works on what and when, and one publisher that makes the chat agree. */
package dev.helmstuck.flow.engine;
