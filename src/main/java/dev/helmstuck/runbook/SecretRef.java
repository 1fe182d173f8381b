package dev.helmstuck.runbook;

/** One Secret at one version: a delete carries all three, so that it cannot hit another object of the same name. */
public record SecretRef(String name, String uid, String resourceVersion) {}
