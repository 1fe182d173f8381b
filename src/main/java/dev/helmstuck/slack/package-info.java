/** The Slack adapter: Block Kit renderer, Web API, people, and the listeners of Socket Mode and signed HTTP. */
package dev.helmstuck.slack;
