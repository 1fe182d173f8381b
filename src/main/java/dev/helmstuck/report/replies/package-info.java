/** What we answer to a command, and to one person whose reaction does not count. */
package dev.helmstuck.report.replies;
