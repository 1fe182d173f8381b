package dev.helmstuck.runbook;

import java.time.Instant;

/**
 * An event of type Warning that a component of the cluster wrote about an object.
 *
 * @param kind of the object
 * @param name of the object, {@code NAMESPACE/NAME} where the namespace is not the release's own
 * @param reason in the component's word
 * @param message of the component; what a container printed may be in it
 * @param count how often it was seen
 * @param last when it was seen last
 */
public record WarningEvent(String kind, String name, String reason, String message, int count, Instant last) {}
