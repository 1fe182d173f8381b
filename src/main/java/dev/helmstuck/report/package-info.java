/** What we say about a remediation, chat-neutral: content first, blocks and terminals later. */
package dev.helmstuck.report;
