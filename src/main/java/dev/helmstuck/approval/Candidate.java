package dev.helmstuck.approval;

import dev.helmstuck.runbook.Fact;

/** Somebody who reacts to the request, with an emoji that means yes or no. */
public record Candidate(String user, String emoji, Fact<Person> person) {}
