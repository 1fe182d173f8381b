package dev.helmstuck.remediation;

import java.time.Instant;

/**
 * A line of the audit trail of one remediation.
 *
 * @param actor a user id of the chat, or "helm-stuck"
 * @param action a word: command, approval, delete, …
 * @param object exactly what it was done to
 * @param result what came of it
 */
public record Deed(Instant at, String actor, String action, String object, String result) {}
