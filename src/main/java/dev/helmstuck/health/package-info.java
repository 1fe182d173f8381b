/** Liveness and readiness over HTTP, and the server that Slack's http mode listens on. */
package dev.helmstuck.health;
