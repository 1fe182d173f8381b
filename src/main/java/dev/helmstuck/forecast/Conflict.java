package dev.helmstuck.forecast;

/** A field that a server-side apply would change although somebody else owns it, so that it is refused. */
public record Conflict(String path, String manager) {}
