package dev.helmstuck.runbook;

/** What the API server says to a delete (or its dry run) with uid and resourceVersion preconditions. */
public sealed interface DeleteAnswer {

    /** It was deleted, or, for a dry run, would be. */
    record Done() implements DeleteAnswer {}

    /** There is no such Secret. */
    record Gone() implements DeleteAnswer {}

    /** Another object is there, or the object changed (409). */
    record Changed(String message) implements DeleteAnswer {}

    /** The API server forbids it (403, or an admission policy): its own words. */
    record Forbidden(String message) implements DeleteAnswer {}
}
