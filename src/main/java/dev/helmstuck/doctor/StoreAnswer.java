package dev.helmstuck.doctor;

/** What became of a look at the database. */
public sealed interface StoreAnswer {
    /** It was written to, and what was written was taken back. */
    record Writable(String kind) implements StoreAnswer {}

    /** Its tables are of an older version. */
    record Outdated(int migrations) implements StoreAnswer {}

    /** There is none yet; {@code serve} makes it there. */
    record NotYet(String where) implements StoreAnswer {}
}
