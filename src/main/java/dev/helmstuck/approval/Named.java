package dev.helmstuck.approval;

/**
 * A person or a group whom a policy names, as the chat calls them.
 *
 * @param id of the chat; empty if the chat knows none, then nobody can be notified
 * @param name what people read
 * @param group whether it is a group
 */
public record Named(String id, String name, boolean group) {}
