package dev.helmstuck.remediation;

import java.time.Instant;

/** A yes that counted when it was judged: who, and when we saw it. */
public record Approval(String user, String name, String identity, Instant seen) {}
