package dev.helmstuck.runbook;

/** A link to a page that shows more. */
public record Link(String label, String url) {}
