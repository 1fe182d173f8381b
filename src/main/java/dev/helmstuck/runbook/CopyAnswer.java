package dev.helmstuck.runbook;

/** What the API server says to the copy of a record as a dry run. */
public sealed interface CopyAnswer {

    /** It would be kept, or is there already. */
    record Possible() implements CopyAnswer {}

    /** The record is no longer the one that was read. */
    record RecordReplaced(String message) implements CopyAnswer {}

    /** It could not be kept: the API server's own words. */
    record CopyRefused(String message) implements CopyAnswer {}
}
